#include "telemetry/log/log_writer.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <optional>

#include <limits.h>
#include <poll.h>
#include <spdlog/async.h>
#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>
#include <sys/stat.h>
#include <unistd.h>

namespace astronova::telemetry {
namespace {

constexpr std::size_t batches_max = 1024;
constexpr std::chrono::milliseconds patience_at_end(1000);

// It outlives what their handlers use.
void leave_signals_to_others() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}
constexpr int poll_milliseconds = 100;

// Whether a write can wait for a reader.
bool has_reader(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && !S_ISREG(status.st_mode);
}

}  // namespace

/// Writes batches of lines, on the queue's thread.
class LogWriter::Output final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit Output(int descriptor) : descriptor_(descriptor), has_reader_(has_reader(descriptor)) {}

  bool has_room(std::size_t bytes, std::size_t bytes_max) const {
    const std::lock_guard lock(waiting_mutex_);
    return waiting_batches_ < batches_max && waiting_bytes_ + bytes <= bytes_max;
  }
  void expect(std::size_t bytes) {
    const std::lock_guard lock(waiting_mutex_);
    waiting_bytes_ += bytes;
    ++waiting_batches_;
  }
  void wait_until_written(std::chrono::milliseconds patience) {
    std::unique_lock lock(waiting_mutex_);
    written_.wait_for(lock, patience, [this] { return waiting_batches_ == 0; });
  }
  void begin_end() { end_begun_ = true; }
  std::uint64_t lost() const { return lost_.load(std::memory_order_relaxed); }

 private:
  void sink_it_(const spdlog::details::log_msg& batch) override {
    std::string_view rest(batch.payload.data(), batch.payload.size());
    while (!rest.empty() && write_some(rest)) {
    }
    lost_ += static_cast<std::uint64_t>(std::ranges::count(rest, '\n'));
    const std::lock_guard lock(waiting_mutex_);
    waiting_bytes_ -= batch.payload.size();
    --waiting_batches_;
    written_.notify_all();
  }
  void flush_() override {}

  // As much as a pipe takes without waiting once there is room; all at once where nobody reads.
  bool write_some(std::string_view& rest) {
    if (has_reader_ && !wait_for_reader()) return false;
    const std::size_t most =
        has_reader_ ? std::min<std::size_t>(rest.size(), PIPE_BUF) : rest.size();
    const auto written = ::write(descriptor_, rest.data(), most);
    if (written < 0) return errno == EINTR || errno == EAGAIN;
    rest.remove_prefix(static_cast<std::size_t>(written));
    return true;
  }

  bool wait_for_reader() {
    for (;;) {
      const bool is_last_time = is_patience_over();
      pollfd waited{descriptor_, POLLOUT, 0};
      if (::poll(&waited, 1, is_last_time ? 0 : poll_milliseconds) > 0)
        return (waited.revents & POLLERR) == 0;
      if (is_last_time) return false;
    }
  }

  // All that waits at the end has one patience together.
  bool is_patience_over() {
    if (!end_begun_) return false;
    const auto now = std::chrono::steady_clock::now();
    if (!gives_up_at_) gives_up_at_ = now + patience_at_end;
    return now >= *gives_up_at_;
  }

  const int descriptor_;
  const bool has_reader_;
  std::atomic<bool> end_begun_ = false;
  std::optional<std::chrono::steady_clock::time_point> gives_up_at_{};
  std::atomic<std::uint64_t> lost_ = 0;
  mutable std::mutex waiting_mutex_;
  std::condition_variable written_;
  std::size_t waiting_bytes_ = 0;
  std::size_t waiting_batches_ = 0;
};

struct LogWriter::Queue {
  explicit Queue(const std::shared_ptr<Output>& output) {
    threads =
        std::make_shared<spdlog::details::thread_pool>(batches_max, 1, leave_signals_to_others);
    logger = std::make_shared<spdlog::async_logger>("log", output, threads,
                                                    spdlog::async_overflow_policy::overrun_oldest);
  }

  // The thread ends, all written, before what it uses does.
  std::shared_ptr<spdlog::async_logger> logger{};
  std::shared_ptr<spdlog::details::thread_pool> threads{};
};

LogWriter::LogWriter(const Settings& settings)
    : waiting_bytes_max_(settings.waiting_bytes_max),
      output_(std::make_shared<Output>(settings.descriptor)),
      queue_(std::make_unique<Queue>(output_)) {}

LogWriter::~LogWriter() {
  hand_over();
  output_->begin_end();
}

LogWriter::Counts LogWriter::counts() const {
  Counts counts;
  for (const auto& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (std::size_t i = 0; i < severity_count; ++i)
      counts.lines.at(i) += shard.by_severity.at(i);
  }
  counts.dropped = dropped();
  return counts;
}

std::uint64_t LogWriter::dropped() const {
  return dropped_.load(std::memory_order_relaxed) + output_->lost();
}

void LogWriter::hand_over() noexcept {
  for (auto& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    hand_over(shard);
  }
}

void LogWriter::hand_over(Shard& shard) noexcept {
  if (shard.lines.empty()) return;
  if (output_->has_room(shard.lines.size(), waiting_bytes_max_)) {
    output_->expect(shard.lines.size());
    queue_->logger->log(spdlog::level::info, spdlog::string_view_t(shard.lines));
  } else {
    dropped_ += shard.count;
  }
  shard.lines.clear();
  shard.count = 0;
}

void LogWriter::flush(std::chrono::milliseconds patience) noexcept {
  hand_over();
  output_->wait_until_written(patience);
}

}  // namespace astronova::telemetry
