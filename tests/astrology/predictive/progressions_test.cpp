#include "astrology/western/predictive/progressions.h"

#include <array>
#include <cmath>
#include <iomanip>
#include <sstream>

#include <gtest/gtest.h>

#include "astrology/western/predictive/equator.h"
#include "base/angle.h"
#include "base/instant.h"
#include "tests/astrology/support/skies.h"
#include "tests/support/swetest.h"

namespace astronova::astrology {
namespace {

using sky::Body;

const NatalMoment progressed_birth{{2448027.1041666665},
                                   sky::GeographicPosition{40.7128, -74.006, 0}};

JulianDayUt progressed_to(const char* text) {
  return to_julian_day(*parse_rfc3339(text));
}

NatalSettings ten_bodies() {
  NatalSettings settings;
  for (int i = 0; i <= static_cast<int>(Body::pluto); ++i)
    settings.bodies.push_back(static_cast<Body>(i));
  return settings;
}

Progression progression(const ProgressionSettings& settings,
                        const char* at = "2026-11-23T00:00:00Z",
                        const NatalSettings& natal = ten_bodies()) {
  auto result = progress(swiss_sky(), progressed_birth, natal, progressed_to(at), settings);
  EXPECT_TRUE(result);
  return std::move(*result);
}

NatalChart natal_chart_of_ten() {
  return *compute_natal_chart(swiss_sky(), progressed_birth.when, progressed_birth.place,
                              ten_bodies());
}

const sky::BodyState& sun_of(const Progression& progression) {
  return progression.placements.front().state;
}

ProgressionSettings by(ProgressionMethod method) {
  ProgressionSettings settings;
  settings.method = method;
  return settings;
}

ProgressionSettings with(ProgressedAngles angles) {
  ProgressionSettings settings;
  settings.angles = angles;
  return settings;
}

TEST(Obliquity, IsThatOfMeeus) {
  // Meeus, Astronomical Algorithms, example 22.a: 1987 April 10, 0h TD: 23°26'36.850".
  const auto then = obliquity_at(swiss_sky(), {2446895.5 - 55.8 / 86'400});
  ASSERT_TRUE(then);
  EXPECT_NEAR(*then, 23 + 26 / 60.0 + 36.850 / 3600, 0.1 / 3600);
}

TEST(Progressions, SecondaryOnesAreTheSkyADayAfterBirthForEachYear) {
  const auto progressed = progression(by(ProgressionMethod::secondary));
  const double age = progressed_to("2026-11-23T00:00:00Z").value - progressed_birth.when.value;
  EXPECT_NEAR(progressed.symbolic.value, progressed_birth.when.value + age / 365.24219, 1e-9);
  std::ostringstream arguments;
  arguments << std::setprecision(16) << "-bj" << progressed.symbolic.value
            << " -ut -p0123456789 -fls";
  const auto lines = testing::swetest(arguments.str());
  ASSERT_EQ(lines.size(), 10U);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_NEAR(progressed.placements[i].state.longitude, lines[i].at(0), 1e-6);
    EXPECT_NEAR(progressed.placements[i].state.longitude_speed, lines[i].at(1), 1e-6);
  }
}

TEST(Progressions, TertiaryAndMinorOnesCountInMonths) {
  const double days = progressed_to("2026-11-23T00:00:00Z").value - progressed_birth.when.value;
  EXPECT_NEAR(progression(by(ProgressionMethod::tertiary)).symbolic.value,
              progressed_birth.when.value + days / 27.321582, 1e-9);
  EXPECT_NEAR(progression(by(ProgressionMethod::minor)).symbolic.value,
              progressed_birth.when.value + days * 27.321582 / 365.24219, 1e-9);
}

TEST(Progressions, ConverseOnesRunBackwardWithSpeedsToMatch) {
  auto settings = by(ProgressionMethod::secondary);
  const auto direct = progression(settings);
  settings.converse = true;
  const auto converse = progression(settings);
  EXPECT_NEAR(converse.symbolic.value + direct.symbolic.value, 2 * progressed_birth.when.value,
              1e-8);
  EXPECT_LT(sun_of(converse).longitude_speed, 0);
  // As life goes on, so do applying aspects.
  const auto later = progression(settings, "2026-11-24T00:00:00Z");
  for (const auto& aspect : converse.aspects_to_natal) {
    if (aspect.first.kind != PointKind::body) continue;
    const auto body = static_cast<std::size_t>(aspect.first.body);
    const double then =
        std::abs(std::abs(signed_separation_degrees(aspect.second.longitude,
                                                    later.placements[body].state.longitude)) -
                 angle_of(aspect.kind));
    EXPECT_EQ(then < aspect.orb, aspect.applying) << name_of(aspect.first);
  }
}

TEST(Progressions, TheMidheavenMovesByTheArcThatIsNamed) {
  const auto natal = natal_chart_of_ten();
  const auto& angles = natal.houses->angles;
  const auto& natal_sun = natal.placements.front().state;
  const auto by_longitude = progression(with(ProgressedAngles::solar_arc_longitude));
  const double arc = signed_separation_degrees(natal_sun.longitude, sun_of(by_longitude).longitude);
  // The obliquity has changed by some hundredths of an arc second since birth.
  EXPECT_NEAR(signed_separation_degrees(angles.midheaven, by_longitude.houses->angles.midheaven),
              arc, 1e-7);
  const auto by_right_ascension = progression(with(ProgressedAngles::solar_arc_right_ascension));
  EXPECT_NEAR(signed_separation_degrees(angles.armc, by_right_ascension.houses->angles.armc),
              sun_of(by_longitude).right_ascension - natal_sun.right_ascension, 1e-7);
  const double days = by_longitude.symbolic.value - progressed_birth.when.value;
  const auto naibod_longitude = progression(with(ProgressedAngles::naibod_longitude));
  EXPECT_NEAR(
      signed_separation_degrees(angles.midheaven, naibod_longitude.houses->angles.midheaven),
      0.98564733 * days, 1e-5);
  const auto naibod = progression(with(ProgressedAngles::naibod_right_ascension));
  EXPECT_NEAR(signed_separation_degrees(angles.armc, naibod.houses->angles.armc), 0.98564733 * days,
              1e-5);
  const auto quotidian = progression(with(ProgressedAngles::quotidian));
  const auto houses = swiss_sky().houses(quotidian.symbolic, *progressed_birth.place,
                                         sky::HouseSystem::placidus, std::nullopt);
  ASSERT_TRUE(houses);
  EXPECT_EQ(quotidian.houses->angles.ascendant, houses->angles.ascendant);
}

TEST(Progressions, TheAscendantFollowsFromTheMidheavenAtTheLatitudeOfBirth) {
  const auto progressed = progression(with(ProgressedAngles::naibod_right_ascension));
  const auto obliquity = obliquity_at(swiss_sky(), progressed.symbolic);
  ASSERT_TRUE(obliquity);
  constexpr double radian = 3.14159265358979323846 / 180;
  // Meeus, Astronomical Algorithms, chapter 14: the point of the ecliptic on the horizon.
  const double armc = progressed.houses->angles.armc * radian;
  const double latitude = progressed_birth.place->latitude * radian;
  const double e = *obliquity * radian;
  const double ascendant = std::atan2(std::cos(armc), -(std::sin(e) * std::tan(latitude) +
                                                        std::cos(e) * std::sin(armc))) /
                           radian;
  EXPECT_NEAR(signed_separation_degrees(ascendant, progressed.houses->angles.ascendant), 0, 1e-6);
}

TEST(Progressions, EverySystemOfHousesCanBeProgressed) {
  auto natal = ten_bodies();
  for (std::size_t i = 0; i < sky::house_system_count; ++i) {
    natal.house_system = static_cast<sky::HouseSystem>(i);
    const auto progressed =
        progress(swiss_sky(), progressed_birth, natal, progressed_to("2026-11-23T00:00:00Z"), {});
    ASSERT_TRUE(progressed) << name_of(natal.house_system);
    EXPECT_TRUE(progressed->houses);
  }
}

TEST(Progressions, OfAnUnknownTimeHaveNoHouses) {
  const auto progressed = progress(swiss_sky(), {progressed_birth.when, std::nullopt}, ten_bodies(),
                                   progressed_to("2026-11-23T00:00:00Z"), {});
  ASSERT_TRUE(progressed);
  EXPECT_FALSE(progressed->houses);
  for (const auto& aspect : progressed->aspects_to_natal) {
    EXPECT_EQ(aspect.first.kind, PointKind::body);
    EXPECT_EQ(aspect.second.kind, PointKind::body);
  }
}

TEST(SolarArcs, MoveAllPointsByWhatTheProgressedSunHasMoved) {
  const auto natal = natal_chart_of_ten();
  const auto secondary = progression(by(ProgressionMethod::secondary));
  const auto directed = progression(by(ProgressionMethod::solar_arc));
  EXPECT_NEAR(sun_of(directed).longitude, sun_of(secondary).longitude, 1e-9);
  ASSERT_TRUE(directed.arc);
  for (std::size_t i = 0; i < natal.placements.size(); ++i) {
    EXPECT_NEAR(signed_separation_degrees(natal.placements[i].state.longitude,
                                          directed.placements[i].state.longitude),
                *directed.arc, 1e-9);
    EXPECT_EQ(natal.placements[i].state.latitude, directed.placements[i].state.latitude);
  }
  EXPECT_NEAR(
      signed_separation_degrees(natal.houses->angles.ascendant, directed.houses->angles.ascendant),
      *directed.arc, 1e-9);
  EXPECT_NEAR(signed_separation_degrees(natal.houses->cusps[4], directed.houses->cusps[4]),
              *directed.arc, 1e-9);
  auto settings = by(ProgressionMethod::solar_arc);
  settings.rate = SolarArcRate::naibod;
  const auto mean = progression(settings);
  EXPECT_NEAR(*mean.arc, 0.98564733 * (mean.symbolic.value - progressed_birth.when.value), 1e-5);
}

TEST(SolarArcs, InASiderealZodiacAreTheSameArc) {
  auto natal = ten_bodies();
  natal.frame.ayanamsa = sky::Ayanamsa::lahiri;
  const auto sidereal =
      progression(by(ProgressionMethod::solar_arc), "2026-11-23T00:00:00Z", natal);
  const auto tropical = progression(by(ProgressionMethod::solar_arc));
  EXPECT_NEAR(*sidereal.arc, *tropical.arc, 1e-12);
  for (std::size_t i = 0; i < tropical.placements.size(); ++i) {
    EXPECT_NEAR(sidereal.placements[i].state.right_ascension,
                tropical.placements[i].state.right_ascension, 1e-5);
    EXPECT_NEAR(sidereal.placements[i].state.declination, tropical.placements[i].state.declination,
                1e-5);
  }
  EXPECT_NEAR(sidereal.houses->angles.armc, tropical.houses->angles.armc, 1e-5);
}

// docs/astrology/progressions.md
TEST(Progressions, OfTheWorkedExample) {
  const auto secondary = progression(by(ProgressionMethod::secondary));
  EXPECT_EQ(format_rfc3339(to_instant(secondary.symbolic)).substr(0, 19), "1990-06-21T03:05:42");
  EXPECT_EQ(format_in_sign(secondary.placements[0].state.longitude), "29°30'16\" Gemini");
  EXPECT_EQ(format_in_sign(secondary.placements[1].state.longitude), "6°10'38\" Gemini");
  EXPECT_EQ(format_in_sign(secondary.houses->angles.midheaven), "22°57'29\" Taurus");
  EXPECT_EQ(format_in_sign(secondary.houses->angles.ascendant), "28°50'46\" Leo");
  EXPECT_NEAR(*progression(by(ProgressionMethod::solar_arc)).arc, 35.0081, 1e-4);
}

}  // namespace
}  // namespace astronova::astrology
