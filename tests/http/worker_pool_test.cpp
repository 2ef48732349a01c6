#include "http/worker_pool.h"

#include <future>
#include <string>

#include <gtest/gtest.h>

namespace astronova::http {
namespace {

/// A pool of one thread, which is busy until the test has given it all that it is to do.
class WorkerPoolTest : public testing::Test {
 protected:
  WorkerPoolTest() {
    EXPECT_TRUE(pool_.submit([this] {
      begun_.set_value();
      begin_.get_future().wait();
    }));
    begun_.get_future().wait();
  }

  WorkerPool::Job noting(char letter) {
    return [this, letter] { done_ += letter; };
  }
  /// What was done, in its order.
  std::string work() {
    std::promise<void> all_done;
    pool_.submit_begun([&all_done] { all_done.set_value(); });
    begin_.set_value();
    all_done.get_future().wait();
    return done_;
  }

  std::promise<void> begun_;
  std::promise<void> begin_;
  std::string done_;
  WorkerPool pool_{1, 3};
};

TEST_F(WorkerPoolTest, RefusesWhatIsNewWhenItsQueueIsFullAndNeverWhatHasBegun) {
  for (const char letter : {'a', 'b', 'c'})
    EXPECT_TRUE(pool_.submit(noting(letter)));
  EXPECT_FALSE(pool_.submit(noting('d')));
  for (int i = 0; i < 10; ++i)
    pool_.submit_begun(noting('1'));
  EXPECT_FALSE(pool_.submit(noting('d')));
  EXPECT_EQ(work(), "1a1b1c1111111");
}

TEST_F(WorkerPoolTest, LetsNeitherSortOfJobsKeepTheOtherWaiting) {
  for (const char letter : {'1', '2', '3', '4'})
    pool_.submit_begun(noting(letter));
  EXPECT_TRUE(pool_.submit(noting('a')));
  EXPECT_TRUE(pool_.submit(noting('b')));
  EXPECT_EQ(work(), "1a2b34");
}

TEST(WorkerPoolThatStands, GivesUpWhatHasWaitedForTooLongWhereItCan) {
  using std::chrono::milliseconds;
  std::promise<void> begun;
  std::promise<void> begin;
  std::promise<void> all_done;
  std::string done;
  WorkerPool pool(1, 100'000'000, {milliseconds{20}, milliseconds{0}});
  EXPECT_TRUE(pool.submit([&] {
    begun.set_value();
    begin.get_future().wait();
  }));
  begun.get_future().wait();
  EXPECT_TRUE(pool.submit([&] { done += 'a'; }, false, [&] { done += '-'; }));
  EXPECT_TRUE(pool.submit([&] {
    done += 'b';
    all_done.set_value();
  }));
  // Until the queue is known to stand.
  while (pool.submit([] {})) {
  }
  begin.set_value();
  all_done.get_future().wait();
  EXPECT_EQ(done, "-b");
}

}  // namespace
}  // namespace astronova::http
