#include "release/local/socket_exchange.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace astronova::release::local {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t answer_bytes_max = std::size_t{4} << 20U;

// A stream socket that never waits but in await().
class Stream {
 public:
  Stream(int family, std::chrono::milliseconds within)
      : descriptor_(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)),
        deadline_(Steady::now() + within) {}
  ~Stream() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  bool connect(const void* address, socklen_t size) {
    if (::connect(descriptor_, static_cast<const sockaddr*>(address), size) == 0) return true;
    if (errno != EINPROGRESS || !await(POLLOUT)) return false;
    int failure = 0;
    socklen_t length = sizeof failure;
    ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &failure, &length);
    errno = failure;
    return failure == 0;
  }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(count));
      } else if (!is_for_later() || !await(POLLOUT)) {
        return false;
      }
    }
    return true;
  }

  bool receive_all(std::string& text) {
    std::array<char, 16'384> bytes{};
    while (text.size() < answer_bytes_max) {
      const auto count = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
      if (count == 0) return true;
      if (count > 0) {
        text.append(bytes.data(), static_cast<std::size_t>(count));
      } else if (!is_for_later() || !await(POLLIN)) {
        return false;
      }
    }
    errno = EMSGSIZE;
    return false;
  }

 private:
  static bool is_for_later() { return errno == EAGAIN || errno == EINTR; }

  bool await(short event) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Steady::now());
    pollfd waited{descriptor_, event, 0};
    const int ready = ::poll(&waited, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (ready == 0) errno = ETIMEDOUT;
    return ready > 0 || (ready < 0 && errno == EINTR);
  }

  int descriptor_;
  Steady::time_point deadline_;
};

Error no_answer(std::string_view whom) {
  return {ErrorCode::unavailable, fmt::format("{}: {}", whom, std::strerror(errno)), {}};
}

Result<std::string> talk(Stream& stream, std::string_view text, std::string_view whom) {
  std::string answer;
  if (!stream.send(text) || !stream.receive_all(answer)) return no_answer(whom);
  return answer;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

Result<std::string> exchange(const std::string& socket_path, std::string_view text,
                             std::chrono::milliseconds within) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket_path.size() >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return no_answer(socket_path);
  }
  std::ranges::copy(socket_path, &address.sun_path[0]);
  Stream stream(AF_UNIX, within);
  if (!stream.connect(&address, sizeof address)) return no_answer(socket_path);
  return talk(stream, text, socket_path);
}

Result<std::string> exchange(std::uint16_t port, std::string_view text,
                             std::chrono::milliseconds within) {
  const auto whom = fmt::format("127.0.0.1:{}", port);
  const auto address = loopback(port);
  Stream stream(AF_INET, within);
  if (!stream.connect(&address, sizeof address)) return no_answer(whom);
  return talk(stream, text, whom);
}

bool says_ready(std::uint16_t port, std::chrono::milliseconds within) {
  const auto answer = exchange(
      port, "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", within);
  return answer && answer->starts_with("HTTP/1.1 200 ");
}

bool listens(std::uint16_t port) {
  const auto address = loopback(port);
  Stream stream(AF_INET, std::chrono::seconds(1));
  return stream.connect(&address, sizeof address);
}

}  // namespace astronova::release::local
