#include <CLI/CLI.hpp>
#include <array>
#include <string_view>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "app/commands.h"

namespace astronova::app {
namespace {

std::string request_for(std::string_view path) {
  return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path);
}

class Socket {
 public:
  Socket() : descriptor_(socket(AF_INET, SOCK_STREAM, 0)) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

// Whether the server on this port of this machine answers this path with 200.
bool is_well(std::uint16_t port, std::string_view path) {
  const auto request = request_for(path);
  const Socket connection;
  const timeval patience{3, 0};
  setsockopt(connection.descriptor(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(connection.descriptor(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const void* untyped = &address;
  if (connect(connection.descriptor(), static_cast<const sockaddr*>(untyped), sizeof address) !=
          0 ||
      send(connection.descriptor(), request.data(), request.size(), MSG_NOSIGNAL) !=
          static_cast<ssize_t>(request.size())) {
    return false;
  }
  constexpr std::string_view expected = "HTTP/1.1 200";
  std::array<char, expected.size()> answer{};
  const auto received = recv(connection.descriptor(), answer.data(), answer.size(), MSG_WAITALL);
  return received == static_cast<ssize_t>(answer.size()) &&
         std::string_view{answer.data(), answer.size()} == expected;
}

}  // namespace

void add_healthcheck_command(CLI::App& program, int& status) {
  struct Wanted {
    std::uint16_t port = 8080;
    bool ready = false;
  };
  auto* command = program.add_subcommand(
      "healthcheck", "Ask the server on this machine whether it lives; for containers");
  const auto wanted = std::make_shared<Wanted>();
  command->add_option("--port", wanted->port, "Its port")->envname("PORT")->capture_default_str();
  command->add_flag("--ready", wanted->ready,
                    "Ask whether it wants requests, not only whether it lives");
  command->callback([wanted, &status] {
    const bool well = is_well(wanted->port, wanted->ready ? "/readyz" : "/livez");
    if (!well) {
      fmt::print(
          stderr, "error: {} on port {}\n",
          wanted->ready ? "what answers is not ready, or nothing does," : "nothing healthy answers",
          wanted->port);
    }
    status = well ? exit_done : exit_failed;
  });
}

}  // namespace astronova::app
