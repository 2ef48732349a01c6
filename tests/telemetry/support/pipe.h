#pragma once

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace astronova::testing {

/// A pipe whose reader is the test.
class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  }
  ~Pipe() {
    close_reader();
    close_writer();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int writer() const { return ends_[1]; }
  void close_reader() { close(ends_[0]); }
  void close_writer() { close(ends_[1]); }

  /// The next line; empty at the end.
  std::string read_line() {
    for (;;) {
      const auto end = received_.find('\n');
      if (end != std::string::npos) {
        std::string line = received_.substr(0, end);
        received_.erase(0, end + 1);
        return line;
      }
      if (!receive()) return {};
    }
  }
  /// All lines up to the end, which comes when the writer is closed.
  std::vector<std::string> read_lines() {
    std::vector<std::string> lines;
    for (auto line = read_line(); !line.empty(); line = read_line())
      lines.push_back(std::move(line));
    return lines;
  }

 private:
  static void close(int& descriptor) {
    if (descriptor >= 0) ::close(descriptor);
    descriptor = -1;
  }
  bool receive() {
    std::array<char, 65'536> bytes;
    const auto size = ::read(ends_[0], bytes.data(), bytes.size());
    if (size > 0) received_.append(bytes.data(), static_cast<std::size_t>(size));
    return size > 0;
  }

  std::array<int, 2> ends_{-1, -1};
  std::string received_;
};

}  // namespace astronova::testing
