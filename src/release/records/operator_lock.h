#pragma once

#include <optional>
#include <string>

#include "base/instant.h"
#include "base/result.h"

namespace astronova::release {

/// That somebody wants no releases now.
struct LockNote {
  std::string owner{};
  std::string reason{};
  Instant since{};
};

/// A note in a file that keeps everybody else from releasing, until it is taken away. It is a word
/// among people, and does not end with any process. Of several who want it at the same instant one
/// gets it.
/// threads  any
class OperatorLock {
 public:
  explicit OperatorLock(std::string path) : path_(std::move(path)) {}

  /// Nothing where it is not locked.
  Result<std::optional<LockNote>> held() const;

  /// errors  forbidden (another owner has it)
  Result<void> take(const LockNote& note);

  /// What there was; nothing where it was not locked.
  /// errors  forbidden (another owner has it, and not `by_force`)
  Result<std::optional<LockNote>> give_back(const std::string& owner, bool by_force);

 private:
  std::string path_;
};

/// "alice has locked it since 2026-11-28T20:15:00Z: the database is being moved"
std::string text_of(const LockNote& note);

}  // namespace astronova::release
