#pragma once

#include "storage/ledger.h"
#include "storage/sql/store_context.h"

namespace astronova::storage::sql {

/// Devices and the audit log in tables. Isolation: each is one or two statements that do not depend
/// on what was read, so READ COMMITTED is enough.
class SqlLedger final : public Ledger {
 public:
  explicit SqlLedger(StoreContext context) : context_(context) {}

  Result<void> put_device(std::string_view account_id, const Device& device) override;
  Result<std::vector<Device>> devices(std::string_view account_id) override;
  Result<void> remove_device(std::string_view account_id, std::string_view device_id) override;
  Result<void> audit(const AuditEntry& entry) override;
  Result<std::vector<AuditEntry>> audit_log(std::int64_t before, std::size_t limit) override;
  Result<std::vector<AuditEntry>> audit_of(std::string_view subject) override;

 private:
  StoreContext context_;
};

}  // namespace astronova::storage::sql
