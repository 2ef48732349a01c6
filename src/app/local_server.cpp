#include "app/local_server.h"

#include <array>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace astronova::app {
namespace {

constexpr std::size_t answer_bytes_max = 4096;

class Socket {
 public:
  Socket() : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

bool connect_to(const Socket& connection, std::uint16_t port) {
  const timeval patience{3, 0};
  setsockopt(connection.descriptor(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(connection.descriptor(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const void* untyped = &address;
  return connect(connection.descriptor(), static_cast<const sockaddr*>(untyped), sizeof address) ==
         0;
}

}  // namespace

std::optional<std::string> ask_local_server(std::uint16_t port, std::string_view path) {
  const auto request =
      fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path);
  const Socket connection;
  if (!connect_to(connection, port) || send(connection.descriptor(), request.data(), request.size(),
                                            MSG_NOSIGNAL) != static_cast<ssize_t>(request.size())) {
    return std::nullopt;
  }
  std::array<char, answer_bytes_max> answer{};
  const auto received = recv(connection.descriptor(), answer.data(), answer.size(), MSG_WAITALL);
  if (received <= 0) return std::nullopt;
  return std::string(answer.data(), static_cast<std::size_t>(received));
}

bool is_ok(std::string_view answer) {
  return answer.starts_with("HTTP/1.1 200");
}

}  // namespace astronova::app
