#include "storage/sql/outage.h"

namespace astronova::storage::sql {
namespace {

constexpr std::chrono::milliseconds gap{250};
constexpr std::chrono::seconds silence{1};

}  // namespace

Outage::Answer Outage::ask(Time now) {
  const Time since = since_;
  if (since == none || now - since < gap) return Answer::go_on;
  if (now < next_try_.load() || is_tried_.exchange(true)) return Answer::away;
  next_try_ = now + gap;
  return Answer::try_it;
}

void Outage::lost(Time now) {
  Time expected = none;
  since_.compare_exchange_strong(expected, now);
}

bool Outage::is_silent(Time now) {
  if (now - answered_.load() < silence) return false;
  lost(now - gap);
  return true;
}

}  // namespace astronova::storage::sql
