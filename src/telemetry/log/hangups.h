#pragma once

#include <memory>

namespace astronova::telemetry {

/// While it lives, SIGHUP no longer ends the process, but is noted. One at a time in a process.
class Hangups {
 public:
  Hangups();
  ~Hangups();
  Hangups(const Hangups&) = delete;
  Hangups& operator=(const Hangups&) = delete;

  /// Whether one has come since the last call.
  bool take();

 private:
  struct Former;
  std::unique_ptr<Former> former_;
};

}  // namespace astronova::telemetry
