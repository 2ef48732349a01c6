#include "bulk/pipeline.h"

#include <thread>
#include <utility>

namespace astronova::bulk {
namespace {

constexpr std::size_t blocks_per_thread = 4;

}  // namespace

Pipeline::Pipeline(unsigned threads, Read read, MakeWorker make_worker, Write write)
    : threads_(threads),
      read_(std::move(read)),
      make_worker_(std::move(make_worker)),
      write_(std::move(write)),
      slots_(threads * blocks_per_thread) {}

Result<void> Pipeline::run() {
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < threads_; ++i) {
      threads.emplace_back([this] {
        try {
          work();
        } catch (...) {
          stop(std::nullopt, std::current_exception());
        }
      });
    }
  }
  if (thrown_) std::rethrow_exception(thrown_);
  if (error_) return *error_;
  return {};
}

void Pipeline::work() {
  const auto worker = make_worker_();
  while (Slot* slot = take()) {
    worker(slot->job);
    finish(*slot);
  }
}

void Pipeline::stop(const std::optional<Error>& error, const std::exception_ptr& thrown) {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  if (!error_) error_ = error;
  if (!thrown_) thrown_ = thrown;
  room_.notify_all();
}

// Reading decides about the order, so whoever reads the next block holds the reader while it waits
// for room: nobody else could take one either.
Pipeline::Slot* Pipeline::take() {
  const std::lock_guard reading(reading_);
  {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return stopped_ || taken_ < written_ + slots_.size(); });
    if (stopped_) return nullptr;
  }
  Slot& slot = slot_of(taken_);
  const auto got = read_(slot.job.input);
  if (!got) stop(got.error());
  if (!got || !*got) return nullptr;
  ++taken_;
  return &slot;
}

// Whoever finishes the block that is next writes it and those behind it that are done; the others
// go on working meanwhile.
void Pipeline::finish(Slot& slot) {
  std::unique_lock lock(mutex_);
  slot.done = true;
  if (writing_) return;
  writing_ = true;
  while (!stopped_ && slot_of(written_).done) {
    Slot& next = slot_of(written_);
    lock.unlock();
    const auto written = write_(next.job);
    lock.lock();
    if (!written) {
      stopped_ = true;
      if (!error_) error_ = written.error();
    }
    next.done = false;
    ++written_;
    room_.notify_all();
  }
  writing_ = false;
}

}  // namespace astronova::bulk
