#include "bulk/input.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include "bulk/refusal.h"

namespace astronova::bulk {
namespace {

Error unreadable(const std::string& what) {
  return {ErrorCode::data_missing,
          fmt::format("{} cannot be read: {}", what, std::strerror(errno)),
          {}};
}

std::uint64_t count_lines(std::string_view text) {
  return static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
}

}  // namespace

Result<Input> Input::open(const std::string& path, std::size_t block_bytes) {
  Descriptor file(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat about {};
  if (file.number() < 0 || fstat(file.number(), &about) != 0) return unreadable(path);
  std::optional<std::uint64_t> size;
  if (S_ISREG(about.st_mode)) size = static_cast<std::uint64_t>(about.st_size);
  return Input(std::move(file), size, block_bytes);
}

Result<void> Input::read_more(std::string& text) {
  const std::size_t before = text.size();
  const std::size_t wanted = before < block_bytes_ ? block_bytes_ - before : block_bytes_;
  text.resize(before + wanted);
  ssize_t got = 0;
  do {
    got = read(file_.number(), text.data() + before, wanted);
  } while (got < 0 && errno == EINTR);
  text.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0) return unreadable("the input");
  ended_ = got == 0;
  return {};
}

void Input::pass_over(std::string_view bytes) {
  digest_.add(bytes);
  bytes_ += bytes.size();
  lines_ += count_lines(bytes);
}

Result<std::string_view> Input::peek_line() {
  while (!ended_ && ahead_.size() <= line_bytes_max && ahead_.find('\n') == std::string::npos) {
    if (auto done = read_more(ahead_); !done) return done.error();
  }
  const auto end = ahead_.find('\n');
  return std::string_view(ahead_).substr(0, end == std::string::npos ? end : end + 1);
}

Result<void> Input::skip(std::uint64_t bytes, std::uint64_t lines) {
  while (bytes > 0) {
    if (ahead_.empty()) {
      if (auto done = read_more(ahead_); !done) return done;
      if (ended_) return refusal("the input is shorter than what was read of it before");
    }
    const auto part = std::string_view(ahead_).substr(0, bytes);
    bytes -= part.size();
    pass_over(part);
    ahead_.erase(0, part.size());
  }
  // A last line without an end counts as well.
  lines_ = lines;
  return {};
}

// The rest of a line that is too long for a block.
Result<void> Input::pass_over_line() {
  for (;;) {
    const auto end = ahead_.find('\n');
    const auto part = std::string_view(ahead_).substr(0, end == std::string::npos ? end : end + 1);
    digest_.add(part);
    bytes_ += part.size();
    ahead_.erase(0, part.size());
    if (end != std::string::npos || ended_) return {};
    if (auto done = read_more(ahead_); !done) return done;
  }
}

Result<bool> Input::next(Block& block) {
  block.text.assign(ahead_);
  ahead_.clear();
  std::size_t searched = 0;
  while (!ended_ && block.text.size() <= line_bytes_max &&
         block.text.find('\n', searched) == std::string::npos) {
    searched = block.text.size();
    if (auto done = read_more(block.text); !done) return done.error();
  }
  if (block.text.empty()) return false;
  block.first_line = lines_ + 1;
  const auto last_end = block.text.rfind('\n');
  const bool too_long = last_end == std::string::npos && block.text.size() > line_bytes_max;
  const std::size_t kept = too_long                        ? line_bytes_max + 1
                           : last_end == std::string::npos ? block.text.size()
                                                           : last_end + 1;
  ahead_.assign(block.text, kept);
  block.text.resize(kept);
  pass_over(block.text);
  if (too_long) {
    if (auto done = pass_over_line(); !done) return done.error();
  }
  if (last_end == std::string::npos) ++lines_;
  block.end = position();
  return true;
}

}  // namespace astronova::bulk
