#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "health/claude_probe.h"
#include "health/database_probe.h"
#include "health/ephemeris_probe.h"
#include "health/redis_probe.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "storage/sql/open_database.h"
#include "tests/clients/support/http_server.h"
#include "tests/support/private_postgres.h"

namespace astronova::health {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

TEST(EphemerisProbe, FindsTheSwissEphemerisWell) {
  const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  ASSERT_TRUE(opened);
  EXPECT_EQ(EphemerisProbe(**opened).run(200ms), Finding{});
}

TEST(EphemerisProbe, NoticesThatTheDataFilesAreGoneThoughItHasReadThem) {
  std::string folder = std::filesystem::temp_directory_path() / "astronova-health-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  for (const auto* file : {"sepl_18.se1", "semo_18.se1", "seas_18.se1"})
    std::filesystem::copy(std::filesystem::path(sky::default_ephemeris_directory) / file, folder);
  const auto opened = sky::open_swiss_ephemeris(folder);
  ASSERT_TRUE(opened);
  EphemerisProbe probe(**opened);
  EXPECT_EQ(probe.run(200ms), Finding{});
  std::filesystem::remove_all(folder);
  EXPECT_EQ(probe.run(200ms).state, State::unhealthy);
}

#ifndef ASTRONOVA_SANITIZED
/// Of this process, in memory.
std::int64_t resident_bytes() {
  std::int64_t whole = 0;
  std::int64_t resident = 0;
  std::ifstream("/proc/self/statm") >> whole >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

TEST(EphemerisProbe, LeavesNothingBehind) {
  const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  EphemerisProbe probe(**opened);
  const auto used_after = [&probe](int times) {
    for (int i = 0; i < times; ++i)
      EXPECT_EQ(probe.run(200ms), Finding{});
    return resident_bytes();
  };
  const auto before = used_after(500);
  EXPECT_LT(used_after(3'000), before + 500'000) << "each a thread that has opened files";
}
#endif

/// Answers, but with nonsense.
class WrongEphemeris final : public sky::Ephemeris {
 public:
  Result<void> states_at(JulianDayUt /*when*/, std::span<const sky::Body> /*bodies*/,
                         const sky::Frame& /*frame*/,
                         std::span<sky::BodyState> states) const override {
    states.front().longitude = 238.35;
    states.front().latitude = 1.9427444;
    return {};
  }
  Result<void> states_of(sky::Body /*body*/, std::span<const JulianDayUt> /*instants*/,
                         const sky::Frame& /*frame*/,
                         std::span<sky::BodyState> /*states*/) const override {
    return {};
  }
  Result<sky::Houses> houses(JulianDayUt /*when*/, const sky::GeographicPosition& /*place*/,
                             sky::HouseSystem /*system*/,
                             std::optional<sky::Ayanamsa> /*ayanamsa*/) const override {
    return sky::Houses{};
  }
  Result<Degrees> ayanamsa(JulianDayUt /*when*/, sky::Ayanamsa /*which*/) const override {
    return Degrees{};
  }
  Seconds delta_t(JulianDayUt /*when*/) const override { return {}; }
  std::optional<sky::Coverage> coverage(sky::Body /*body*/) const override { return {}; }
  std::string_view provenance() const override { return "nowhere"; }
};

TEST(EphemerisProbe, NoticesAPositionThatIsWrongByHalfAMinuteOfArc) {
  const WrongEphemeris wrong;
  EXPECT_EQ(EphemerisProbe(wrong).run(200ms), unhealthy("a known position comes out wrong"));
}

TEST(DatabaseProbe, FindsSqliteWell) {
  std::string folder = std::filesystem::temp_directory_path() / "astronova-health-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  {
    const auto database = storage::open_database({.file = folder + "/astronova.db"});
    ASSERT_TRUE(database);
    EXPECT_EQ(DatabaseProbe(**database).run(200ms), Finding{});
  }
  std::filesystem::remove_all(folder);
}

TEST(DatabaseProbe, NoticesWhenPostgresqlIsGoneAndWhenItIsBack) {
  auto& server = astronova::testing::private_postgres();
  const auto database = storage::open_database({.url = server.create_database("health")});
  ASSERT_TRUE(database);
  DatabaseProbe probe(**database);
  EXPECT_EQ(probe.run(5s), Finding{});
  server.crash();
  const auto finding = probe.run(5s);
  EXPECT_EQ(finding.state, State::unhealthy);
  EXPECT_THAT(finding.reason, HasSubstr("does not answer"));
  server.start();
  EXPECT_EQ(probe.run(5s), Finding{});
}

/// A Redis that answers everything alike.
class FixedRedis final : public clients::Redis {
 public:
  explicit FixedRedis(Result<clients::RedisReply> reply) : reply_(std::move(reply)) {}
  void send(clients::RedisCommand command, std::chrono::milliseconds within, Done done) override {
    EXPECT_EQ(command, clients::RedisCommand{"PING"});
    EXPECT_EQ(within, 200ms);
    done(reply_);
  }
  bool is_well() const override { return true; }

 private:
  const Result<clients::RedisReply> reply_;
};

Finding finding_of_redis(Result<clients::RedisReply> reply) {
  FixedRedis redis(std::move(reply));
  return RedisProbe(redis).run(200ms);
}

TEST(RedisProbe, WantsAPong) {
  using clients::RedisReply;
  EXPECT_EQ(finding_of_redis(RedisReply{RedisReply::Kind::text, "PONG"}), Finding{});
  EXPECT_EQ(finding_of_redis(RedisReply{RedisReply::Kind::number}).state, State::unhealthy);
  EXPECT_EQ(
      finding_of_redis(RedisReply{RedisReply::Kind::failure, "NOAUTH Authentication required"}),
      unhealthy("it answers NOAUTH"));
  EXPECT_EQ(finding_of_redis(Error{ErrorCode::unavailable, "Redis does not answer"}),
            unhealthy("Redis does not answer"));
}

/// The stand-in for Claude's API, and a probe of it.
class Claude : public ::testing::Test {
 protected:
  Finding ask(const std::string& key = "the-key", std::chrono::milliseconds within = 30s) {
    return ClaudeProbe(*client_, {.base_address = server_.address() + "/", .api_key = key})
        .run(within);
  }
  void have_it(const std::string& behave) {
    ASSERT_TRUE(client_->send(
        {.method = clients::HttpMethod::post, .url = server_.address() + "/control/" + behave}));
  }

  const astronova::testing::NodeServer server_{"tests/support/claude_server.mjs", {"the-key"}};
  const std::unique_ptr<clients::curl::CurlClient> client_ = astronova::testing::start_client();
};

TEST_F(Claude, IsWellWhenItNamesAModel) {
  EXPECT_EQ(ask(), Finding{});
}

TEST_F(Claude, RefusesAWrongKey) {
  EXPECT_EQ(ask("another-key"), unhealthy("the key is refused"));
}

TEST_F(Claude, IsNotWellInAnyOfItsTroubles) {
  have_it("overloaded");
  EXPECT_EQ(ask(), unhealthy("it is overloaded"));
  have_it("limited");
  EXPECT_EQ(ask(), unhealthy("the key's rate limit is used up"));
  have_it("broken");
  EXPECT_EQ(ask(), unhealthy("it answers 500"));
  have_it("portal");
  EXPECT_EQ(ask(), unhealthy("it does not answer as Claude's API does"));
  have_it("well");
  EXPECT_EQ(ask(), Finding{});
}

TEST_F(Claude, IsNotWaitedForLongerThanAllowed) {
  have_it("silent");
  const auto finding = ask("the-key", 100ms);
  EXPECT_EQ(finding.state, State::unhealthy);
  EXPECT_EQ(finding.reason.find("the-key"), std::string::npos);
}

TEST_F(Claude, IsAskedOnceAMinute) {
  const ClaudeProbe probe(*client_, {});
  EXPECT_EQ(probe.schedule().interval, 60s);
}

}  // namespace
}  // namespace astronova::health
