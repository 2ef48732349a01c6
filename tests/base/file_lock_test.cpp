#include "base/file_lock.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <future>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

namespace astronova {
namespace {

class AFileLock : public testing::Test {
 protected:
  AFileLock()
      : path_(std::filesystem::temp_directory_path() /
              ("astronova-lock-" + std::to_string(getpid()))) {}
  ~AFileLock() override { std::filesystem::remove(path_); }

  std::filesystem::path path_;
};

TEST_F(AFileLock, IsTakenAgainWhenItsHolderIsGone) {
  { ASSERT_TRUE(FileLock::take(path_, {})); }
  EXPECT_TRUE(FileLock::take(path_, {}));
}

TEST_F(AFileLock, KeepsEveryOtherOutUntilItEnds) {
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  const auto enter = [&] {
    for (int i = 0; i < 20; ++i) {
      const auto lock = FileLock::take(path_, {});
      ASSERT_TRUE(lock);
      most = std::max(most.load(), ++inside);
      --inside;
    }
  };
  std::jthread other(enter);
  enter();
  other.join();
  EXPECT_EQ(most, 1);
}

TEST_F(AFileLock, IsNotWaitedForByWhoIsToldToStop) {
  const auto held = FileLock::take(path_, {});
  ASSERT_TRUE(held);
  std::stop_source stop;
  auto waiting = std::async(std::launch::async, [&] {
    return static_cast<bool>(FileLock::take(path_, stop.get_token()));
  });
  stop.request_stop();
  EXPECT_FALSE(waiting.get());
}

TEST_F(AFileLock, SaysWhyItCannotBe) {
  const auto lock = FileLock::take("/no/such/folder/lock", {});
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().detail,
            "/no/such/folder/lock cannot be locked: No such file or directory");
}

}  // namespace
}  // namespace astronova
