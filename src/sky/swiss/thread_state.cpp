#include "sky/swiss/thread_state.h"

#include <swephexp.h>

#include "sky/swiss/data_files.h"

namespace astronova::sky::swiss {

ThreadState::~ThreadState() {
  if (!directory_.empty()) swe_close();
}

void ThreadState::use(const std::string& directory) {
  if (directory_ != directory) reopen(directory);
}

bool ThreadState::enter(JulianDayUt when) {
  const int span = file_span_of(when);
  if (span == span_ && !is_near_file_border(when)) return false;
  reopen(std::string{directory_});
  span_ = span;
  return true;
}

void ThreadState::reopen(const std::string& directory) {
  if (!directory_.empty()) swe_close();
  swe_set_ephe_path(directory.c_str());
  directory_ = directory;
  span_ = INT_MIN;
}

ThreadState& thread_state() {
  thread_local ThreadState state;
  return state;
}

}  // namespace astronova::sky::swiss
