#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "base/log.h"
#include "base/thread_slot.h"

namespace astronova::telemetry {

/// Lines of a log on their way to a file descriptor, which a thread of spdlog's writes.
///
/// Threads gather lines, and hand them over many at a time: a line costs the thread that writes it
/// some ten nanoseconds beside its text. Nobody ever waits for the descriptor: when it takes less
/// than is written, what is beyond the queue's bounds is dropped, the newest first, and counted.
///
/// Threads: all may call at once.
class LogWriter {
 public:
  struct Settings {
    int descriptor = 1;                        ///< stays open, and is nobody else's to close
    std::size_t waiting_bytes_max = 8 << 20U;  ///< of lines that wait to be written
  };

  explicit LogWriter(const Settings& settings);
  /// Writes what waits, for as long as a second after the descriptor takes no more.
  ~LogWriter();
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  static constexpr std::size_t severity_count = 6;
  struct Counts {
    std::array<std::uint64_t, severity_count> lines{};  ///< by severity, the dropped among them
    std::uint64_t dropped = 0;
  };
  Counts counts() const;
  std::uint64_t dropped() const;

  /// A line: `put` puts it at the end of the string that it is given, without what ends the line,
  /// and only appends. At once: it, and what was gathered before it, goes to the queue now, else
  /// with the next hand_over() at the latest.
  template <class Put>
  void line(Severity severity, bool is_at_once, const Put& put) noexcept {
    Shard& shard = shards_[thread_slot() % shards_.size()];
    const std::lock_guard lock(shard.mutex);
    const std::size_t before = shard.lines.size();
    try {
      put(shard.lines);
      shard.lines.push_back('\n');
    } catch (...) {  // no memory for it
      shard.lines.resize(before);
      return;
    }
    ++shard.count;
    ++shard.by_severity[static_cast<std::size_t>(severity)];
    if (is_at_once || shard.lines.size() >= batch_bytes) hand_over(shard);
  }

  /// Hands over what threads have gathered.
  void hand_over() noexcept;
  /// Hands over, and waits until all is written, `patience` at most.
  void flush(std::chrono::milliseconds patience) noexcept;

 private:
  static constexpr std::size_t batch_bytes = 32'768;
  static constexpr std::size_t shard_count = 16;
  static constexpr std::size_t cache_line = 64;

  struct alignas(cache_line) Shard {
    mutable std::mutex mutex;
    std::string lines;
    std::uint64_t count = 0;  // of the lines in `lines`
    std::array<std::uint64_t, severity_count> by_severity{};
  };
  class Output;
  struct Queue;

  void hand_over(Shard& shard) noexcept;

  const std::size_t waiting_bytes_max_;
  std::array<Shard, shard_count> shards_;
  std::atomic<std::uint64_t> dropped_ = 0;  // for want of room
  std::shared_ptr<Output> output_;
  std::unique_ptr<Queue> queue_;
};

}  // namespace astronova::telemetry
