#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "bulk/descriptor.h"
#include "bulk/digest.h"

namespace astronova::bulk {

/// Longer lines are not read to their end; their first line_bytes_max + 1 bytes stand for them.
inline constexpr std::size_t line_bytes_max = 1'000'000;

/// How far an input has been read.
struct InputPosition {
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::uint64_t digest = 0;  ///< of these bytes: says whether another input is the same so far
};

/// Whole lines of an input.
struct Block {
  std::string text{};  ///< its last line ends with LF, unless it is the input's last or too long
  std::uint64_t first_line = 1;  ///< the number of its first line, counted from 1
  InputPosition end{};           ///< where it ends
};

/// Reads a file or a pipe in blocks that end where lines do. It holds one block and one line.
/// errors   data_missing where the input cannot be opened or read
/// threads  one at a time
class Input {
 public:
  /// @param path         a file, or "-" for standard input
  /// @param block_bytes  of a block, about; longer where one line is
  static Result<Input> open(const std::string& path, std::size_t block_bytes);

  /// The first line of what is not yet read, with what ends it, or the beginning of a longer one;
  /// "" where nothing is left. It is not read by this.
  Result<std::string_view> peek_line();

  /// Passes over bytes. `lines` is how many lines were passed then since the input's beginning.
  /// errors  invalid_value where there are fewer bytes
  Result<void> skip(std::uint64_t bytes, std::uint64_t lines);

  /// The next block, whose memory is used again; false where nothing is left.
  Result<bool> next(Block& block);

  InputPosition position() const { return {bytes_, lines_, digest_.value()}; }
  /// Of a file; nothing where the input is a pipe.
  std::optional<std::uint64_t> size() const { return size_; }
  int descriptor() const { return file_.number(); }

 private:
  Input(Descriptor file, std::optional<std::uint64_t> size, std::size_t block_bytes)
      : file_(std::move(file)), size_(size), block_bytes_(block_bytes) {}

  Result<void> read_more(std::string& text);
  Result<void> pass_over_line();
  void pass_over(std::string_view bytes);

  Descriptor file_;
  std::optional<std::uint64_t> size_;
  std::size_t block_bytes_;
  std::string ahead_{};  // what was read and belongs to no block yet
  bool ended_ = false;
  std::uint64_t bytes_ = 0;
  std::uint64_t lines_ = 0;
  Digest digest_{};
};

}  // namespace astronova::bulk
