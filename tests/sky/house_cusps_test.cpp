// Our house cusps against libswe's, number by number, and against their definitions.

#include "sky/houses/house_cusps.h"

#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <swephexp.h>

#include "base/angle.h"
#include "sky/swiss/constants.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "tests/support/samples.h"

namespace astronova::sky {
namespace {

constexpr double obliquity_2000 = 23.4392911;
constexpr double radians = std::numbers::pi / 180;

// Swiss Ephemeris ends Placidus' iteration at a step of 1/360000 degrees. An error shrinks by up to
// two thirds a step there, so up to twice that step is left. All else is exact.
double tolerance_of(HouseSystem system) {
  return system == HouseSystem::placidus ? 2.0 / 360'000 : 1e-8;
}

std::vector<HouseSystem> own_systems() {
  std::vector<HouseSystem> systems;
  for (std::size_t i = 0; i < house_system_count; ++i) {
    if (has_own_cusps(static_cast<HouseSystem>(i))) systems.push_back(static_cast<HouseSystem>(i));
  }
  return systems;
}

double difference(double one, double other) {
  return std::abs(signed_separation_degrees(one, other));
}

Houses reference_houses(const HouseFrame& frame, HouseSystem system) {
  Houses houses;
  double cusps[37];
  double angles[10];
  char message[AS_MAXCH] = "";
  const int answer =
      swe_houses_armc_ex2(frame.armc, frame.latitude, frame.obliquity, swiss::house_letter(system),
                          cusps, angles, nullptr, nullptr, message);
  houses.requested = system;
  houses.system = answer < 0 ? HouseSystem::porphyry : system;
  for (std::size_t i = 0; i < 12; ++i)
    houses.cusps[i] = cusps[i + 1];
  houses.angles = {angles[SE_ASC], angles[SE_MC], angles[SE_VERTEX], angles[SE_EQUASC],
                   angles[SE_ARMC]};
  return houses;
}

void expect_same_angles(const Angles& ours, const Angles& reference, const std::string& what) {
  EXPECT_LT(difference(ours.ascendant, reference.ascendant), 1e-8) << what;
  EXPECT_LT(difference(ours.midheaven, reference.midheaven), 1e-8) << what;
  EXPECT_LT(difference(ours.vertex, reference.vertex), 1e-8) << what;
  EXPECT_LT(difference(ours.east_point, reference.east_point), 1e-8) << what;
  EXPECT_LT(difference(ours.armc, reference.armc), 1e-8) << what;
}

void expect_same(const Houses& ours, const Houses& reference, const std::string& what) {
  EXPECT_EQ(ours.system, reference.system) << what;
  EXPECT_EQ(ours.requested, reference.requested) << what;
  ASSERT_EQ(ours.count, reference.count) << what;
  for (std::size_t i = 0; i < ours.count; ++i) {
    EXPECT_LT(difference(ours.cusps[i], reference.cusps[i]), tolerance_of(reference.system))
        << what << ", cusp " << i + 1;
    EXPECT_GE(ours.cusps[i], 0) << what;
    EXPECT_LT(ours.cusps[i], 360) << what;
  }
  expect_same_angles(ours.angles, reference.angles, what);
}

void expect_as_the_reference(const HouseFrame& frame, HouseSystem system) {
  const auto ours = houses_of(frame, system);
  ASSERT_TRUE(ours);
  expect_same(*ours, reference_houses(frame, system),
              fmt::format("{} at armc {}, obliquity {}, latitude {}", name_of(system), frame.armc,
                          frame.obliquity, frame.latitude));
}

class HouseCusps : public ::testing::TestWithParam<HouseSystem> {
 protected:
  // 20,000 frames; latitudes in [lowest, highest], north and south.
  void compare_random_frames(const std::function<std::pair<double, double>(double)>& latitudes) {
    std::mt19937_64 random{17};
    std::uniform_real_distribution<double> turn(0, 360), obliquities(22.5, 24.5), share(0, 1);
    for (int i = 0; i < 20'000 && !HasFailure(); ++i) {
      const double obliquity = obliquities(random);
      const auto [lowest, highest] = latitudes(obliquity);
      const double latitude = lowest + (highest - lowest) * share(random);
      expect_as_the_reference({turn(random), obliquity, i % 2 == 0 ? latitude : -latitude},
                              GetParam());
    }
  }
};

TEST_P(HouseCusps, AreThoseOfSwissEphemerisUpToTheLatitude66) {
  // An obliquity of 24 degrees puts a polar circle there.
  compare_random_frames([](double obliquity) {
    return std::pair{0.0, std::min(66.0, 89.99 - obliquity)};
  });
}

TEST_P(HouseCusps, AreThoseOfSwissEphemerisInsideThePolarCircles) {
  compare_random_frames([](double obliquity) { return std::pair{90.001 - obliquity, 89.9}; });
}

TEST_P(HouseCusps, AreThoseOfSwissEphemerisAtEveryWholeDegreeOfArmcAndLatitude) {
  for (int latitude = -89; latitude <= 89 && !HasFailure(); latitude += astronova::stride()) {
    for (int armc = 0; armc < 360; ++armc) {
      expect_as_the_reference({static_cast<double>(armc), obliquity_2000, 1.0 * latitude},
                              GetParam());
    }
  }
}

TEST_P(HouseCusps, ChangeWhereSwissEphemerisChangesThemAtThePolarCircles) {
  for (const double beyond : {-1e-4, -1e-6, 0.0, 1e-9, 1e-6, 1e-4}) {
    for (const double sign : {-1.0, 1.0}) {
      const double latitude = sign * (90 - obliquity_2000 + beyond);
      for (const double armc : {0.0, 1.0, 45.0, 90.0, 135.5, 180.0, 225.0, 300.25, 359.0})
        expect_as_the_reference({armc, obliquity_2000, latitude}, GetParam());
    }
  }
}

TEST_P(HouseCusps, StandOnTheEquinoxWhenTheEclipticLiesInTheHorizon) {
  const double polar_circle = 90 - obliquity_2000;
  expect_as_the_reference({270, obliquity_2000, polar_circle}, GetParam());
  expect_as_the_reference({90, obliquity_2000, -polar_circle}, GetParam());
}

TEST_P(HouseCusps, AreTheSameForEveryTurnOfTheArmc) {
  const auto once = houses_of({330, obliquity_2000, 52}, GetParam());
  for (const double armc : {-30.0, 690.0}) {
    const auto turned = houses_of({armc, obliquity_2000, 52}, GetParam());
    for (std::size_t i = 0; i < 12; ++i)
      EXPECT_LT(difference(once->cusps[i], turned->cusps[i]), 1e-11);
    EXPECT_DOUBLE_EQ(turned->angles.armc, 330);
  }
}

INSTANTIATE_TEST_SUITE_P(EachSystem, HouseCusps, ::testing::ValuesIn(own_systems()),
                         [](const auto& system) { return std::string{name_of(system.param)}; });

TEST(HousesOfPoles, AreThoseOfSwissEphemerisButForAlcabitius) {
  // No point of the ecliptic rises or sets at a pole, so Alcabitius' arc has no end there;
  // what Swiss Ephemeris gives is the rounding of its intermediate numbers.
  for (const auto system : own_systems()) {
    if (system == HouseSystem::alcabitius) continue;
    for (int armc = 0; armc < 360; ++armc) {
      for (const double latitude : {90.0, -90.0})
        expect_as_the_reference({1.0 * armc, obliquity_2000, latitude}, system);
    }
  }
}

const Ephemeris& ephemeris() {
  static const auto opened = open_swiss_ephemeris(default_ephemeris_directory);
  return **opened;
}

double true_obliquity(JulianDayUt when) {
  double numbers[6];
  char message[AS_MAXCH] = "";
  EXPECT_GE(swe_calc_ut(when.value, SE_ECL_NUT, SEFLG_SWIEPH, numbers, message), 0) << message;
  return numbers[0];
}

class RandomPlaces {
 public:
  explicit RandomPlaces(double latitude_max) : latitudes_(-latitude_max, latitude_max) {}

