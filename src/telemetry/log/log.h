#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "base/log.h"
#include "base/work_context.h"
#include "telemetry/log/hangups.h"
#include "telemetry/log/lines.h"
#include "telemetry/log/log_writer.h"

namespace astronova::telemetry {

struct LogSettings {
  Severity level = Severity::info;  ///< what matters less is not told
  bool is_json = true;              ///< else for people
  std::string project{};            ///< of Google Cloud, for the names of traces
  /// Whether a SIGHUP changes between the level and DEBUG (INFO where that is the level), instead
  /// of ending the process.
  bool is_level_changed_by_hangup = false;
  LogWriter::Settings writer{};
};

/// The log of a process: events and requests as lines, on stdout unless the settings say otherwise.
///
/// A thread hands over what others have gathered, ten times a second; events from NOTICE on go to
/// the queue at once. When lines were dropped it says how many, as soon as there is room again.
///
/// Threads: all may call at once; nobody waits for whoever reads the log.
class Log final : public LogSink {
 public:
  /// The clock must outlive it. One in a process at a time watches for hangups.
  Log(const LogSettings& settings, const Clock& clock);
  ~Log() override;
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  bool tells(Severity severity) const { return severity >= level_.load(std::memory_order_relaxed); }
  Severity level() const { return level_.load(); }
  void set_level(Severity level);

  /// The trace is that of the calling thread's work.
  void write(const LogEvent& event) noexcept override;
  /// What tells() of the severity is the caller's to ask. The time is now.
  void write(ApiCall& call) noexcept;

  LogWriter::Counts counts() const { return writer_.counts(); }
  /// Waits until all is written, `patience` at most.
  void flush(std::chrono::milliseconds patience) noexcept { writer_.flush(patience); }

 private:
  void run(const std::stop_token& stop);
  void change_level();
  void tell_dropped();

  const Severity configured_level_;
  const Clock& clock_;
  const std::unique_ptr<LineFormat> format_;
  std::atomic<Severity> level_;
  LogWriter writer_;
  std::unique_ptr<Hangups> hangups_;
  std::uint64_t dropped_told_ = 0;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;
};

}  // namespace astronova::telemetry
