#include <atomic>
#include <future>
#include <semaphore>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/apple/published_keys.h"
#include "tests/clients/support/stand_in.h"

namespace astronova::clients::apple {
namespace {

using namespace std::chrono_literals;
using astronova::testing::SetClock;
using astronova::testing::StandIn;
using astronova::testing::text_at;

class AppleKeysTest : public ::testing::Test {
 protected:
  // The id of the newest key, as its owner knows it.
  std::string rotate(int keep = 1) {
    return text_at(apple_.post("rotate", {{"keep", keep}}), "kid");
  }
  std::int64_t fetches() { return apple_.asked("GET /auth/keys"); }
  void expect_code(const std::string& kid, ErrorCode code) {
    const auto key = keys_.key(kid);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, code);
  }

  StandIn apple_{"apple_server.mjs"};
  SetClock clock_{astronova::testing::noon.now()};
  PublishedKeys keys_{apple_.client(), clock_, {apple_.address(), 60s}};
};

TEST_F(AppleKeysTest, AKeyIsWhatApplePublished) {
  const std::string kid = rotate();
  const auto key = keys_.key(kid);
  ASSERT_TRUE(key) << key.error().detail;
  const auto published = boost::json::parse(*key).as_object();
  EXPECT_EQ(published.at("kid").as_string(), kid);
  for (const auto& [name, value] :
       {std::pair{"kty", "RSA"}, {"alg", "RS256"}, {"use", "sig"}, {"e", "AQAB"}})
    EXPECT_EQ(published.at(name).as_string(), value);
  EXPECT_EQ(text_at(published, "n").size(), 342U) << "2048 bits in base64url";
}

TEST_F(AppleKeysTest, EveryKeyOfTheSetIsFoundByItsId) {
  const std::string older = rotate(5);
  const std::string newer = rotate(5);
  EXPECT_EQ(boost::json::parse(*keys_.key(older)).at("kid").as_string(), older);
  EXPECT_EQ(boost::json::parse(*keys_.key(newer)).at("kid").as_string(), newer);
  EXPECT_EQ(fetches(), 1);
}

TEST_F(AppleKeysTest, KeysAreKeptForAsLongAsAppleSays) {
  const std::string kid = rotate();
  apple_.post("settings", {{"maxAge", 600}});
  ASSERT_TRUE(keys_.key(kid));
  clock_.advance(599s);
  ASSERT_TRUE(keys_.key(kid));
  EXPECT_EQ(fetches(), 1);
  clock_.advance(1s);
  ASSERT_TRUE(keys_.key(kid));
  EXPECT_EQ(fetches(), 2);
}

TEST_F(AppleKeysTest, KeysAreKeptAMinuteAtLeastAndADayAtMost) {
  const std::string kid = rotate();
  for (const auto& [told, kept] :
       {std::pair{0, std::chrono::seconds{60}}, {1'000'000, std::chrono::seconds{86'400}}}) {
    apple_.post("settings", {{"maxAge", told}});
    clock_.advance(48h);
    ASSERT_TRUE(keys_.key(kid));
    const auto before = fetches();
    clock_.advance(kept - 1s);
    ASSERT_TRUE(keys_.key(kid));
    EXPECT_EQ(fetches(), before);
    clock_.advance(1s);
    ASSERT_TRUE(keys_.key(kid));
    EXPECT_EQ(fetches(), before + 1);
  }
}

TEST_F(AppleKeysTest, KeysAreKeptAnHourWhereAppleDoesNotSay) {
  const std::string kid = rotate();
  apple_.post("settings", {{"maxAge", nullptr}});
  ASSERT_TRUE(keys_.key(kid));
  clock_.advance(3'599s);
  ASSERT_TRUE(keys_.key(kid));
  EXPECT_EQ(fetches(), 1);
  clock_.advance(1s);
  ASSERT_TRUE(keys_.key(kid));
  EXPECT_EQ(fetches(), 2);
}

TEST_F(AppleKeysTest, ANewKeyIsFoundAtOnceThoughOthersAreKept) {
  ASSERT_TRUE(keys_.key(rotate()));
  clock_.advance(60s);
  ASSERT_TRUE(keys_.key(rotate()));
  EXPECT_EQ(fetches(), 2);
}

TEST_F(AppleKeysTest, AnUnknownIdHasThemFetchedOnceAMinuteAtMost) {
  const std::string kid = rotate();
  expect_code("unknown", ErrorCode::not_found);
  EXPECT_EQ(fetches(), 1) << "they had only just been fetched";
  for (int i = 0; i < 5; ++i)
    expect_code("unknown" + std::to_string(i), ErrorCode::not_found);
  EXPECT_EQ(fetches(), 1);
  clock_.advance(60s);
  for (int i = 0; i < 5; ++i)
    expect_code("unknown" + std::to_string(i), ErrorCode::not_found);
  EXPECT_EQ(fetches(), 2);
  EXPECT_TRUE(keys_.key(kid));
}

TEST_F(AppleKeysTest, AKeyThatAppleWithdrewIsNotFoundAnyMore) {
  const std::string old = rotate();
  ASSERT_TRUE(keys_.key(old));
  rotate(0);
  clock_.advance(24h);
  expect_code(old, ErrorCode::not_found);
}

TEST_F(AppleKeysTest, WithoutAppleThereAreNoKeysAndThenThereAre) {
  const std::string kid = rotate();
  for (const boost::json::object& fault :
       {boost::json::object{{"down", true}},
        {{"status", 500}},
        {{"status", 404}},
        {{"status", 200}, {"body", "no JSON"}},
        {{"status", 200}, {"body", boost::json::object{{"keys", 1}}}},
        {{"status", 200}, {"body", boost::json::object{{"keys", boost::json::array{}}}}},
        {{"status", 200}, {"body", boost::json::object{{"keys", {1, "2", {{"kid", 3}}}}}}}}) {
    apple_.post("fault", fault);
    expect_code(kid, ErrorCode::unavailable);
  }
  apple_.post("fault");
  EXPECT_TRUE(keys_.key(kid)) << "an outage is not remembered";
}

TEST_F(AppleKeysTest, AnOutageTakesNoKeyThatIsFresh) {
  const std::string kid = rotate();
  apple_.post("settings", {{"maxAge", 600}});
  ASSERT_TRUE(keys_.key(kid));
  apple_.post("fault", {{"status", 503}});
  clock_.advance(120s);
  expect_code("unknown", ErrorCode::unavailable);
  expect_code("unknown", ErrorCode::unavailable);
  EXPECT_EQ(fetches(), 2) << "within a minute it is not tried again for an unknown key";
  EXPECT_TRUE(keys_.key(kid));
  clock_.advance(480s);
  expect_code(kid, ErrorCode::unavailable);
}

// A way out that lets as many requests pass as it is told to.
class HeldClient final : public HttpClient {
 public:
  explicit HeldClient(HttpClient& behind) : behind_{behind} {}
  Result<HttpResponse> send(const HttpRequest& request) override {
    ++sent_;
    passes_.acquire();
    return behind_.send(request);
  }
  void let_pass(int count) { passes_.release(count); }
  void await(int count) const {
    while (sent_ < count)
      std::this_thread::yield();
  }
  int sent() const { return sent_; }

 private:
  HttpClient& behind_;
  std::counting_semaphore<> passes_{0};
  std::atomic<int> sent_{0};
};

TEST_F(AppleKeysTest, OfManyThreadsOneFetchesForAll) {
  const std::string kid = rotate();
  HeldClient held{apple_.client()};
  PublishedKeys keys{held, clock_, {apple_.address(), 60s}};
  std::vector<std::future<Result<std::string>>> found;
  for (int i = 0; i < 20; ++i)
    found.push_back(
        std::async(std::launch::async, [&, i] { return keys.key(i % 4 == 0 ? "unknown" : kid); }));
  held.await(1);
  held.let_pass(20);
  for (std::size_t i = 0; i < found.size(); ++i)
    EXPECT_EQ(found[i].get().has_value(), i % 4 != 0);
  EXPECT_EQ(held.sent(), 1);
  EXPECT_EQ(fetches(), 1);
}

TEST_F(AppleKeysTest, ThreadsThatNeedANewKeyWaitForTheOneThatFetchesIt) {
  HeldClient held{apple_.client()};
  PublishedKeys keys{held, clock_, {apple_.address(), 60s}};
  held.let_pass(1);
  ASSERT_TRUE(keys.key(rotate()));
  clock_.advance(60s);
  const std::string fresh = rotate();
  std::vector<std::future<Result<std::string>>> found;
  const auto ask = [&] {
    found.push_back(std::async(std::launch::async, [&] { return keys.key(fresh); }));
  };
  ask();
  held.await(2);
  for (int i = 0; i < 10; ++i)
    ask();
  // None of them has an answer before there is one; those that err are quick about it.
  for (int i = 0; i < 1'000; ++i)
    std::this_thread::yield();
  held.let_pass(10);
  for (auto& one : found)
    EXPECT_TRUE(one.get());
  EXPECT_EQ(held.sent(), 2);
}

}  // namespace
}  // namespace astronova::clients::apple
