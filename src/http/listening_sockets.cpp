#include "http/listening_sockets.h"

#include <cerrno>
#include <memory>
#include <system_error>

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace astronova::http {
namespace {

constexpr int backlog = 4096;

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Addresses parse(const std::string& address, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const bool is_address =
      getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) == 0;
  return {is_address ? found : nullptr, freeaddrinfo};
}

bool set(const FileDescriptor& socket, int level, int option, int value) {
  return setsockopt(socket.get(), level, option, &value, sizeof value) == 0;
}

/// What the system takes of an answer beyond what it sends at once. Otherwise it would take
/// megabytes for each client that reads nothing, unseen by us and by our timeouts.
constexpr int unsent_bytes_max = 131'072;

FileDescriptor make_socket(const addrinfo& address) {
  FileDescriptor socket(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  // Connections inherit them. TCP_NODELAY: an answer is written whole, and waits for nothing.
  if (!socket || !set(socket, SOL_SOCKET, SO_REUSEADDR, 1) ||
      !set(socket, IPPROTO_TCP, TCP_NODELAY, 1) ||
      !set(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, unsent_bytes_max) ||
      (address.ai_family == AF_INET6 && !set(socket, IPPROTO_IPV6, IPV6_V6ONLY, 0))) {
    return {};
  }
  return socket;
}

/// A socket that has the port for itself: nobody else listens on it.
FileDescriptor listen_alone(const addrinfo& address) {
  FileDescriptor socket = make_socket(address);
  if (!socket || bind(socket.get(), address.ai_addr, address.ai_addrlen) != 0 ||
      ::listen(socket.get(), backlog) != 0) {
    return {};
  }
  return socket;
}

/// Another socket on the port of one that allows it; where the system refuses that, the same socket
/// once more: then accepting is shared instead of sharded.
FileDescriptor listen_beside(const FileDescriptor& first, int family) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  addrinfo address{};
  address.ai_family = family;
  FileDescriptor socket = make_socket(address);
  if (socket && set(socket, SOL_SOCKET, SO_REUSEPORT, 1) &&
      getsockname(first.get(), reinterpret_cast<sockaddr*>(&bound), &size) == 0 &&
      bind(socket.get(), reinterpret_cast<const sockaddr*>(&bound), size) == 0 &&
      ::listen(socket.get(), backlog) == 0) {
    return socket;
  }
  return FileDescriptor(::dup(first.get()));
}

std::uint16_t port_of(const FileDescriptor& socket) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (getsockname(socket.get(), reinterpret_cast<sockaddr*>(&bound), &size) != 0) return 0;
  return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(bound).sin6_port
                                           : reinterpret_cast<const sockaddr_in&>(bound).sin_port);
}

Error cannot_listen(const std::string& address, std::uint16_t port, const std::string& why) {
  return Error{ErrorCode::invalid_value,
               fmt::format("cannot listen on {} port {}: {}", address, port, why),
               {}};
}

}  // namespace

Result<ListeningSockets> listen_on(const std::string& address, std::uint16_t port,
                                   std::size_t count) {
  const Addresses parsed = parse(address, port);
  if (!parsed) return cannot_listen(address, port, "not an IPv4 or IPv6 address");
  ListeningSockets listening;
  // The first asks for the port without SO_REUSEPORT, so that no two servers share one, and allows
  // the others only when it listens.
  listening.sockets.push_back(listen_alone(*parsed));
  const auto& first = listening.sockets.front();
  bool is_listening = first && (count == 1 || set(first, SOL_SOCKET, SO_REUSEPORT, 1));
  for (std::size_t i = 1; is_listening && i < count; ++i) {
    listening.sockets.push_back(listen_beside(listening.sockets.front(), parsed->ai_family));
    is_listening = static_cast<bool>(listening.sockets.back());
  }
  if (!is_listening) return cannot_listen(address, port, std::generic_category().message(errno));
  listening.port = port_of(listening.sockets.front());
  return listening;
}

}  // namespace astronova::http
