#include "telemetry/span_queue.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <utility>

#include "base/log.h"

namespace astronova::telemetry {

using clients::SpanDelivery;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

SpanQueue::SpanQueue(clients::SpanExporter& exporter, const Randomness& randomness,
                     SpanQueueSettings settings)
    : exporter_(exporter),
      randomness_(randomness),
      settings_(settings),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

SpanQueue::~SpanQueue() {
  thread_.request_stop();
}

void SpanQueue::add(clients::Span span) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= settings_.capacity || is_over_) {
      figures_.dropped.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    waiting_.push_back(std::move(span));
    if (waiting_.size() != settings_.batch) return;
  }
  changed_.notify_all();
}

bool SpanQueue::stop() {
  thread_.request_stop();
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, settings_.flush_within, [this] { return is_over_; });
}

void SpanQueue::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    wait_for_spans(stop);
    if (stop.stop_requested()) break;
    if (auto batch = take_batch(); !batch.empty()) deliver(std::move(batch), stop);
  }
  flush();
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  changed_.notify_all();
}

void SpanQueue::wait_for_spans(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, settings_.interval,
                    [this] { return waiting_.size() >= settings_.batch; });
}

SpanQueue::Batch SpanQueue::take_batch() {
  const std::lock_guard lock(mutex_);
  const auto count = static_cast<std::ptrdiff_t>(std::min(settings_.batch, waiting_.size()));
  const auto end = waiting_.begin() + count;
  Batch batch(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  return batch;
}

void SpanQueue::deliver(Batch batch, const std::stop_token& stop) {
  for (unsigned tries = 1; !stop.stop_requested(); ++tries) {
    const auto delivery = exporter_.send(batch, settings_.deadline);
    note(delivery);
    if (settle(batch, delivery)) return;
    if (tries == settings_.tries_max || !delivery.may_be_repeated) return drop(batch);
    wait_out(pause_after(tries, delivery), stop);
  }
  give_back(std::move(batch));
}

void SpanQueue::give_back(Batch batch) {
  const std::lock_guard lock(mutex_);
  waiting_.insert(waiting_.begin(), std::make_move_iterator(batch.begin()),
                  std::make_move_iterator(batch.end()));
}

void SpanQueue::drop(const Batch& batch) {
  figures_.dropped.fetch_add(batch.size(), std::memory_order_relaxed);
}

// What is left is sent once; whoever waits for the end has little time.
void SpanQueue::flush() {
  const auto end = steady_clock::now() + settings_.flush_within;
  for (auto batch = take_batch(); !batch.empty(); batch = take_batch()) {
    const auto left = std::chrono::duration_cast<milliseconds>(end - steady_clock::now());
    const bool is_taken = left > milliseconds(0) && settle(batch, exporter_.send(batch, left));
    if (!is_taken) drop(batch);
  }
}

bool SpanQueue::settle(const Batch& batch, const SpanDelivery& delivery) {
  if (delivery.trouble) return false;
  figures_.dropped.fetch_add(delivery.rejected, std::memory_order_relaxed);
  figures_.exported.fetch_add(batch.size() - delivery.rejected, std::memory_order_relaxed);
  return true;
}

void SpanQueue::wait_out(milliseconds pause, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, pause, [] { return false; });
}

// Between half and all of a bound that doubles, so that servers do not come together; and at least
// as long as was asked for.
milliseconds SpanQueue::pause_after(unsigned tries, const SpanDelivery& delivery) const {
  auto bound = settings_.pause_first;
  for (unsigned i = 1; i < tries && bound < settings_.pause_max; ++i)
    bound *= 2;
  bound = std::min(bound, settings_.pause_max);
  const auto drawn = std::bit_cast<std::uint32_t>(randomness_.bytes<4>());
  const milliseconds pause = bound / 2 + bound / 2 * (drawn % 1'024) / 1'024;
  return std::max(pause, milliseconds(delivery.retry_after.value_or(std::chrono::seconds(0))));
}

void SpanQueue::note(const SpanDelivery& delivery) {
  const bool is_in_trouble = delivery.trouble || delivery.rejected > 0;
  if (is_in_trouble == std::exchange(is_in_trouble_, is_in_trouble)) return;
  if (delivery.trouble) {
    log({Severity::warning,
         "spans_not_exported",
         "spans are not exported: " + *delivery.trouble,
         {}});
  } else if (is_in_trouble) {
    log({Severity::warning,
         "spans_not_exported",
         "spans are exported in part: the receiver refuses some of them",
         {}});
  } else {
    log({Severity::notice, "spans_exported_again", "spans are exported again", {}});
  }
}

}  // namespace astronova::telemetry
