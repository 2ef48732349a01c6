#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "bulk/input.h"

namespace astronova::bulk {

/// How many lines became what. Their sum is the lines that were read, a CSV file's header aside.
struct Counts {
  std::uint64_t charts = 0;  ///< or matches: what the run makes of lines
  std::uint64_t bad = 0;
  std::uint64_t empty = 0;

  Counts& operator+=(const Counts& other);
};

/// How far a run has come: what it has written is the answer to what it has read.
struct Checkpoint {
  InputPosition input{};
  Counts counts{};
  std::uint64_t output_bytes = 0;
  std::uint64_t error_bytes = 0;
};

/// The file beside an output that lets an interrupted run go on. It is replaced as a whole, so that
/// whenever the machine stops there is the old one or the new one.
/// threads  one at a time
class Journal {
 public:
  /// @param order  a digest of all that decides what is written for an input
  Journal(std::string path, std::string order) : path_(std::move(path)), order_(std::move(order)) {}

  /// What the file says; nothing where there is none.
  /// errors  invalid_value: damaged, or of another order
  Result<std::optional<Checkpoint>> read() const;

  /// Call it when the outputs' content has reached the disk.
  /// errors  data_missing where the file cannot be written
  Result<void> write(const Checkpoint& checkpoint) const;

  void remove() const;

 private:
  std::string path_;
  std::string order_;
};

}  // namespace astronova::bulk
