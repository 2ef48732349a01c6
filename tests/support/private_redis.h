#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace astronova::testing {

/// A server of Redis of the test program's own, on a free port of 127.0.0.1, which keeps nothing on
/// disk. It ends with the program, however that ends. Throws where something fails.
/// Threads: one at a time; the thread that started the server has to live as long as it.
class PrivateRedis {
 public:
  /// Options as the command line of redis-server takes them: {"--maxmemory", "2mb"}. With
  /// "--tls-cert-file" among them it speaks TLS, and nothing else.
  explicit PrivateRedis(std::vector<std::string> options = {});
  PrivateRedis(const PrivateRedis&) = delete;
  PrivateRedis& operator=(const PrivateRedis&) = delete;
  ~PrivateRedis();

  std::uint16_t port() const { return port_; }
  /// "redis://127.0.0.1:PORT"
  std::string url() const;
  /// What redis-cli prints for a command.
  std::string run(const std::vector<std::string>& command) const;

  /// Ends it; whatever it held is gone.
  void stop();
  /// Starts it again after stop(), on the same port, and returns when it answers.
  void start();
  /// Stops its process without ending it (SIGSTOP): it is there and answers nothing.
  void pause();
  /// Has it go on after pause().
  void resume();

 private:
  void launch();
  bool has_ended();

  std::string folder_;
  std::vector<std::string> options_;
  std::uint16_t port_ = 0;
  pid_t server_ = -1;
};

/// A port of 127.0.0.1 that nobody listens on.
std::uint16_t free_port();

}  // namespace astronova::testing
