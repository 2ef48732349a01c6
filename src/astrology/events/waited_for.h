#pragma once

#include <chrono>

#include "base/result.h"
#include "base/work_context.h"

namespace astronova::astrology {

/// Whether somebody still waits for what the calling thread works on: long searches ask between
/// their parts.
/// errors  unavailable, where the deadline of base/work_context.h has passed
inline Result<void> waited_for() {
  const auto& work = current_work();
  if (!work.has_deadline() || std::chrono::steady_clock::now() < work.deadline) return {};
  return Error{
      ErrorCode::unavailable,
      "the events were not found within the time that a request has: take a shorter range, "
      "or fewer kinds or bodies",
      {}};
}

}  // namespace astronova::astrology
