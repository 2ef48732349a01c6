#include "http/worker_pool.h"

#include <sys/resource.h>

namespace astronova::http {
namespace {

/// A tenth of what others get, while they want something.
constexpr int niceness_behind = 10;

}  // namespace

WorkerPool::WorkerPool(unsigned threads, std::size_t queue_max, WaitLimits wait, Rank rank)
    : queue_max_(queue_max),
      delay_(wait, std::chrono::steady_clock::now()),
      thread_count_(threads),
      rank_(rank) {
  threads_.reserve(threads);
  for (unsigned i = 0; i < threads; ++i)
    threads_.emplace_back([this] { work(); });
}

void WorkerPool::finish() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_)
    thread.join();
  threads_.clear();
}

WorkerPool::Figures WorkerPool::figures() const {
  const std::lock_guard lock(mutex_);
  return {queue_.size(), busy_.load(std::memory_order_relaxed), thread_count_};
}

bool WorkerPool::has_room(QueueDelay::Time now) {
  return queue_.size() < queue_max_ &&
         !delay_.is_too_long(queue_.empty() ? now : queue_.front().since, now);
}

bool WorkerPool::submit(Job job, bool is_vital, Job otherwise) {
  const auto now = std::chrono::steady_clock::now();
  {
    const std::lock_guard lock(mutex_);
    if (queue_.empty()) delay_.rest(now);
    if (is_vital) {
      queue_.push_front({std::move(job), {}, now});
    } else if (has_room(now)) {
      queue_.push_back({std::move(job), std::move(otherwise), now});
    } else {
      return false;
    }
  }
  wake_.notify_one();
  return true;
}

void WorkerPool::submit_begun(Job job) {
  {
    const std::lock_guard lock(mutex_);
    begun_.push_back(std::move(job));
  }
  wake_.notify_one();
}

WorkerPool::Job WorkerPool::take() {
  const bool is_begun = queue_.empty() || (is_turn_of_begun_ && !begun_.empty());
  is_turn_of_begun_ = !is_begun;
  if (is_begun) {
    Job job = std::move(begun_.front());
    begun_.pop_front();
    return job;
  }
  Waiting next = std::move(queue_.front());
  queue_.pop_front();
  const auto now = std::chrono::steady_clock::now();
  delay_.took(next.since, now);
  const bool is_given_up = next.otherwise && delay_.is_given_up(next.since, now);
  return std::move(is_given_up ? next.otherwise : next.job);
}

void WorkerPool::wait_for_jobs(std::unique_lock<std::mutex>& lock) {
  if (!is_idle()) return;
  const auto since = std::chrono::steady_clock::now();
  wake_.wait(lock, [this] { return stopping_ || !is_idle(); });
  delay_.idled(since, std::chrono::steady_clock::now(), static_cast<unsigned>(thread_count_));
}

void WorkerPool::take_rank() const {
  // Of this thread alone, as Linux has it. Where the system refuses, all have the same.
  if (rank_ == Rank::behind) (void)setpriority(PRIO_PROCESS, 0, niceness_behind);
}

void WorkerPool::work() {
  take_rank();
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      wait_for_jobs(lock);
      if (stopping_) return;
      job = take();
    }
    busy_.fetch_add(1, std::memory_order_relaxed);
    job();
    busy_.fetch_sub(1, std::memory_order_relaxed);
  }
}

}  // namespace astronova::http
