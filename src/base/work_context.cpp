#include "base/work_context.h"

namespace astronova {
namespace {

thread_local WorkContext work_of_this_thread{};

}  // namespace

const WorkContext& current_work() {
  return work_of_this_thread;
}

WorkScope::WorkScope(const WorkContext& work) : outer_(work_of_this_thread) {
  work_of_this_thread = work;
}

WorkScope::~WorkScope() {
  work_of_this_thread = outer_;
}

}  // namespace astronova
