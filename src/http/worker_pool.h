#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "http/queue_delay.h"

namespace astronova::http {

/// Threads for what would hold an event loop up, with a queue that neither grows without bound nor
/// stands for long.
class WorkerPool {
 public:
  using Job = std::function<void()>;

  /// Which threads get a processor first, where there are too few for all.
  enum class Rank : std::uint8_t {
    usual,
    behind,  ///< behind the event loops and whoever waits
  };

  WorkerPool(unsigned threads, std::size_t queue_max, WaitLimits wait = {},
             Rank rank = Rank::usual);
  ~WorkerPool() { finish(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// Has the job run, some time, on one of the threads; false when the queue is full or stands, so
  /// that the job would wait for too long. A vital job is refused for neither. A job must not
  /// throw. From any thread. Where there is an `otherwise`, that is run in the job's place when its
  /// turn comes only after the queue has begun to stand and it has waited for too long in it.
  bool submit(Job job, bool is_vital = false, Job otherwise = {});
  /// The same for what goes on with something that has begun, which is never refused: it is up to
  /// the caller that there are not too many. The two sorts take turns.
  void submit_begun(Job job);

  struct Figures {
    std::size_t queue_length = 0;  ///< jobs that have not begun; those submitted as begun are not
    std::size_t busy = 0;
    std::size_t threads = 0;
  };
  Figures figures() const;

  /// Waits for the jobs that run; those that wait are forgotten, and so is what is submitted later.
  /// As often as you like, by one thread.
  void finish();

 private:
  struct Waiting {
    Job job;
    Job otherwise;
    QueueDelay::Time since;
  };

  void work();
  void take_rank() const;
  bool has_room(QueueDelay::Time now);
  void wait_for_jobs(std::unique_lock<std::mutex>& lock);
  bool is_idle() const { return queue_.empty() && begun_.empty(); }
  Job take();

  const std::size_t queue_max_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  QueueDelay delay_;
  std::deque<Waiting> queue_;
  std::deque<Job> begun_;
  bool is_turn_of_begun_ = true;
  bool stopping_ = false;
  std::atomic<std::size_t> busy_ = 0;
  const std::size_t thread_count_;
  const Rank rank_;
  std::vector<std::thread> threads_;
};

}  // namespace astronova::http
