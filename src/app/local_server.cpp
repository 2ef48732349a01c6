#include "app/local_server.h"

#include <charconv>
#include <memory>
#include <string_view>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace astronova::app {
namespace {

constexpr std::size_t answer_bytes_max = 4096;

class Connection {
 public:
  explicit Connection(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience{3, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const void* const untyped = &address;
    is_open_ = ::connect(descriptor_, static_cast<const sockaddr*>(untyped), sizeof address) == 0;
  }
  ~Connection() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool shake_hands() {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    if (context_) session_.reset(SSL_new(context_.get()));
    is_open_ = is_open_ && session_ && SSL_set_fd(session_.get(), descriptor_) == 1 &&
               SSL_connect(session_.get()) == 1;
    return is_open_;
  }

  bool send(std::string_view bytes) {
    if (!is_open_) return false;
    std::size_t sent = 0;
    if (session_) return SSL_write_ex(session_.get(), bytes.data(), bytes.size(), &sent) == 1;
    return ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }

  /// That many bytes, or as many as came.
  std::string receive(std::size_t size) {
    std::string received(size, '\0');
    std::size_t at = 0;
    while (at < size) {
      const int some = receive_some(received.data() + at, size - at);
      if (some <= 0) break;
      at += static_cast<std::size_t>(some);
    }
    received.resize(at);
    return received;
  }

 private:
  struct Free {
    void operator()(SSL* session) const { SSL_free(session); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };

  int receive_some(char* place, std::size_t room) {
    if (session_) return SSL_read(session_.get(), place, static_cast<int>(room));
    return static_cast<int>(::recv(descriptor_, place, room, 0));
  }

  int descriptor_;
  bool is_open_ = false;
  std::unique_ptr<SSL_CTX, Free> context_{};
  std::unique_ptr<SSL, Free> session_{};
};

}  // namespace

std::optional<std::string> ask_local_server(std::uint16_t port, std::string_view path,
                                            bool over_tls) {
  Connection connection(port);
  if (over_tls && !connection.shake_hands()) return std::nullopt;
  const auto request =
      fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path);
  if (!connection.send(request)) return std::nullopt;
  auto answer = connection.receive(answer_bytes_max);
  if (answer.empty()) return std::nullopt;
  return answer;
}

bool is_ok(std::string_view answer) {
  return answer.starts_with("HTTP/1.1 200");
}

}  // namespace astronova::app
