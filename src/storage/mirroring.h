#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace astronova::storage {

/// What a copy of people's records, kept elsewhere, lacks or has too much of.
struct MirrorLag {
  std::string owner;
  std::int64_t mirrored = 0;  ///< the `change` of the owner's records that it has got to
  std::int64_t latest = 0;    ///< the one of the owner's latest change; of one who is gone: 0
  /// The account is gone: what the mirror has of it is to be removed.
  bool gone = false;
  std::optional<Instant> removing_since{};  ///< the first time that this was done
};

/// How far the mirror has got with each account. A line is begun with the first claim and stays
/// when the account goes, until forget(): the account's id is all that it says.
///
/// Every call is one transaction, on disk when it returns. Threads: all may call at once, those of
/// several servers too; a call blocks. errors  unavailable: the database does not answer
class Mirroring {
 public:
  virtual ~Mirroring() = default;

  /// Accounts with records that the mirror lacks, and those that are gone, at most `limit`. They
  /// are the caller's until `until`: nobody else is given them before then, or before one of the
  /// calls below gives them back.
  virtual Result<std::vector<MirrorLag>> claim(Instant now, Instant until, std::size_t limit) = 0;
  /// The mirror has all changes of the owner up to `change`.
  virtual Result<void> advance(std::string_view owner, std::int64_t change) = 0;
  /// Nothing was done; it is to be claimed again from `due` on.
  virtual Result<void> postpone(std::string_view owner, Instant due) = 0;
  /// What the mirror showed of an account that is gone was removed at `now`; to be looked at again
  /// from `due` on.
  virtual Result<void> look_again(std::string_view owner, Instant now, Instant due) = 0;
  /// The mirror has nothing more of an account that is gone.
  virtual Result<void> forget(std::string_view owner) = 0;
};

}  // namespace astronova::storage
