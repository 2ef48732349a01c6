#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/instant.h"
#include "storage/identity.h"

namespace astronova::accounts {

/// What the database said of sessions a moment ago, so that not every request asks it again.
///
/// Threads: all may call at once.
class SessionCache {
 public:
  /// How long an answer is believed.
  static constexpr std::chrono::seconds trusted_for{5};
  static constexpr std::size_t sessions_max = 16'384;

  /// Whom a session belongs to, while it stands.
  struct Standing {
    bool stands = false;
    std::string account_id{};
    storage::Role role = storage::Role::guest;
  };

  /// Taken before the database is asked.
  struct Question {
    Instant at;
    std::uint64_t forgotten_before = 0;
  };

  std::optional<Standing> find(const std::string& session_id, Instant now) const;
  Question ask(Instant now) const;
  /// Keeps an answer, unless something was forgotten since the question: it may be older than that.
  void put(const std::string& session_id, const Standing& standing, const Question& question);
  void forget_session(const std::string& session_id);
  void forget_account(std::string_view account_id);

 private:
  struct Entry {
    Standing standing;
    Instant asked_at;
  };
  static bool is_trusted(const Entry& entry, Instant now);
  void make_room(Instant now);

  mutable std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
  std::uint64_t forgotten_ = 0;
};

}  // namespace astronova::accounts
