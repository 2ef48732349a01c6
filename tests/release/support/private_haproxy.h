#pragma once

#include <cstdint>
#include <string>

#include <sys/types.h>

namespace astronova::testing {

/// An HAProxy of the test's own on infra/haproxy/astronova.cfg, with ports and paths of its own in
/// the place of those of the file, in clear. It ends with the test, however that ends. Throws where
/// something fails.
class PrivateHaproxy {
 public:
  /// `folder` gets its socket and configuration; `state` is the file that it comes up with.
  PrivateHaproxy(const std::string& folder, const std::string& state, std::uint16_t blue,
                 std::uint16_t green);
  ~PrivateHaproxy();
  PrivateHaproxy(const PrivateHaproxy&) = delete;
  PrivateHaproxy& operator=(const PrivateHaproxy&) = delete;

  std::uint16_t port() const { return port_; }
  const std::string& socket() const { return socket_; }

  /// Starts it, and returns when it answers.
  void start();
  /// Ends it as a crash would.
  void kill();

 private:
  std::string configuration_;
  std::string socket_;
  std::uint16_t port_;
  pid_t id_ = -1;
};

}  // namespace astronova::testing
