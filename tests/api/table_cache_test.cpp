// Tables of ephemeris/calculate from the cache are the same bytes as without it.
#include <gtest/gtest.h>

#include "http/compression.h"
#include "sky/replaceable_ephemeris.h"
#include "tests/api/support.h"
#include "tests/cache/support/cache_under_test.h"
#include "tests/support/even_sky.h"

namespace astronova::api {
namespace {

using astronova::testing::CacheUnderTest;
using Headers = std::vector<std::pair<std::string_view, std::string_view>>;

const Headers as_gzip{{"Accept-Encoding", "gzip"}};
const Headers as_csv{{"Accept-Encoding", "gzip"}, {"Accept", "text/csv"}};

std::string table_request(const std::string& members = R"(,"bodies":["sun","moon","venus"])",
                          const std::string& to = "2026-01-05T00:00:00Z") {
  return R"({"from":"2026-01-01T00:00:00Z","to":")" + to + R"(","stepMinutes":60)" + members + "}";
}

// Sends as a server does: with the server's gzip, where the handler's is not there.
http::Response calculate(const http::Router& router, const std::string& body,
                         const Headers& headers) {
  http::Request request{http::Method::post, "/api/v1/ephemeris/calculate", body};
  request.headers.emplace_back("Content-Type", "application/json");
  request.headers.insert(request.headers.end(), headers.begin(), headers.end());
  auto response = router.handle(request);
  http::Compressor().apply(request, response);
  return response;
}

/// The API with a cache, and without.
class KeptTables : public ::testing::Test {
 protected:
  http::Response with(const std::string& body, const Headers& headers) const {
    return calculate(kept_.router(), body, headers);
  }
  // The same response without a cache, cold and warm.
  void expect_the_same(const std::string& body, const Headers& headers) const {
    const auto expected = calculate(plain_.router(), body, headers);
    ASSERT_FALSE(expected.body.empty());
    for (int i = 0; i < 2; ++i) {
      const auto response = with(body, headers);
      EXPECT_EQ(response.status, expected.status);
      EXPECT_TRUE(response.body == expected.body) << body;
      EXPECT_EQ(response.coding, expected.coding);
      EXPECT_EQ(response.headers, expected.headers);
      EXPECT_EQ(response.content_type, expected.content_type);
    }
  }
  cache::SpaceFigures& counted() { return cache_.figures.of("ephemeris_tables"); }

  CacheUnderTest cache_{nullptr, std::size_t{16} << 20U};
  const ApiUnderTest kept_{nullptr, &cache_.cache};
  const ApiUnderTest plain_;
};

TEST_F(KeptTables, AreTheSameBytesAsComputedOnes) {
  expect_the_same(table_request(), as_gzip);
  EXPECT_EQ(counted().memory_hits, 1U);
  expect_the_same(table_request(), as_csv);
  EXPECT_EQ(counted().memory_hits, 2U);
  EXPECT_EQ(counted().entries, 2U);
}

TEST_F(KeptTables, AreComputedForClientsThatDoNotAcceptGzip) {
  expect_the_same(table_request(), {});
  EXPECT_EQ(counted().memory_misses, 0U);
  EXPECT_EQ(counted().entries, 0U);
}

TEST_F(KeptTables, AreOfTheirRequestAlone) {
  for (const auto* members :
       {"", R"(,"bodies":["sun","moon","mars"])", R"(,"bodies":["sun","moon","venus"])",
        R"(,"center":"heliocentric")", R"(,"zodiac":"sidereal")",
        R"(,"zodiac":"sidereal","ayanamsa":"raman")"}) {
    expect_the_same(table_request(members), as_gzip);
    expect_the_same(table_request(members, "2026-01-06T00:00:00Z"), as_gzip);
  }
  EXPECT_EQ(counted().entries, 12U);
}

TEST_F(KeptTables, AreNoneOfAPlaceAndNoneThatAreShort) {
  expect_the_same(
      table_request(R"(,"center":"topocentric","latitude":40.7128,"longitude":-74.006)"), as_gzip);
  expect_the_same(table_request("", "2026-01-01T05:00:00Z"), as_gzip);
  EXPECT_EQ(counted().entries, 0U);
  EXPECT_EQ(counted().memory_misses, 0U);
}

TEST_F(KeptTables, ErrorsAreTheSameAsWithoutACache) {
  expect_the_same(table_request("", "2099-01-01T00:00:00Z"), as_gzip);
  expect_the_same(R"({"from":"9999-01-01T00:00:00Z","to":"9999-02-01T00:00:00Z","stepMinutes":60})",
                  as_gzip);
  EXPECT_EQ(counted().entries, 0U);
}

TEST_F(KeptTables, OfOneEphemerisAreNotThoseOfAnother) {
  sky::ReplaceableEphemeris ephemeris(std::make_unique<astronova::testing::EvenSky>());
  const StoppedClock clock;
  const Services services{ephemeris, clock, nullptr, nullptr, &cache_.cache};
  http::Router router;
  add_ephemeris_routes(router, services);
  const auto even = calculate(router, table_request(), as_gzip);
  EXPECT_EQ(calculate(router, table_request(), as_gzip).body, even.body);
  ephemeris.replace(*sky::open_swiss_ephemeris(sky::default_ephemeris_directory));
  const auto expected = calculate(plain_.router(), table_request(), as_gzip);
  EXPECT_TRUE(calculate(router, table_request(), as_gzip).body == expected.body);
}

// An ephemeris that another takes the place of in the middle of a table.
class ReplacedMeanwhile final : public sky::Ephemeris {
 public:
  Result<void> states_at(JulianDayUt when, std::span<const sky::Body> bodies,
                         const sky::Frame& frame, std::span<sky::BodyState> states) const override {
    ++calls;
    return sky_.states_at(when, bodies, frame, states);
  }
  Result<void> states_of(sky::Body body, std::span<const JulianDayUt> instants,
                         const sky::Frame& frame, std::span<sky::BodyState> states) const override {
    return sky_.states_of(body, instants, frame, states);
  }
  Result<sky::Houses> houses(JulianDayUt when, const sky::GeographicPosition& place,
                             sky::HouseSystem system,
                             std::optional<sky::Ayanamsa> ayanamsa) const override {
    return sky_.houses(when, place, system, ayanamsa);
  }
  Result<Degrees> ayanamsa(JulianDayUt when, sky::Ayanamsa which) const override {
    return sky_.ayanamsa(when, which);
  }
  Seconds delta_t(JulianDayUt when) const override { return sky_.delta_t(when); }
  std::optional<sky::Coverage> coverage(sky::Body body) const override {
    return sky_.coverage(body);
  }
  std::string_view provenance() const override { return calls < 10 ? "the first" : "the second"; }

  mutable int calls = 0;

 private:
  astronova::testing::EvenSky sky_;
};

TEST_F(KeptTables, OfTwoEphemeridesAreNotKept) {
  const ReplacedMeanwhile ephemeris;
  const StoppedClock clock;
  const Services services{ephemeris, clock, nullptr, nullptr, &cache_.cache};
  http::Router router;
  add_ephemeris_routes(router, services);
  const auto first = calculate(router, table_request(), as_gzip);
  EXPECT_EQ(counted().entries, 1U);
  EXPECT_EQ(ephemeris.calls, 2 * 97);  // all rows again, by the second
  EXPECT_EQ(calculate(router, table_request(), as_gzip).body, first.body);
  EXPECT_EQ(ephemeris.calls, 2 * 97);
}

}  // namespace
}  // namespace astronova::api
