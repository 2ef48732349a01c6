#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "storage/figures.h"
#include "storage/identity.h"
#include "storage/ledger.h"
#include "storage/mirroring.h"
#include "storage/records.h"
#include "storage/sessions.h"

namespace astronova::storage {

/// One step of the schema, forward only.
struct Migration {
  int number = 0;
  std::string name;
  /// The number of the oldest schema whose programs can go on while and after it is applied.
  int oldest_compatible_schema = 1;
  bool applied = false;
  /// Whether this program has the step; one that it has not was taken by a newer version.
  bool known = true;
};

/// All that is kept, on one of the engines. Opened by storage/sql/open_database.h.
class Database {
 public:
  virtual ~Database() = default;

  virtual IdentityStore& identities() = 0;
  virtual SessionStore& sessions() = 0;
  virtual RecordStore& records() = 0;
  virtual Ledger& ledger() = 0;
  virtual Mirroring& mirroring() = 0;

  /// Whether it answers within the time: a read that goes to the database.
  virtual Result<void> check(std::chrono::milliseconds within) = 0;
  virtual Result<std::vector<Migration>> migrations() = 0;
  /// Brings the schema to what this program knows, under a lock that all processes share.
  /// errors  conflict (the schema is newer than what this program can work with)
  virtual Result<std::vector<Migration>> migrate() = 0;
  virtual DatabaseFigures figures() const = 0;
  /// "sqlite" or "postgresql"
  virtual std::string engine() const = 0;
  /// Whether what is personal is sealed: false where no key is configured.
  virtual bool sealed() const = 0;
};

}  // namespace astronova::storage
