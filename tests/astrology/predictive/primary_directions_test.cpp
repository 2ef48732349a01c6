#include "astrology/western/predictive/primary_directions.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <gtest/gtest.h>
#include <swephexp.h>

#include "astrology/western/predictive/equator.h"
#include "base/angle.h"
#include "base/instant.h"
#include "sky/horizon.h"
#include "tests/astrology/support/skies.h"
#include "tests/support/samples.h"

namespace astronova::astrology {
namespace {

using sky::Body;

constexpr JulianDayUt directed_birth{2448027.1041666665};  // 1990-05-15 14:30 UT
constexpr sky::GeographicPosition directed_place{40.7128, -74.006, 0};

// Ptolemy, Tetrabiblos III.10: the first degree of Gemini is directed to that of Aries where the
// longest day has fourteen hours. The obliquity is the Almagest's, 23°51'20", and the latitude that
// of Lower Egypt, 30°22'.
class PtolemysExample : public ::testing::Test {
 protected:
  static constexpr double obliquity = 23 + 51 / 60.0 + 20 / 3600.0;
  static constexpr double latitude = 30 + 22 / 60.0;
  static EquatorialPoint aries() { return equatorial_point(0, 0, obliquity); }
  static EquatorialPoint gemini() { return equatorial_point(60, 0, obliquity); }

