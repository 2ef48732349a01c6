#include "telemetry/log/log.h"

#include <fmt/format.h>

namespace astronova::telemetry {
namespace {

constexpr std::chrono::milliseconds interval(100);

std::unique_ptr<LineFormat> format_of(const LogSettings& settings) {
  if (settings.is_json) return std::make_unique<JsonLines>(settings.project);
  return std::make_unique<TextLines>();
}

}  // namespace

Log::Log(const LogSettings& settings, const Clock& clock)
    : configured_level_(settings.level),
      clock_(clock),
      format_(format_of(settings)),
      level_(settings.level),
      writer_(settings.writer),
      hangups_(settings.is_level_changed_by_hangup ? std::make_unique<Hangups>() : nullptr),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Log::~Log() {
  thread_.request_stop();
  thread_.join();
  tell_dropped();
}

void Log::set_level(Severity level) {
  level_ = level;
}

void Log::write(const LogEvent& event) noexcept {
  if (!tells(event.severity)) return;
  writer_.line(event.severity, event.severity >= Severity::notice, [&](std::string& out) {
    format_->put(out, event, clock_.now(), current_work().trace);
  });
}

void Log::write(ApiCall& call) noexcept {
  call.time = clock_.now();
  writer_.line(call.severity, false, [&](std::string& out) { format_->put(out, call); });
}

void Log::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (hangups_ && hangups_->take()) change_level();
    writer_.hand_over();
    tell_dropped();
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, stop, interval, [] { return false; });
  }
}

void Log::change_level() {
  const auto other = configured_level_ == Severity::debug ? Severity::info : Severity::debug;
  set_level(level() == configured_level_ ? other : configured_level_);
  write({Severity::notice, "log_level",
         fmt::format("the log tells what is {} or more from now on", name_of(level()))});
}

void Log::tell_dropped() {
  const auto dropped = writer_.dropped();
  if (dropped == dropped_told_) return;
  // It may be dropped itself: then the next one tells of both.
  write({Severity::warning, "log_dropped",
         fmt::format("{} lines of the log were dropped, for nobody took them in time",
                     dropped - dropped_told_)});
  if (writer_.dropped() == dropped) dropped_told_ = dropped;
}

}  // namespace astronova::telemetry
