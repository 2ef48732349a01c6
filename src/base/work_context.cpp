#include "base/work_context.h"

namespace astronova {
namespace {

thread_local WorkContext work_of_this_thread{};

}  // namespace

const WorkContext& current_work() {
  return work_of_this_thread;
}

void note_subject(std::string_view account_id) {
  if (auto* const notes = work_of_this_thread.notes) notes->subject = account_id;
}

void note_failure_told() {
  if (auto* const notes = work_of_this_thread.notes) notes->is_failure_told = true;
}

WorkScope::WorkScope(const WorkContext& work) : outer_(work_of_this_thread) {
  work_of_this_thread = work;
}

WorkScope::~WorkScope() {
  work_of_this_thread = outer_;
}

}  // namespace astronova
