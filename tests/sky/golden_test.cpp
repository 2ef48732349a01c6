// Every number of the adapter against the swetest program, run live.

#include <cmath>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/angle.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "tests/support/samples.h"
#include "tests/support/swetest.h"

namespace astronova::sky {
namespace {

using testing::swetest;

constexpr double year_1500 = 2268932.5;
constexpr double year_2300 = 2561118.5;
constexpr double degrees_tolerance = 1e-6;
constexpr double distance_tolerance = 1e-8;

constexpr std::array<Body, 19> all_bodies{
    Body::sun,       Body::moon,      Body::mercury,     Body::venus,      Body::mars,
    Body::jupiter,   Body::saturn,    Body::uranus,      Body::neptune,    Body::pluto,
    Body::chiron,    Body::ceres,     Body::pallas,      Body::juno,       Body::vesta,
    Body::mean_node, Body::true_node, Body::mean_lilith, Body::true_lilith};
constexpr std::string_view letters = "0123456789DFGHImtAB";
static_assert(letters.size() == all_bodies.size());

const Ephemeris& ephemeris() {
  static const auto opened = open_swiss_ephemeris(default_ephemeris_directory);
  return **opened;
}

// Rounded to what a command line carries without loss.
double random_instant(std::mt19937_64& random) {
  std::uniform_real_distribution<double> span(year_1500, year_2300);
  return std::round(span(random) * 1e6) / 1e6;
}

double difference(double one, double other) {
  return std::abs(signed_separation_degrees(one, other));
}

// Columns of -flbRadss: longitude, latitude, distance, right ascension, declination, and the speeds
// of the first three.
void expect_row(const BodyState& state, const std::vector<double>& row, const std::string& what) {
  ASSERT_GE(row.size(), 8U) << what;
  EXPECT_LT(difference(state.longitude, row[0]), degrees_tolerance) << what;
  EXPECT_NEAR(state.latitude, row[1], degrees_tolerance) << what;
  EXPECT_NEAR(state.distance, row[2], distance_tolerance) << what;
  EXPECT_LT(difference(state.right_ascension, row[3]), degrees_tolerance) << what;
  EXPECT_NEAR(state.declination, row[4], degrees_tolerance) << what;
  EXPECT_NEAR(state.longitude_speed, row[5], degrees_tolerance) << what;
  EXPECT_NEAR(state.latitude_speed, row[6], degrees_tolerance) << what;
  EXPECT_NEAR(state.distance_speed, row[7], distance_tolerance) << what;
}

void expect_bodies(double when, std::span<const Body> bodies, std::string_view sequence,
                   const Frame& frame, const std::string& options) {
  std::vector<BodyState> states(bodies.size());
  ASSERT_TRUE(ephemeris().states_at({when}, bodies, frame, states));
  const auto rows =
      swetest(fmt::format("-bj{:.6f} -ut -p{} -flbRadss {}", when, sequence, options));
  ASSERT_EQ(rows.size(), bodies.size()) << when << ' ' << options;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    expect_row(states[i], rows[i],
               fmt::format("{} at {:.6f} {}", name_of(bodies[i]), when, options));
  }
}

TEST(Golden, AThousandInstantsOfEveryBodyAgreeWithSwetest) {
  std::mt19937_64 random{20260101};
  for (int i = 0; i < 1000; ++i) {
    expect_bodies(random_instant(random), all_bodies, letters, {}, "");
    if (HasFatalFailure()) return;
  }
}

TEST(Golden, TopocentricPlacesAgreeWithSwetest) {
  std::mt19937_64 random{20260102};
  std::uniform_real_distribution<double> latitudes(-89, 89), longitudes(-180, 180);
  for (int i = 0; i < 200; ++i) {
    const double latitude = std::round(latitudes(random) * 1e4) / 1e4;
    const double longitude = std::round(longitudes(random) * 1e4) / 1e4;
    const Frame frame{Center::topocentric, std::nullopt, {latitude, longitude, 250}};
    expect_bodies(random_instant(random), all_bodies, letters, frame,
                  fmt::format("-topo{:.4f},{:.4f},250", longitude, latitude));
  }
}

TEST(Golden, HeliocentricPlacesAgreeWithSwetest) {
  constexpr std::array<Body, 15> bodies{Body::moon,    Body::mercury, Body::venus,  Body::mars,
                                        Body::jupiter, Body::saturn,  Body::uranus, Body::neptune,
                                        Body::pluto,   Body::chiron,  Body::ceres,  Body::pallas,
                                        Body::juno,    Body::vesta,   Body::earth};
  std::mt19937_64 random{20260103};
  for (int i = 0; i < 200; ++i) {
    expect_bodies(random_instant(random), bodies, "123456789DFGHIC",
                  {Center::heliocentric, std::nullopt, {}}, "-hel");
  }
}

class SiderealGolden : public ::testing::TestWithParam<std::pair<Ayanamsa, int>> {};

TEST_P(SiderealGolden, LongitudesAyanamsaAndCuspsAgreeWithSwetest) {
  const auto [ayanamsa, mode] = GetParam();
  constexpr std::array<Body, 3> bodies{Body::sun, Body::moon, Body::saturn};
  std::mt19937_64 random{20260104};
  for (int i = 0; i < 60; ++i) {
    const double when = random_instant(random);
    std::array<BodyState, bodies.size()> states;
    ASSERT_TRUE(ephemeris().states_at({when}, bodies, {Center::geocentric, ayanamsa, {}}, states));
    const auto rows =
        swetest(fmt::format("-bj{:.6f} -ut -p016 -flbss -sid{} -house77.2,28.6,P", when, mode));
    ASSERT_GE(rows.size(), 15U);
    for (std::size_t body = 0; body < bodies.size(); ++body) {
      EXPECT_LT(difference(states[body].longitude, rows[body][0]), degrees_tolerance);
      EXPECT_NEAR(states[body].latitude, rows[body][1], degrees_tolerance);
      EXPECT_NEAR(states[body].longitude_speed, rows[body][2], degrees_tolerance);
    }
    const auto houses =
        ephemeris().houses({when}, {28.6, 77.2, 0}, HouseSystem::placidus, ayanamsa);
    ASSERT_TRUE(houses);
    for (std::size_t cusp = 0; cusp < 12; ++cusp) {
      EXPECT_LT(difference(houses->cusps[cusp], rows[3 + cusp].front()), degrees_tolerance);
    }
    const auto printed = swetest(fmt::format("-bj{:.6f} -ut -pb -fl -ay{}", when, mode));
    const auto degrees = ephemeris().ayanamsa({when}, ayanamsa);
    ASSERT_TRUE(degrees);
    EXPECT_LT(difference(degrees->value, printed.at(0).at(0)), degrees_tolerance);
  }
}

INSTANTIATE_TEST_SUITE_P(
    EightAyanamsas, SiderealGolden,
    ::testing::Values(std::pair{Ayanamsa::fagan_bradley, 0}, std::pair{Ayanamsa::lahiri, 1},
                      std::pair{Ayanamsa::raman, 3}, std::pair{Ayanamsa::krishnamurti, 5},
                      std::pair{Ayanamsa::yukteshwar, 7}, std::pair{Ayanamsa::j2000, 18},
                      std::pair{Ayanamsa::true_chitra, 27}, std::pair{Ayanamsa::true_pushya, 29}),
    [](const auto& test) { return std::string{name_of(test.param.first)}; });

class HouseGolden : public ::testing::TestWithParam<std::pair<HouseSystem, char>> {};

TEST_P(HouseGolden, CuspsAndAnglesAgreeWithSwetest) {
  const auto [system, letter] = GetParam();
  std::mt19937_64 random{20260105};
  std::uniform_real_distribution<double> latitudes(-66, 66), longitudes(-180, 180);
  const bool main_system = std::string_view{"PKORCADWBT"}.find(letter) != std::string_view::npos;
  for (int i = 0; i < astronova::samples(main_system ? 500 : 100); ++i) {
    const double when = random_instant(random);
    const GeographicPosition place{std::round(latitudes(random) * 1e4) / 1e4,
                                   std::round(longitudes(random) * 1e4) / 1e4, 0};
    const auto rows = swetest(fmt::format("-bj{:.6f} -ut -p0 -fl -house{:.4f},{:.4f},{}", when,
                                          place.longitude, place.latitude, letter));
    const auto houses = ephemeris().houses({when}, place, system, std::nullopt);
    ASSERT_TRUE(houses);
    ASSERT_EQ(houses->system, system);
    ASSERT_GE(rows.size(), 1 + houses->count + 5);
    for (std::size_t cusp = 0; cusp < houses->count; ++cusp) {
      EXPECT_LT(difference(houses->cusps[cusp], rows[1 + cusp].back()), degrees_tolerance)
          << "cusp " << cusp + 1 << " at " << when;
    }
    const auto angle = [&](std::size_t line) { return rows[1 + houses->count + line].back(); };
    EXPECT_LT(difference(houses->angles.ascendant, angle(0)), degrees_tolerance);
    EXPECT_LT(difference(houses->angles.midheaven, angle(1)), degrees_tolerance);
    EXPECT_LT(difference(houses->angles.armc, angle(2)), degrees_tolerance);
    EXPECT_LT(difference(houses->angles.vertex, angle(3)), degrees_tolerance);
    EXPECT_LT(difference(houses->angles.east_point, angle(4)), degrees_tolerance);
  }
}

INSTANTIATE_TEST_SUITE_P(
    EverySystem, HouseGolden,
    ::testing::Values(
        std::pair{HouseSystem::placidus, 'P'}, std::pair{HouseSystem::koch, 'K'},
        std::pair{HouseSystem::porphyry, 'O'}, std::pair{HouseSystem::regiomontanus, 'R'},
        std::pair{HouseSystem::campanus, 'C'}, std::pair{HouseSystem::equal, 'A'},
        std::pair{HouseSystem::equal_mc, 'D'}, std::pair{HouseSystem::whole_sign, 'W'},
        std::pair{HouseSystem::alcabitius, 'B'}, std::pair{HouseSystem::morinus, 'M'},
        std::pair{HouseSystem::topocentric, 'T'}, std::pair{HouseSystem::vehlow, 'V'},
        std::pair{HouseSystem::meridian, 'X'}, std::pair{HouseSystem::horizontal, 'H'},
        std::pair{HouseSystem::krusinski, 'U'}, std::pair{HouseSystem::apc, 'Y'},
        std::pair{HouseSystem::sripati, 'S'}, std::pair{HouseSystem::carter, 'F'},
        std::pair{HouseSystem::gauquelin, 'G'}, std::pair{HouseSystem::pullen_sd, 'L'},
        std::pair{HouseSystem::pullen_sr, 'Q'}, std::pair{HouseSystem::equal_aries, 'N'}),
    [](const auto& test) { return std::string{name_of(test.param.first)}; });

}  // namespace
}  // namespace astronova::sky
