#pragma once

#include "base/result.h"
#include "release/engine.h"
#include "release/program_runner.h"
#include "release/records/schema.h"

namespace astronova::release {

/// Who knows what a build knows of the database. Threads: one at a time.
class SchemaSource {
 public:
  virtual ~SchemaSource() = default;

  /// errors  unavailable, with why it cannot be learned
  virtual Result<Schema> of(const Artifact& artifact) = 0;
};

/// The build itself: `PROGRAM migrate --compatibility`. An image does not run here, and is not
/// asked.
class ProgramSchemas final : public SchemaSource {
 public:
  explicit ProgramSchemas(ProgramRunner& runner) : runner_(runner) {}
  Result<Schema> of(const Artifact& artifact) override;

 private:
  ProgramRunner& runner_;
};

}  // namespace astronova::release
