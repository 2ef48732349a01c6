#pragma once

#include <chrono>

#include "base/trace_context.h"

namespace astronova {

/// What a thread's work is for: who waits for it until when, and the trace that it belongs to. What
/// is called deep below, such as a database or another server, need not be handed either.
struct WorkContext {
  using Time = std::chrono::steady_clock::time_point;

  TraceContext trace{};
  Time deadline = Time::max();  ///< when nobody waits for the result any more; max: somebody does

  bool has_deadline() const { return deadline != Time::max(); }
  /// What is left of a wait that may end at `until` at the latest.
  Time sooner(Time until) const { return until < deadline ? until : deadline; }
};

/// What the calling thread works on. By default nothing in particular.
const WorkContext& current_work();

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
