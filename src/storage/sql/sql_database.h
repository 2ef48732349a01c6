#pragma once

#include <memory>

#include "storage/sql/identity_store.h"
#include "storage/sql/ledger.h"
#include "storage/sql/mirroring.h"
#include "storage/sql/open_database.h"
#include "storage/sql/record_store.h"
#include "storage/sql/session_store.h"

namespace astronova::storage::sql {

/// The engine that the options name.
/// errors  data_missing
Result<std::unique_ptr<Dialect>> dialect_of(const DatabaseOptions& options,
                                            std::chrono::milliseconds patience);

/// An executor whose statements may take as long as they need: for migrations, backups and their
/// like. Opens one connection to see whether it can.
/// errors  data_missing, unavailable
Result<std::unique_ptr<Executor>> open_patient_executor(const DatabaseOptions& options);

/// The port on SOCI.
class SqlDatabase final : public Database {
 public:
  SqlDatabase(DatabaseOptions options, std::unique_ptr<Dialect> dialect);

  IdentityStore& identities() override { return identities_; }
  SessionStore& sessions() override { return sessions_; }
  RecordStore& records() override { return records_; }
  Ledger& ledger() override { return ledger_; }
  Mirroring& mirroring() override { return mirroring_; }
  Result<void> check(std::chrono::milliseconds within) override;
  Result<std::vector<Migration>> migrations() override;
  Result<std::vector<Migration>> migrate() override;
  DatabaseFigures figures() const override { return executor_.figures(); }
  std::string engine() const override;
  bool sealed() const override { return !options_.keys.empty(); }

 private:
  DatabaseOptions options_;
  SystemClock system_clock_{};
  Executor executor_;
  StoreContext context_;
  SqlIdentityStore identities_;
  SqlSessionStore sessions_;
  SqlRecordStore records_;
  SqlLedger ledger_;
  SqlMirroring mirroring_;
};

}  // namespace astronova::storage::sql