  static double times(double armc) {
    const MundaneSphere sphere{armc, latitude, MundaneSystem::placidus};
    return degrees_until(sphere, *mundane_position(sphere, aries()), gemini()).at(0);
  }
};

TEST_F(PtolemysExample, OnTheMidheavenItTakes58Times) {
  EXPECT_NEAR(times(0), 58, 0.5);
}
TEST_F(PtolemysExample, OnTheAscendantItTakes45Times) {
  EXPECT_NEAR(times(270), 45, 0.5);
}
TEST_F(PtolemysExample, OnTheDescendantItTakes70Times) {
  EXPECT_NEAR(times(90), 70, 0.5);
}
TEST_F(PtolemysExample, WithEighteenDegreesOfTaurusOnTheMidheavenItTakes64Times) {
  EXPECT_NEAR(times(right_ascension_of(48, obliquity)), 64, 0.5);
}

DirectionSettings directed_bodies() {
  DirectionSettings settings;
  for (int i = 0; i <= static_cast<int>(Body::pluto); ++i)
    settings.bodies.push_back(static_cast<Body>(i));
  settings.years_to = 120;
  return settings;
}

std::vector<PrimaryDirection> directions(const DirectionSettings& settings) {
  auto found = primary_directions(swiss_sky(), directed_birth, directed_place, settings);
  EXPECT_TRUE(found);
  return std::move(*found);
}

sky::BodyState state_of(Body body) {
  const std::array bodies{body};
  std::array<sky::BodyState, 1> states;
  EXPECT_TRUE(swiss_sky().states_at(directed_birth, bodies, {}, states));
  return states[0];
}

// In which house, with its fraction, Swiss Ephemeris sees a point of the ecliptic.
double house_by_swiss(char system, double armc, double obliquity, double longitude,
                      double latitude) {
  std::array<double, 2> point{normalized_degrees(longitude), latitude};
  std::array<char, 256> error{};
  return swe_house_pos(normalized_degrees(armc), directed_place.latitude, obliquity, system,
                       point.data(), error.data());
}

class EitherSystem : public ::testing::TestWithParam<MundaneSystem> {};

// What carries the promissor and by what: the houses of Swiss Ephemeris share the definition of the
// place, and nothing of its computation.
TEST_P(EitherSystem, TurnedByTheArcThePromissorHasTheHouseOfTheSignificator) {
  const char letter = GetParam() == MundaneSystem::placidus ? 'P' : 'R';
  const double obliquity = sky::obliquity_at(swiss_sky(), directed_birth).value();
  const auto houses =
      swiss_sky().houses(directed_birth, directed_place, sky::HouseSystem::equal, {});
  ASSERT_TRUE(houses);
  const double armc = houses->angles.armc;
  auto settings = directed_bodies();
  settings.system = GetParam();
  settings.motions = {DirectionMotion::direct, DirectionMotion::converse,
                      DirectionMotion::traditional_converse};
  settings.years_to = 365;
  const auto found = directions(settings);
  EXPECT_GT(found.size(), 2000U);
  for (const auto& direction : found) {
    const auto promissor = state_of(direction.promissor.body);
    const double angle = angle_of(direction.kind);
    const double longitude = promissor.longitude + (direction.sinister ? angle : -angle);
    const double latitude = angle == 0     ? promissor.latitude
                            : angle == 180 ? -promissor.latitude
                                           : 0;
    if (direction.significator.kind == PointKind::ascendant) {
      EXPECT_NEAR(std::remainder(
                      house_by_swiss(letter,
                                     armc + (direction.motion == DirectionMotion::direct ? 1 : -1) *
                                                direction.arc,
                                     obliquity, longitude, latitude) -
                          1,
                      12.0),
                  0, 1e-5);
      continue;
    }
    if (direction.significator.kind == PointKind::midheaven) {
      EXPECT_NEAR(
          house_by_swiss(
              letter, armc + (direction.motion == DirectionMotion::direct ? 1 : -1) * direction.arc,
              obliquity, longitude, latitude),
          10, 1e-5);
      continue;
    }
    const auto significator = state_of(direction.significator.body);
    double there = 0;
    double carried = 0;
    if (direction.motion == DirectionMotion::traditional_converse) {
      there = house_by_swiss(letter, armc, obliquity, longitude, latitude);
      carried = house_by_swiss(letter, armc + direction.arc, obliquity, significator.longitude,
                               significator.latitude);
    } else {
      const double turn =
          direction.motion == DirectionMotion::direct ? direction.arc : -direction.arc;
      there =
          house_by_swiss(letter, armc, obliquity, significator.longitude, significator.latitude);
      carried = house_by_swiss(letter, armc + turn, obliquity, longitude, latitude);
    }
    EXPECT_NEAR(std::remainder(carried - there, 12.0), 0, 1e-5)
        << name_of(direction.promissor) << ' ' << name_of(direction.kind) << ' '
        << name_of(direction.significator);
  }
}

INSTANTIATE_TEST_SUITE_P(Systems, EitherSystem,
                         ::testing::Values(MundaneSystem::placidus, MundaneSystem::regiomontanus),
                         [](const auto& system) {
                           return std::string(
                               mundane_system_names()[static_cast<std::size_t>(system.param)]);
                         });

TEST(PrimaryDirections, ADegreeIsWorthAYearOrNaibodsMeasure) {
  auto settings = directed_bodies();
  settings.key = DirectionKey::ptolemy;
  for (const auto& direction : directions(settings)) {
    EXPECT_EQ(direction.years, direction.arc);
    EXPECT_NEAR(direction.when.value, directed_birth.value + direction.years * 365.24219, 1e-6);
  }
  settings.key = DirectionKey::naibod;
  for (const auto& direction : directions(settings))
    EXPECT_NEAR(direction.years, direction.arc / 0.98564733, 1e-5);
}

TEST(PrimaryDirections, ToTheAnglesAreTheSameInBothSystems) {
  auto settings = directed_bodies();
  const auto of_angles = [&](MundaneSystem system) {
    settings.system = system;
    std::vector<double> arcs;
    for (const auto& direction : directions(settings)) {
      if (direction.significator.kind != PointKind::body) arcs.push_back(direction.arc);
    }
    return arcs;
  };
  const auto placidus = of_angles(MundaneSystem::placidus);
  const auto regiomontanus = of_angles(MundaneSystem::regiomontanus);
  ASSERT_EQ(placidus.size(), regiomontanus.size());
  for (std::size_t i = 0; i < placidus.size(); ++i)
    EXPECT_NEAR(placidus[i], regiomontanus[i], 1e-9);
}

TEST(PrimaryDirections, FallIntoTheYearsThatAreAskedForAndAreInOrder) {
  auto settings = directed_bodies();
  settings.years_from = 30;
  settings.years_to = 40;
  const auto found = directions(settings);
  EXPECT_FALSE(found.empty());
  EXPECT_TRUE(std::ranges::is_sorted(found, {}, &PrimaryDirection::arc));
  for (const auto& direction : found) {
    EXPECT_GE(direction.years, 30);
    EXPECT_LT(direction.years, 40);
  }
}

TEST(PrimaryDirections, WithinAPolarCircleLeaveOutWhatNeverRises) {
  auto settings = directed_bodies();
  const auto found = primary_directions(swiss_sky(), directed_birth, {78, 15, 0}, settings);
  ASSERT_TRUE(found);
  for (const auto& direction : *found)
    EXPECT_TRUE(std::isfinite(direction.arc));
  EXPECT_LT(found->size(), directions(settings).size());
}

// Around the axis from the north point to the south point of the horizon, from the zenith westward:
// on which circle of position a point stands, by its place in the sky alone.
double circle_of_position(double armc, double latitude, const EquatorialPoint& point) {
  constexpr double radian = 3.14159265358979323846 / 180;
  const double hour_angle = (armc - point.right_ascension) * radian;
  const double declination = point.declination * radian;
  const double west = std::cos(declination) * std::sin(hour_angle);
  const double up = std::cos(declination) * std::cos(hour_angle) * std::cos(latitude * radian) +
                    std::sin(declination) * std::sin(latitude * radian);
  return std::atan2(west, up) / radian;
}

TEST(PrimaryDirections, WithinThePolarCirclesBringPointsToTheCirclesOfRegiomontanusToo) {
  auto settings = directed_bodies();
  settings.system = MundaneSystem::regiomontanus;
  settings.aspects = AspectSettings{};
  settings.aspects.want(AspectKind::conjunction);
  settings.years_to = 366;
  int twice = 0;
  for (const double latitude : {-89.0, -75.0, -67.0, 68.0, 74.0, 82.0}) {
    const sky::GeographicPosition place{latitude, 15, 0};
    const auto found = primary_directions(swiss_sky(), directed_birth, place, settings);
    ASSERT_TRUE(found);
    const double obliquity = sky::obliquity_at(swiss_sky(), directed_birth).value();
    const double armc =
        swiss_sky().houses(directed_birth, place, sky::HouseSystem::equal, {})->angles.armc;
    const auto circle = [&](Body body, double turned) {
      const auto state = state_of(body);
      return circle_of_position(armc + turned, latitude,
                                equatorial_point(state.longitude, state.latitude, obliquity));
    };
    for (const auto promissor : settings.bodies) {
      for (const auto significator : settings.bodies) {
        if (promissor == significator) continue;
        std::vector<double> arcs;
        for (const auto& direction : *found) {
          if (direction.promissor.body == promissor &&
              direction.significator.kind == PointKind::body &&
              direction.significator.body == significator)
            arcs.push_back(direction.arc);
        }
        // As many as there are crossings when the sphere is turned by half a degree at a time.
        const double there = circle(significator, 0);
        std::vector<double> crossings;
        double before = signed_separation_degrees(there, circle(promissor, 0));
        for (double turn = 0.5; turn <= 360; turn += 0.5) {
          const double now = signed_separation_degrees(there, circle(promissor, turn));
          if ((before < 0) != (now < 0) && std::abs(now - before) < 90) crossings.push_back(turn);
          before = now;
        }
        ASSERT_EQ(arcs.size(), crossings.size())
            << latitude << ' ' << name_of(promissor) << ' ' << name_of(significator);
        for (std::size_t i = 0; i < arcs.size(); ++i) {
          EXPECT_NEAR(arcs[i], crossings[i] - 0.25, 0.2501);
          EXPECT_NEAR(signed_separation_degrees(there, circle(promissor, arcs[i])), 0, 1e-7);
        }
        if (arcs.size() == 2) ++twice;
      }
    }
  }
  EXPECT_GT(twice, 0);
}

TEST(PrimaryDirections, LatitudeCountsForThoseForWhomItIsAsked) {
  auto settings = directed_bodies();
  settings.bodies = {Body::sun, Body::pluto};  // fifteen degrees from the ecliptic
  settings.years_to = 365;
  const auto arc_of = [&](DirectionLatitude latitude, Body promissor, Body significator) {
    settings.latitude = latitude;
    for (const auto& direction : directions(settings)) {
      if (direction.kind == AspectKind::conjunction && direction.promissor.body == promissor &&
          direction.significator.kind == PointKind::body &&
          direction.significator.body == significator) {
        return direction.arc;
      }
    }
    return 0.0;
  };
  using enum DirectionLatitude;
  const double none = arc_of(neither, Body::pluto, Body::sun);
  EXPECT_NEAR(arc_of(significators, Body::pluto, Body::sun), none, 0.001);
  EXPECT_GT(std::abs(arc_of(promissors, Body::pluto, Body::sun) - none), 0.01);
  EXPECT_NEAR(arc_of(both, Body::pluto, Body::sun), arc_of(promissors, Body::pluto, Body::sun),
              0.001);
  EXPECT_GT(std::abs(arc_of(significators, Body::sun, Body::pluto) -
                     arc_of(neither, Body::sun, Body::pluto)),
            1);
}

// docs/astrology/primary-directions.md
TEST(PrimaryDirections, OfTheWorkedExample) {
  auto settings = directed_bodies();
  const auto find = [&](Body promissor, AspectKind kind, bool sinister, PointKind significator,
                        Body body) {
    for (const auto& direction : directions(settings)) {
      if (direction.promissor.body == promissor && direction.kind == kind &&
          direction.sinister == sinister && direction.significator.kind == significator &&
          (significator != PointKind::body || direction.significator.body == body)) {
        return direction.arc;
      }
    }
    return 0.0;
  };
  EXPECT_NEAR(find(Body::sun, AspectKind::conjunction, false, PointKind::midheaven, {}), 35.5798,
              1e-4);
  EXPECT_NEAR(find(Body::jupiter, AspectKind::conjunction, false, PointKind::body, Body::sun),
              46.7692, 1e-4);
  settings.system = MundaneSystem::regiomontanus;
  EXPECT_NEAR(find(Body::jupiter, AspectKind::conjunction, false, PointKind::body, Body::sun),
              46.2606, 1e-4);
}

}  // namespace
}  // namespace astronova::astrology
