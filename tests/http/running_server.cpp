#include "tests/http/running_server.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/message.h"
#include "tests/http/key_pair.h"

namespace astronova::http {
namespace {

constexpr int patience_milliseconds = 10'000;

}  // namespace

bool is_tested_over_tls() {
  const char* const transport = std::getenv("TESTED_TRANSPORT");
  return transport && std::string_view(transport) == "tls";
}

const TlsOptions& tested_credentials() {
  static const KeyFolder folder;
  return folder.files;
}

std::string Answer::header(std::string_view name) const {
  std::size_t at = head.find("\r\n") + 2;
  while (at < head.size()) {
    const std::size_t end = head.find("\r\n", at);
    const std::size_t colon = head.find(": ", at);
    if (end == std::string::npos || colon > end) break;
    if (equals_ignoring_case(std::string_view(head).substr(at, colon - at), name)) {
      return head.substr(colon + 2, end - colon - 2);
    }
    at = end + 2;
  }
  return {};
}

int Client::make_socket() {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made < 0) throw std::runtime_error("no socket");
  return made;
}

Client::Client(std::uint16_t port, int receive_buffer_bytes) : socket_(make_socket()) {
  if (receive_buffer_bytes > 0) {
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
  }
  connect(port);
  shake_hands_if_tested();
}

Client::Client(int socket, std::uint16_t port) : socket_(socket) {
  connect(port);
  shake_hands_if_tested();
}

Client::Client(std::uint16_t port, const TlsWish& wish) : socket_(make_socket()) {
  connect(port);
  tls_ = std::make_unique<TlsClient>(socket_, wish);
}

void Client::shake_hands_if_tested() {
  if (is_tested_over_tls()) tls_ = std::make_unique<TlsClient>(socket_);
}

Client::~Client() {
  if (socket_ >= 0) ::close(socket_);
}

void Client::connect(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect");
  }
}

void Client::send(std::string_view bytes) {
  if (tls_) return tls_->send(bytes);
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Client::end_sending() {
  if (tls_) tls_->end_sending();
  ::shutdown(socket_, SHUT_WR);
}

bool Client::is_readable_within(int milliseconds) const {
  if (tls_) return tls_->is_readable_within(milliseconds);
  pollfd waiting{socket_, POLLIN, 0};
  return ::poll(&waiting, 1, milliseconds) > 0;
}

bool Client::receive_some() {
  if (!is_readable_within(patience_milliseconds)) {
    ADD_FAILURE() << "the server said nothing for ten seconds";
    return false;
  }
  if (tls_) {
    const auto outcome = tls_->receive(received_, patience_milliseconds);
    if (outcome == TlsClient::Received::cut) is_reset_ = true;
    return outcome == TlsClient::Received::some;
  }
  std::array<char, 65'536> bytes;
  const auto size = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (size < 0 && errno == ECONNRESET) is_reset_ = true;
  if (size <= 0) return false;
  received_.append(bytes.data(), static_cast<std::size_t>(size));
  return true;
}

bool Client::receive_drop() {
  std::array<char, 32> drop;
  const auto size = ::recv(socket_, drop.data(), drop.size(), MSG_DONTWAIT);
  return size > 0 || (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK));
}

std::size_t Client::receive_at_most(std::size_t size) {
  if (tls_) return receive_some() ? std::exchange(received_, {}).size() : 0;
  if (!is_readable_within(patience_milliseconds)) return 0;
  std::string bytes(size, '\0');
  const auto received = ::recv(socket_, bytes.data(), size, 0);
  return received > 0 ? static_cast<std::size_t>(received) : 0;
}

bool Client::receive_at_least(std::size_t size) {
  while (received_.size() < size) {
    if (!receive_some()) return false;
  }
  return true;
}

std::string Client::take(std::size_t size) {
  std::string taken = received_.substr(0, size);
  received_.erase(0, size);
  return taken;
}

Answer Client::receive(bool is_head_answer) {
  std::size_t end = std::string::npos;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!receive_some()) return {};
  }
  Answer answer;
  answer.head = take(end + 4);
  answer.head.resize(end + 2);
  answer.status = static_cast<unsigned>(std::stoul(answer.head.substr(9, 3)));
  if (is_head_answer) return answer;
  if (answer.header("Transfer-Encoding") == "chunked") {
    auto chunk = receive_chunk();
    for (; chunk && !chunk->empty(); chunk = receive_chunk())
      answer.body += *chunk;
    answer.is_cut = !chunk;
    return answer;
  }
  const std::string length = answer.header("Content-Length");
  const std::size_t size = length.empty() ? 0 : std::stoul(length);
  if (!receive_at_least(size)) return {};
  answer.body = take(size);
  return answer;
}

std::optional<std::string> Client::receive_chunk() {
  std::size_t line = std::string::npos;
  while ((line = received_.find("\r\n")) == std::string::npos) {
    if (!receive_some()) return std::nullopt;
  }
  const std::size_t size = std::stoul(received_.substr(0, line), nullptr, 16);
  if (!receive_at_least(line + 2 + size + 2)) return std::nullopt;
  take(line + 2);
  std::string chunk = take(size);
  EXPECT_EQ(take(2), "\r\n") << "what ends a chunk";
  return chunk;
}

void Client::reset() {
  const struct linger discard { 1, 0 };
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &discard, sizeof discard);
  ::close(std::exchange(socket_, -1));
}

std::string Client::receive_all() {
  while (receive_some()) {
  }
  return std::exchange(received_, {});
}

std::string get(std::string_view path, std::string_view more_headers) {
  std::string request = "GET ";
  request.append(path).append(" HTTP/1.1\r\nHost: localhost\r\n").append(more_headers);
  return request + "\r\n";
}

}  // namespace astronova::http
