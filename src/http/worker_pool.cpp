#include "http/worker_pool.h"

namespace astronova::http {

WorkerPool::WorkerPool(unsigned threads, std::size_t queue_max) : queue_max_(queue_max) {
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

bool WorkerPool::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= queue_max_) return false;
    queue_.push_back(std::move(job));
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
  auto& queue = is_begun ? begun_ : queue_;
  Job job = std::move(queue.front());
  queue.pop_front();
  return job;
}

void WorkerPool::work() {
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !is_idle(); });
      if (stopping_) return;
      job = take();
    }
    job();
  }
}

}  // namespace astronova::http
