#pragma once

#include <memory>

#include "http/file_descriptor.h"

namespace astronova::http {

/// While it lives, SIGINT and SIGTERM no longer end the process, but make a descriptor readable.
/// One at a time in a process.
class StopSignals {
 public:
  /// Throws std::system_error when the system has no descriptor left.
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  int descriptor() const { return event_.get(); }

 private:
  struct Former;
  FileDescriptor event_;
  std::unique_ptr<Former> former_;
};

}  // namespace astronova::http
