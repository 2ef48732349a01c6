#include "accounts/session_cache.h"

namespace astronova::accounts {

// A clock that was put back makes no answer last longer.
bool SessionCache::is_trusted(const Entry& entry, Instant now) {
  return now >= entry.asked_at && now - entry.asked_at < trusted_for;
}

std::optional<SessionCache::Standing> SessionCache::find(const std::string& session_id,
                                                         Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(session_id);
  if (found == entries_.end() || !is_trusted(found->second, now)) return std::nullopt;
  return found->second.standing;
}

SessionCache::Question SessionCache::ask(Instant now) const {
  const std::lock_guard lock(mutex_);
  return {now, forgotten_};
}

void SessionCache::put(const std::string& session_id, const Standing& standing,
                       const Question& question) {
  const std::lock_guard lock(mutex_);
  if (question.forgotten_before != forgotten_) return;
  if (entries_.size() >= sessions_max) make_room(question.at);
  entries_[session_id] = {standing, question.at};
}

void SessionCache::make_room(Instant now) {
  std::erase_if(entries_, [now](const auto& entry) { return !is_trusted(entry.second, now); });
  if (entries_.size() >= sessions_max) entries_.clear();
}

void SessionCache::forget_session(const std::string& session_id) {
  const std::lock_guard lock(mutex_);
  ++forgotten_;
  entries_.erase(session_id);
}

void SessionCache::forget_account(std::string_view account_id) {
  const std::lock_guard lock(mutex_);
  ++forgotten_;
  std::erase_if(entries_, [account_id](const auto& entry) {
    return entry.second.standing.account_id == account_id;
  });
}

}  // namespace astronova::accounts
