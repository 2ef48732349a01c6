#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "bulk/descriptor.h"

namespace astronova::bulk {

/// A file, or a pipe, that is written from its beginning or from where it was left.
/// errors   data_missing where it cannot be opened or written (disk full, reader gone)
/// threads  one at a time; sync() and size() beside another
class Output {
 public:
  static Output of_process(int descriptor, std::string name);
  /// Opens a file, made where it is not there, and leaves its content alone.
  /// errors  also invalid_value where another process writes it
  static Result<Output> open(const std::string& path);

  Result<void> append(std::string_view text);
  /// Forgets what is behind the first `size` bytes.
  /// errors  invalid_value where it is shorter
  Result<void> go_on_from(std::uint64_t size);
  /// Has everything that was appended reach the disk.
  Result<void> sync() const;

  /// Whether it can be gone on from: a file, no pipe and no terminal.
  bool is_file() const;
  bool is_same_file(int descriptor) const;

 private:
  Output(Descriptor file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}
  Error failure() const;

  Descriptor file_;
  std::string name_;
};

}  // namespace astronova::bulk
