#pragma once

#include <climits>
#include <string>

#include "base/quantity.h"

namespace astronova::sky::swiss {

/// What the calling thread's libswe holds: it keeps its paths and open files per thread.
class ThreadState {
 public:
  ThreadState() = default;
  ThreadState(const ThreadState&) = delete;
  ThreadState& operator=(const ThreadState&) = delete;
  /// libswe would leak the descriptors of the files that the thread opened.
  ~ThreadState();

  /// Reads the data files of this directory from now on.
  void use(const std::string& directory);

  /// Files overlap, and libswe goes on with the file and the segment in hand as long as they reach,
  /// up to years past a border, with results that differ by up to 0.004 arc seconds. So that an
  /// answer does not depend on the questions before it, each file is begun afresh.
  /// True when it was, and the settings are to be made again.
  bool enter(JulianDayUt when);

 private:
  void reopen(const std::string& directory);

  std::string directory_;
  int span_ = INT_MIN;
};

ThreadState& thread_state();

}  // namespace astronova::sky::swiss
