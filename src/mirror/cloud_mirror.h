#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "clients/cloudkit.h"
#include "storage/database.h"
#include "storage/sealing.h"

namespace astronova::mirror {

/// What a round of the mirror came to.
struct Round {
  std::size_t written = 0;  ///< records that CloudKit has taken
  std::size_t removed = 0;  ///< records of accounts that are gone
  bool more = false;        ///< there may be more to do at once
  /// What stood against the rest, which is kept for a later round.
  std::optional<std::string> trouble{};
  /// When CloudKit wants to be asked again, where it said so.
  std::optional<std::chrono::seconds> retry_after{};
  /// Records that CloudKit will never take, and why: they are left out.
  std::vector<std::string> refused{};
};

/// Keeps sealed copies of people's records in a CloudKit container, of the five kinds that have a
/// record type there (storage/record_kinds.h). docs/clients.md says who can see what.
///
/// What is to be done stands in the database (storage/mirroring.h): how far each account has got.
/// So nobody's request waits for CloudKit, an outage or a restart loses nothing, and of several
/// servers each account is with one at a time. A copy is written whole, so that writing it twice
/// does no harm; the record of an account and an id is always the same one there, and a deleted one
/// stays as a tombstone without a document.
///
/// Of an account that is gone all copies are removed. CloudKit finds them by a query, which may not
/// yet know what was written last, so it is asked again until a query finds nothing and the first
/// removal is ten minutes ago.
///
/// Threads: one at a time.
class CloudMirror {
 public:
  static constexpr std::chrono::minutes claimed_for{5};
  static constexpr std::chrono::minutes until_a_query_knows{10};

  /// What is given must outlive it. `keys` must not be empty: nothing leaves in clear.
  CloudMirror(storage::Database& database, const storage::KeyRing& keys, clients::CloudKit& cloud,
              const Clock& clock);

  /// Writes up to 200 records, of as many accounts as there are, and removes those of accounts that
  /// are gone.
  /// errors  unavailable: our database does not answer
  Result<Round> work();

 private:
  struct Batch;
  Result<void> write(const std::vector<storage::MirrorLag>& behind, Round& round);
  Result<void> collect(const storage::MirrorLag& lag, Batch& batch);
  Result<void> settle(const Batch& batch, Round& round);
  Result<void> remove(const std::vector<storage::MirrorLag>& gone, Round& round);
  Result<void> remove(const storage::MirrorLag& lag, Round& round);
  clients::CloudResult<std::size_t> remove_type(std::string_view type, std::string_view owner);
  clients::CloudResult<std::size_t> remove_all(
      const std::vector<clients::CloudResult<clients::CloudRecord>>& records);
  clients::CloudOperation copy_of(std::string_view owner, const storage::Record& record) const;

  storage::Mirroring& mirroring_;
  storage::RecordStore& records_;
  const storage::KeyRing& keys_;
  clients::CloudKit& cloud_;
  const Clock& clock_;
};

}  // namespace astronova::mirror
