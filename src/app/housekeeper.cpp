#include "app/housekeeper.h"

#include <fmt/format.h>

#include "base/log.h"

namespace astronova::app {
namespace {

constexpr std::chrono::hours pause(1);
constexpr std::size_t accounts_at_once = 100;

void report(const Error& error) {
  log({Severity::warning, "housekeeping_failed",
       fmt::format("what has expired was not removed, an hour later again: {}", error.detail)});
}

}  // namespace

Housekeeper::Housekeeper(const accounts::AccountDeletion& deletion, storage::SessionStore& sessions,
                         const Clock& clock)
    : deletion_(deletion),
      sessions_(sessions),
      clock_(clock),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Housekeeper::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    clean_up();
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, stop, pause, [] { return false; });
  }
}

void Housekeeper::clean_up() {
  const auto expired = sessions_.remove_expired(clock_.now());
  if (!expired) return report(expired.error());
  for (;;) {
    const auto deleted = deletion_.delete_overdue(accounts_at_once);
    if (!deleted) return report(deleted.error());
    if (*deleted < accounts_at_once) return;
  }
}

}  // namespace astronova::app
