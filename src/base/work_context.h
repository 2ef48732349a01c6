#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/trace_context.h"

namespace astronova {

/// What is found out about a piece of work while it is done; for logs.
struct WorkNotes {
  std::string subject{};         ///< the id of the account that it is done for; empty: none's
  bool is_failure_told = false;  ///< an event in the log tells already what went wrong

  void clear() {
    subject.clear();
    is_failure_told = false;
  }
};

/// What a thread's work is for: who waits for it until when, and the trace that it belongs to. What
/// is called deep below, such as a database or another server, need not be handed either.
struct WorkContext {
  using Time = std::chrono::steady_clock::time_point;

  TraceContext trace{};
  Time deadline = Time::max();  ///< when nobody waits for the result any more; max: somebody does
  WorkNotes* notes = nullptr;   ///< where to note what is found out; none: nobody wants to know

  bool has_deadline() const { return deadline != Time::max(); }
  /// What is left of a wait that may end at `until` at the latest.
  Time sooner(Time until) const { return until < deadline ? until : deadline; }
};

/// What the calling thread works on. By default nothing in particular.
const WorkContext& current_work();

/// Note, where somebody wants to know, for which account the calling thread works, and that the log
/// tells already why its work fails.
void note_subject(std::string_view account_id);
void note_failure_told();

/// For as long as it lives, the thread that made it works on this. Scopes nest.
class WorkScope {
 public:
  explicit WorkScope(const WorkContext& work);
  ~WorkScope();
  WorkScope(const WorkScope&) = delete;
  WorkScope& operator=(const WorkScope&) = delete;

 private:
  WorkContext outer_;
};

}  // namespace astronova
