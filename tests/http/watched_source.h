#pragma once

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "http/body_source.h"
#include "http/message.h"

namespace astronova::http {

/// What a test sees of a source.
struct SourceWatch {
  std::atomic<int> calls = 0;
  std::promise<void> destroyed{};
  std::future<void> destruction = destroyed.get_future();

  /// Whether the source goes, within ten seconds.
  bool is_destroyed() {
    return destruction.wait_for(std::chrono::seconds(10)) == std::future_status::ready;
  }
};

/// A source that does what a function says.
class WatchedSource final : public BodySource {
 public:
  using Next = std::function<Result<BodyProgress>(std::string& chunk, const BodyDemand& demand)>;

  WatchedSource(SourceWatch& watch, Next next) : watch_(watch), next_(std::move(next)) {}
  ~WatchedSource() override { watch_.destroyed.set_value(); }
  WatchedSource(const WatchedSource&) = delete;
  WatchedSource& operator=(const WatchedSource&) = delete;

  Result<BodyProgress> next(std::string& chunk, const BodyDemand& demand) override {
    ++watch_.calls;
    return next_(chunk, demand);
  }

 private:
  SourceWatch& watch_;
  Next next_;
};

/// An answer of which a function says the next bytes.
inline Response streamed(SourceWatch& watch, WatchedSource::Next next) {
  Response response;
  response.content_type = "text/plain";
  response.source = std::make_unique<WatchedSource>(watch, std::move(next));
  return response;
}

/// Where threads stop until a test opens it, once.
class Barrier {
 public:
  void open() { opening_.set_value(); }
  void pass() {
    if (!is_reached_.exchange(true)) arrival_.set_value();
    opened_.wait();
  }
  /// Waits until somebody has come to pass.
  void wait_until_reached() const { reached_.wait(); }

 private:
  std::atomic<bool> is_reached_ = false;
  std::promise<void> arrival_;
  std::shared_future<void> reached_ = arrival_.get_future().share();
  std::promise<void> opening_;
  std::shared_future<void> opened_ = opening_.get_future().share();
};

}  // namespace astronova::http