  JulianDayUt instant() { return {days_(random_)}; }
  GeographicPosition place() { return {latitudes_(random_), longitudes_(random_), 0}; }

 private:
  std::mt19937_64 random_{1800};
  std::uniform_real_distribution<double> days_{2378500.5, 2524593.5};  // 1800 to 2200
  std::uniform_real_distribution<double> longitudes_{-180, 180};
  std::uniform_real_distribution<double> latitudes_;
};

TEST(HousesOfInstants, AreThoseOfTheReferenceAdapterAtRandomPlacesAndInstants) {
  RandomPlaces random{66};
  const auto systems = own_systems();
  for (std::size_t i = 0; i < 5'000 && !::testing::Test::HasFailure(); ++i) {
    const auto when = random.instant();
    const auto place = random.place();
    const auto system = systems[i % systems.size()];
    const auto reference = ephemeris().houses(when, place, system, std::nullopt);
    ASSERT_TRUE(reference);
    const auto ours =
        houses_of({reference->angles.armc, true_obliquity(when), place.latitude}, system);
    ASSERT_TRUE(ours);
    expect_same(*ours, *reference,
                fmt::format("{} at {} in {}, {}", name_of(system), when.value, place.latitude,
                            place.longitude));
  }
}

bool counts_on_a_fixed_ecliptic(Ayanamsa ayanamsa) {
  const int mode = swiss::sidereal_mode(ayanamsa);
  return mode == SE_SIDM_J2000 || mode == SE_SIDM_J1900 || mode == SE_SIDM_B1950 ||
         mode == SE_SIDM_GALALIGN_MARDYKS;
}

TEST(SiderealHouses, AreThoseOfTheReferenceAdapterForEveryAyanamsaOfTheEclipticOfDate) {
  RandomPlaces random{80};
  for (const auto system : own_systems()) {
    for (std::size_t i = 0; i < ayanamsa_count; ++i) {
      const auto ayanamsa = static_cast<Ayanamsa>(i);
      if (counts_on_a_fixed_ecliptic(ayanamsa)) continue;
      const auto when = random.instant();
      const auto place = random.place();
      const auto reference = ephemeris().houses(when, place, system, ayanamsa);
      ASSERT_TRUE(reference);
      const auto tropical =
          houses_of({reference->angles.armc, true_obliquity(when), place.latitude}, system);
      ASSERT_TRUE(tropical);
      expect_same(sidereal_houses(*tropical, *ephemeris().ayanamsa(when, ayanamsa)), *reference,
                  fmt::format("{} {} at {} in {}, {}", name_of(system), name_of(ayanamsa),
                              when.value, place.latitude, place.longitude));
    }
  }
}

TEST(Ascendant, IsMeeusExampleOfThePointsOfTheEclipticOnTheHorizon) {
  // Meeus, Astronomical Algorithms, chapter 14: sidereal time 5h, latitude 51 degrees, obliquity
  // 23.44 degrees give the longitudes 169 degrees 21' and 349 degrees 21'.
  const auto angles = angles_of({75, 23.44, 51});
  EXPECT_NEAR(angles.ascendant, 169 + 21.5 / 60, 0.5 / 60);
}

TEST(Placidus, CuspsHaveSpentTheirThirdsOfTheirOwnHalfArcs) {
  std::mt19937_64 random{3};
  std::uniform_real_distribution<double> turn(0, 360), latitudes(-66.5, 66.5);
  for (int i = 0; i < 20'000; ++i) {
    const HouseFrame frame{turn(random), obliquity_2000, latitudes(random)};
    const auto houses = houses_of(frame, HouseSystem::placidus);
    ASSERT_TRUE(houses);
    ASSERT_EQ(houses->system, HouseSystem::placidus);
    for (const auto& [cusp, thirds] : {std::pair{11U, 1}, {12U, 2}, {2U, 4}, {3U, 5}}) {
      const double longitude = houses->cusps[cusp - 1] * radians;
      const double obliquity = frame.obliquity * radians;
      const double right_ascension =
          std::atan2(std::sin(longitude) * std::cos(obliquity), std::cos(longitude)) / radians;
      const double declination = std::asin(std::sin(longitude) * std::sin(obliquity));
      const double day_arc =
          std::acos(-std::tan(frame.latitude * radians) * std::tan(declination)) / radians;
      // Thirds of the half arc above the horizon, then of that below.
      const double expected =
          thirds < 3 ? day_arc * thirds / 3 : day_arc + (180 - day_arc) * (thirds - 3) / 3;
      EXPECT_LT(difference(right_ascension - frame.armc, expected), 2e-10)
          << frame.armc << ' ' << frame.latitude << ", cusp " << cusp;
    }
  }
}

TEST(Placidus, IsSolvedUpToThePolarCircleAndHandsOverToPorphyryThere) {
  const double polar_circle = 90 - obliquity_2000;
  for (int armc = 0; armc < 360; ++armc) {
    for (const double before : {1e-3, 1e-6, 1e-9}) {
      const auto within =
          houses_of({1.0 * armc, obliquity_2000, polar_circle - before}, HouseSystem::placidus);
      EXPECT_EQ(within->system, HouseSystem::placidus) << armc << ' ' << before;
    }
    const auto beyond =
        houses_of({1.0 * armc, obliquity_2000, polar_circle}, HouseSystem::placidus);
    EXPECT_EQ(beyond->system, HouseSystem::porphyry) << armc;
    EXPECT_EQ(beyond->requested, HouseSystem::placidus) << armc;
  }
}

TEST(HousesOf, LeavesTheOtherSystemsToTheReferenceAdapter) {
  std::size_t computed = 0;
  for (std::size_t i = 0; i < house_system_count; ++i) {
    const auto system = static_cast<HouseSystem>(i);
    const auto houses = houses_of({100, obliquity_2000, 50}, system);
    EXPECT_EQ(houses.has_value(), has_own_cusps(system)) << name_of(system);
    if (houses) ++computed;
  }
  EXPECT_EQ(computed, 16U);
  EXPECT_FALSE(has_own_cusps(HouseSystem::gauquelin));
  EXPECT_TRUE(has_own_cusps(HouseSystem::placidus));
}

TEST(AnglesOf, AreTheAnglesOfTheHousesWhereNothingIsTurned) {
  const HouseFrame frame{123.4, obliquity_2000, 48.2};
  const auto angles = angles_of(frame);
  const auto houses = houses_of(frame, HouseSystem::placidus);
  EXPECT_EQ(angles.ascendant, houses->angles.ascendant);
  EXPECT_EQ(angles.vertex, houses->angles.vertex);
  EXPECT_EQ(houses->cusps[0], angles.ascendant);
  EXPECT_EQ(houses->cusps[9], angles.midheaven);
}

}  // namespace
}  // namespace astronova::sky
