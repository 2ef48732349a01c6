#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "clients/spans.h"

namespace astronova::telemetry {

/// Keeps what is said through log(), for as long as it lives.
class SaidEvents final : public LogSink {
 public:
  SaidEvents() : before_(set_log_sink(this)) {}
  ~SaidEvents() override { set_log_sink(before_); }
  SaidEvents(const SaidEvents&) = delete;
  SaidEvents& operator=(const SaidEvents&) = delete;

  void write(const LogEvent& event) noexcept override {
    const std::lock_guard lock(mutex_);
    events_.emplace_back(event.event);
    messages_ += event.message + '\n';
  }
  std::vector<std::string> events() const {
    const std::lock_guard lock(mutex_);
    return events_;
  }
  std::string messages() const {
    const std::lock_guard lock(mutex_);
    return messages_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> events_;
  std::string messages_;
  LogSink* const before_;
};

/// A receiver of spans that answers as it is told, in order, and then takes all.
class Receiver final : public clients::SpanExporter {
 public:
  explicit Receiver(std::vector<clients::SpanDelivery> answers = {})
      : answers_(std::move(answers)) {}

  clients::SpanDelivery send(std::span<const clients::Span> spans,
                             std::chrono::milliseconds /*within*/) override {
    std::unique_lock lock(mutex_);
    ++asked_;
    batches_.push_back(spans.size());
    changed_.notify_all();
    changed_.wait(lock, [this] { return !is_held_; });
    if (asked_ <= answers_.size() && answers_[asked_ - 1].trouble) return answers_[asked_ - 1];
    spans_.insert(spans_.end(), spans.begin(), spans.end());
    changed_.notify_all();
    return asked_ <= answers_.size() ? answers_[asked_ - 1] : clients::SpanDelivery{};
  }

  /// Until release() nothing that is sent is answered.
  void hold() {
    const std::lock_guard lock(mutex_);
    is_held_ = true;
  }
  void release() {
    const std::lock_guard lock(mutex_);
    is_held_ = false;
    changed_.notify_all();
  }
  void wait_until_asked(std::size_t times) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return asked_ >= times; });
  }
  std::vector<clients::Span> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return spans_.size() >= count; });
    return spans_;
  }
  std::vector<std::size_t> batches() const {
    const std::lock_guard lock(mutex_);
    return batches_;
  }
  std::size_t taken() const {
    const std::lock_guard lock(mutex_);
    return spans_.size();
  }

 private:
  const std::vector<clients::SpanDelivery> answers_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t asked_ = 0;
  bool is_held_ = false;
  std::vector<std::size_t> batches_;
  std::vector<clients::Span> spans_;
};

/// The value of an attribute that is a text.
inline std::optional<std::string> text_of(const clients::Span& span, std::string_view name) {
  for (const auto& [key, value] : span.attributes)
    if (key == name) return std::get<std::string>(value);
  return std::nullopt;
}

inline std::optional<std::int64_t> number_of(const clients::Span& span, std::string_view name) {
  for (const auto& [key, value] : span.attributes)
    if (key == name) return std::get<std::int64_t>(value);
  return std::nullopt;
}

}  // namespace astronova::telemetry
