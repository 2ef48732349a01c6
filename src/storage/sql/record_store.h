#pragma once

#include "storage/records.h"
#include "storage/sql/store_context.h"

namespace astronova::storage::sql {

/// Records in tables, one a kind.
///
/// Isolation: who writes first updates the account's row (take_change), so writers of one account
/// come one after the other, and READ COMMITTED is enough for them. Lists and changes are one
/// statement each, which sees one state. for_each reads page after page, and needs a snapshot.
class SqlRecordStore final : public RecordStore {
 public:
  explicit SqlRecordStore(StoreContext context) : context_(context) {}

  Result<Record> get(std::string_view owner, RecordKind kind, std::string_view id) override;
  Result<RecordPage> list(std::string_view owner, const RecordQuery& query) override;
  Result<Created> create(std::string_view owner, const Record& record,
                         const std::optional<Idempotency>& idempotency) override;
  Result<Record> put(std::string_view owner, const Record& record,
                     std::optional<std::int64_t> expected_change) override;
  Result<Record> remove(std::string_view owner, RecordKind kind, std::string_view id,
                        Instant now) override;
  Result<ChangePage> changes(std::string_view owner, std::int64_t since,
                             std::size_t limit) override;
  Result<std::vector<AppliedChange>> apply(std::string_view owner,
                                           const std::vector<Record>& changes) override;
  Result<void> for_each(std::string_view owner,
                        const std::function<bool(const Record&)>& visit) override;

 private:
  StoreContext context_;
};

}  // namespace astronova::storage::sql
