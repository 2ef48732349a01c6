#include <condition_variable>
#include <cstring>
#include <mutex>

#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netdb.h>

#include "tests/clients/support/http_server.h"

namespace {

// A name service that does not answer before it is told to, for one name.
class HeldLookups {
 public:
  void hold() {
    std::unique_lock lock{mutex_};
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return released_; });
    --waiting_;
    changed_.notify_all();
  }
  void await(int count) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return waiting_ == count; });
  }
  void release() {
    const std::lock_guard lock{mutex_};
    released_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool released_ = false;
};

HeldLookups& held_lookups() {
  static HeldLookups held;
  return held;
}

}  // namespace

// In the place of the C library's, for libcurl too.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  if (node && std::strcmp(node, "held.test") == 0) {
    held_lookups().hold();
    return EAI_NONAME;
  }
  using Lookup = decltype(&getaddrinfo);
  static const auto lookup = reinterpret_cast<Lookup>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return lookup(node, service, hints, result);
}

namespace astronova::clients::curl {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

TEST(CurlLookup, TheDeadlineHoldsWhileANameIsLookedUpAndOthersGoOn) {
  const auto server = astronova::testing::http_server();
  const auto client = astronova::testing::start_client();
  const auto late = client->send({.url = "http://held.test/", .deadline = 50ms});
  held_lookups().await(1);
  const auto other = client->send({.url = server.address() + "/echo", .deadline = 60s});
  held_lookups().release();

  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().detail, "held.test:80 did not answer in time.");
  EXPECT_TRUE(other) << "it was answered while the name was still being looked up";
  held_lookups().await(0);
}

}  // namespace
}  // namespace astronova::clients::curl
