#pragma once

#include "storage/mirroring.h"
#include "storage/sql/store_context.h"

namespace astronova::storage::sql {

/// The mirror's progress in a table.
///
/// Isolation: READ COMMITTED is enough, since a line is claimed by one statement whose condition
/// holds the expectation. Accounts behind are found by reading all accounts, which takes some tens
/// of milliseconds for 100,000: a column that every write of a record would have to touch costs
/// more.
class SqlMirroring final : public Mirroring {
 public:
  explicit SqlMirroring(StoreContext context) : context_(context) {}

  Result<std::vector<MirrorLag>> claim(Instant now, Instant until, std::size_t limit) override;
  Result<void> advance(std::string_view owner, std::int64_t change) override;
  Result<void> postpone(std::string_view owner, Instant due) override;
  Result<void> look_again(std::string_view owner, Instant now, Instant due) override;
  Result<void> forget(std::string_view owner) override;

 private:
  StoreContext context_;
};

}  // namespace astronova::storage::sql
