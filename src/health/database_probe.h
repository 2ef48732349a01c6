#pragma once

#include "health/probe.h"
#include "storage/database.h"

namespace astronova::health {

/// Has the database answer a read. The database must outlive it.
class DatabaseProbe final : public Probe {
 public:
  explicit DatabaseProbe(storage::Database& database) : database_(database) {}
  Finding run(std::chrono::milliseconds within) override;

 private:
  storage::Database& database_;
};

}  // namespace astronova::health
