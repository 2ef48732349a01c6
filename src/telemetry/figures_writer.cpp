#include "telemetry/figures_writer.h"

#include <utility>

#include "base/log.h"
#include "telemetry/request_series.h"

namespace astronova::telemetry {

using clients::FiguresRefused;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

FiguresWriter::FiguresWriter(clients::TimeSeriesStore& store, Source source, const Clock& clock,
                             FiguresWriterSettings settings)
    : store_(store),
      source_(std::move(source)),
      clock_(clock),
      settings_(settings),
      // What is counted from now on came together later than this, by a millisecond at the least.
      began_(clock.now() - milliseconds(1)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

FiguresWriter::~FiguresWriter() {
  thread_.request_stop();
}

bool FiguresWriter::stop() {
  thread_.request_stop();
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, settings_.flush_within, [this] { return is_over_; });
}

void FiguresWriter::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto now = clock_.now();
    // After the above, so that at the next round the interval is over by that clock as well.
    const auto next = steady_clock::now() + settings_.interval;
    if (steady_clock::now() >= not_before_) round(now, settings_.deadline);
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, stop, next, [] { return false; });
  }
  round(clock_.now(), settings_.flush_within);
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  changed_.notify_all();
}

void FiguresWriter::round(Instant now, milliseconds within) {
  // Nor is anything taken that is not later than what was: the machine's clock may have been set.
  if (now <= began_ || (written_ && now < *written_ + store_.sampling_period())) return;
  const auto figures = source_();
  const auto refused = store_.write(series_of(before_, figures), began_, now, within);
  note(refused);
  if (refused) {
    not_before_ = steady_clock::now() + refused->retry_after.value_or(std::chrono::seconds(0));
    return;
  }
  written_ = now;
  before_ = figures;
}

void FiguresWriter::note(const std::optional<FiguresRefused>& refused) {
  if (refused.has_value() == std::exchange(is_in_trouble_, refused.has_value())) return;
  if (refused) {
    log({Severity::warning,
         "figures_not_exported",
         "figures are not exported: " + refused->reason,
         {}});
  } else {
    log({Severity::notice, "figures_exported_again", "figures are exported again", {}});
  }
}

}  // namespace astronova::telemetry
