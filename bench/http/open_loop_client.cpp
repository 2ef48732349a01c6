// Sends requests at a given rate, whether or not answers come, and measures how long each took from
// the moment at which it was due: what waits for a free connection waits with the clock running.
//
//   open_loop_client PORT RATE SECONDS CONNECTIONS REQUESTS_FILE [by-status]
//
// The file is made by make_requests. Gaps between requests are exponential (a Poisson process). The
// client never sleeps: give it a processor of its own.
// prints  measured REQUESTS MICROSECONDS P50 P99 FAILURES    (P50, P99 in microseconds)
//         with by-status also, for each path and status:  answers PATH STATUS COUNT P50 P99 LONGEST

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "open_loop_client: %s\n", what);
  std::exit(1);
}

struct Request {
  std::string path;
  std::string bytes;
};

std::vector<Request> read_requests(const char* file) {
  std::vector<Request> requests;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t method_end = line.find(' ');
    const std::size_t path_end = std::min(line.find(' ', method_end + 1), line.size());
    std::string request = line.substr(0, path_end) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    if (path_end < line.size()) {
      const std::string body = line.substr(path_end + 1);
      request +=
          "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
          "\r\n\r\n" + body;
    } else {
      request += "\r\n";
    }
    const std::string target = line.substr(method_end + 1, path_end - method_end - 1);
    requests.push_back({target.substr(0, target.find('?')), std::move(request)});
  }
  if (requests.empty()) fail("there are no requests in the file");
  return requests;
}

int connect_to(std::uint16_t port) {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    fail("cannot connect");
  const int one = 1;
  setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return made;
}

struct Connection {
  int socket = -1;
  Time due{};
  const Request* asked = nullptr;
  std::string received{};
};

/// How long the first answer in `bytes` is; 0 when its head is not complete.
std::size_t answer_size(std::string_view bytes) {
  constexpr std::string_view length_name = "Content-Length: ";
  const std::size_t head_end = bytes.find("\r\n\r\n");
  if (head_end == std::string_view::npos) return 0;
  const std::size_t length = bytes.substr(0, head_end).find(length_name);
  if (length == std::string_view::npos) fail("an answer without Content-Length");
  return head_end + 4 + std::strtoul(bytes.data() + length + length_name.size(), nullptr, 10);
}

using Latencies = std::vector<Clock::duration>;

long long percentile(const Latencies& sorted, std::size_t percent) {
  if (sorted.empty()) return 0;
  const auto& latency = sorted[(sorted.size() - 1) * percent / 100];
  return std::chrono::duration_cast<std::chrono::microseconds>(latency).count();
}

class Load {
 public:
  Load(std::uint16_t port, double rate, std::size_t connection_count, std::vector<Request> requests)
      : requests_(std::move(requests)), gap_(rate), connections_(connection_count) {
    for (auto& connection : connections_) {
      connection.socket = connect_to(port);
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.ptr = &connection;
      epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.socket, &event);
      idle_.push_back(&connection);
    }
  }

  void run(double seconds) {
    const Time end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                        std::chrono::duration<double>(seconds));
    const Time begin = Clock::now();
    Time next = begin;
    while (next < end || !waiting_.empty() || idle_.size() < connections_.size()) {
      const Time now = Clock::now();
      for (; next <= now && next < end; next += gap())
        waiting_.push_back(next);
      while (!waiting_.empty() && !idle_.empty())
        send_next();
      receive();
    }
    took_ = Clock::now() - begin;
  }

  void report() {
    std::sort(latencies_.begin(), latencies_.end());
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(took_).count();
    std::printf("measured %zu %lld %lld %lld %zu\n", latencies_.size(),
                static_cast<long long>(microseconds), percentile(latencies_, 50),
                percentile(latencies_, 99), failures_);
  }

  void report_by_status() {
    for (auto& [key, latencies] : by_status_) {
      std::sort(latencies.begin(), latencies.end());
      std::printf("answers %s %s %zu %lld %lld %lld\n", key.first.c_str(), key.second.c_str(),
                  latencies.size(), percentile(latencies, 50), percentile(latencies, 99),
                  percentile(latencies, 100));
    }
  }

 private:
  Clock::duration gap() {
    return std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(gap_(random_)));
  }

  void send_next() {
    // In turns, so that none is idle for so long that the server closes it.
    Connection& connection = *idle_.front();
    idle_.pop_front();
    connection.due = waiting_.front();
    waiting_.pop_front();
    connection.asked = &requests_[sent_++ % requests_.size()];
    const std::string& request = connection.asked->bytes;
    if (::send(connection.socket, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size())) {
      fail("cannot send");
    }
  }

  void receive() {
    std::array<epoll_event, 64> events;
    const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 0);
    for (int i = 0; i < count; ++i)
      receive_on(*static_cast<Connection*>(events.at(static_cast<std::size_t>(i)).data.ptr));
  }

  void receive_on(Connection& connection) {
    std::array<char, 65'536> bytes;
    const ssize_t size = ::recv(connection.socket, bytes.data(), bytes.size(), 0);
    if (size <= 0) fail("the server has closed a connection");
    connection.received.append(bytes.data(), static_cast<std::size_t>(size));
    const std::size_t wanted = answer_size(connection.received);
    if (wanted == 0 || connection.received.size() < wanted) return;
    if (!connection.received.starts_with("HTTP/1.1 2")) ++failures_;
    const auto latency = Clock::now() - connection.due;
    by_status_[{connection.asked->path, connection.received.substr(9, 3)}].push_back(latency);
    connection.received.clear();
    latencies_.push_back(latency);
    idle_.push_back(&connection);
  }

  const int epoll_ = epoll_create1(EPOLL_CLOEXEC);
  const std::vector<Request> requests_;
  std::mt19937_64 random_{1990};
  std::exponential_distribution<double> gap_;
  std::vector<Connection> connections_;
  std::deque<Connection*> idle_;
  std::deque<Time> waiting_;
  Latencies latencies_;
  std::map<std::pair<std::string, std::string>, Latencies> by_status_;
  Clock::duration took_{};
  std::size_t sent_ = 0;
  std::size_t failures_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  const bool is_by_status = count == 7 && std::string_view(arguments[6]) == "by-status";
  if (count != 6 && !is_by_status)
    fail("usage: open_loop_client PORT RATE SECONDS CONNECTIONS REQUESTS_FILE [by-status]");
  Load load(static_cast<std::uint16_t>(std::atoi(arguments[1])), std::atof(arguments[2]),
            static_cast<std::size_t>(std::atoi(arguments[4])), read_requests(arguments[5]));
  load.run(std::atof(arguments[3]));
  load.report();
  if (is_by_status) load.report_by_status();
  return 0;
}
