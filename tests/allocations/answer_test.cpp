#include <string>

#include <gtest/gtest.h>

#include "api/birth_data.h"
#include "api/chart_json.h"
#include "http/buffer_pool.h"
#include "tests/api/support.h"
#include "tests/support/allocation_count.h"
#include "tests/support/even_sky.h"

namespace astronova::api {
namespace {

using astronova::testing::allocation_count;
using astronova::testing::EvenSky;

/// The routes on a sky that allocates nothing; answers go back to the pool as a connection gives
/// them back.
class SteadyState : public ::testing::Test {
 protected:
  SteadyState() { add_routes(router_, services_); }

  /// How many allocations the answer to a request costs.
  std::size_t allocations_of(http::Request& request) {
    const std::size_t before = allocation_count();
    auto response = router_.handle(request);
    EXPECT_EQ(response.status, 200U) << response.content();
    http::give_back(std::move(response.body));
    return allocation_count() - before;
  }

  std::size_t allocations_of_chart(std::string_view body) {
    http::Request request{http::Method::post, "/api/v1/chart/generate", body};
    request.headers.emplace_back("Content-Type", "application/json");
    return allocations_of(request);
  }

  std::size_t allocations_of_positions(std::string_view target) {
    http::Request request{http::Method::get, target};
    return allocations_of(request);
  }

  EvenSky sky_;
  StoppedClock clock_;
  Services services_{sky_, clock_};
  http::Router router_;
};

std::string birth_of_year(int year) {
  return R"({"birthData":{"date":")" + std::to_string(year) +
         R"(-05-15","time":"10:30","timezone":"America/New_York","latitude":40.7128,)"
         R"("longitude":-74.006,"fold":0},"chartType":"natal","systems":["western"]})";
}

TEST_F(SteadyState, AChartIsAnsweredWithoutAnAllocation) {
  // What a thread keeps grows with the first answers: buffers, zones, the algorithm of the ids.
  for (int year = 1940; year < 1960; ++year)
    allocations_of_chart(birth_of_year(year));
  for (int year = 1960; year < 2030; ++year) {
    const auto body = birth_of_year(year);
    EXPECT_EQ(allocations_of_chart(body), 0U) << body;
  }
}

TEST_F(SteadyState, PositionsAreAnsweredWithoutAnAllocation) {
  const auto target = [](int day) {
    return "/api/v1/ephemeris/positions?at=1990-05-" + std::to_string(day) + "T10:30:00Z";
  };
  allocations_of_positions(target(10));
  for (int day = 11; day < 30; ++day)
    EXPECT_EQ(allocations_of_positions(target(day)), 0U);
}

TEST_F(SteadyState, ABirthIsReadAndItsChartWrittenWithoutARequestOrAnAllocation) {
  usecases::ChartRequest request;
  std::string text;
  const auto birth_of = [](int year) {
    return R"({"date":")" + std::to_string(year) +
           R"(-05-15","time":"10:30","utcOffset":"+01:00","latitude":40.7128,"longitude":-74.006})";
  };
  const auto write = [&](const std::string& line) {
    const auto birth = read_birth(line);
    ASSERT_TRUE(birth);
    request.birth = *birth;
    const auto cast = usecases::cast_natal_chart(sky_, request);
    ASSERT_TRUE(cast);
    text.clear();
    write_chart(text, *cast, request, sky_);
  };
  for (int year = 1940; year < 1960; ++year)
    write(birth_of(year));
  const std::string line = birth_of(1960);
  const std::size_t before = allocation_count();
  write(line);
  EXPECT_EQ(allocation_count() - before, 0U);
  EXPECT_EQ(boost::json::parse(text).at("moment").at("utcOffset").as_string(), "+01:00");
}

TEST_F(SteadyState, ABirthThatIsWrongNamesItsFields) {
  const auto birth = read_birth(R"({"date":"1990-02-30","latitude":50,"longitude":7})");
  ASSERT_FALSE(birth);
  EXPECT_EQ(birth.error().fields.front().pointer, "/date");
}

TEST_F(SteadyState, AllocationsAreCounted) {
  const std::size_t before = allocation_count();
  const std::string long_enough_for_the_heap(100, 'x');
  EXPECT_EQ(allocation_count() - before, 1U) << long_enough_for_the_heap;
}

}  // namespace
}  // namespace astronova::api
