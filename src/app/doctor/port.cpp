#include "app/doctor/port.h"

#include <cerrno>
#include <memory>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace astronova::app {

PortState try_port(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
    return PortState::no_address;
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> address(found, freeaddrinfo);
  const int socket = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return PortState::refused;
  // As the server does it: connections that ended a moment ago do not hold the port.
  const int on = 1;
  (void)setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const bool bound = bind(socket, found->ai_addr, found->ai_addrlen) == 0;
  const int reason = errno;
  close(socket);
  if (bound) return PortState::free;
  if (reason == EADDRINUSE) return PortState::taken;
  return reason == EADDRNOTAVAIL ? PortState::no_address : PortState::refused;
}

}  // namespace astronova::app
