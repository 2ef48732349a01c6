#include "astrology/western/natal_chart.h"

#include <cmath>

#include <gtest/gtest.h>

#include "astrology/vedic/vedic_chart.h"
#include "base/angle.h"
#include "base/instant.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "tests/support/json_file.h"

namespace astronova::astrology {
namespace {

using sky::Body;

const sky::Ephemeris& ephemeris() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

NatalSettings ten_planets() {
  NatalSettings settings;
  for (int i = 0; i <= static_cast<int>(Body::pluto); ++i) {
    settings.bodies.push_back(static_cast<Body>(i));
  }
  return settings;
}

TEST(Zodiac, AnAngleIsWrittenTruncatedWithinItsSign) {
  EXPECT_EQ(format_in_sign(54.1243321), "24°07'27\" Taurus");
  EXPECT_EQ(format_in_sign(0), "0°00'00\" Aries");
  EXPECT_EQ(format_in_sign(29.9999999), "29°59'59\" Aries");
  EXPECT_EQ(format_in_sign(359.9999999), "29°59'59\" Pisces");
  EXPECT_EQ(format_in_sign(24 + 7 / 60.0 + 24 / 3600.0), "24°07'24\" Aries");
}

TEST(Zodiac, SignsElementsAndRulersFollowEachOther) {
  EXPECT_EQ(sign_of(30), Sign::taurus);
  EXPECT_EQ(sign_of(359.999), Sign::pisces);
  EXPECT_EQ(element_of(Sign::scorpio), Element::water);
  EXPECT_EQ(modality_of(Sign::sagittarius), Modality::mutable_);
  EXPECT_EQ(traditional_ruler(Sign::aquarius), Body::saturn);
  EXPECT_EQ(modern_ruler(Sign::aquarius), Body::uranus);
  EXPECT_EQ(modern_ruler(Sign::leo), Body::sun);
}

TEST(Houses, ACuspBelongsToTheHouseItOpens) {
  std::array<double, 12> cusps{};
  for (std::size_t i = 0; i < 12; ++i)
    cusps[i] = normalized_degrees(345 + 30.0 * double(i));
  EXPECT_EQ(house_of(345, cusps), 1);
  EXPECT_EQ(house_of(14.9999999, cusps), 1);
  EXPECT_EQ(house_of(15, cusps), 2);
  EXPECT_EQ(house_of(344.9999999, cusps), 12);
  EXPECT_EQ(house_of(0, cusps), 1);
}

TEST(Houses, SectorsThatRunClockwiseAreCountedClockwise) {
  std::array<double, 36> cusps{};
  for (std::size_t i = 0; i < 36; ++i)
    cusps[i] = normalized_degrees(100 - 10.0 * double(i));
  EXPECT_EQ(house_of(100, cusps), 1);
  EXPECT_EQ(house_of(95, cusps), 1);
  EXPECT_EQ(house_of(90, cusps), 2);
  EXPECT_EQ(house_of(101, cusps), 36);
}

TEST(Houses, CuspsInNoOrderGiveNoHouse) {
  // The topocentric system at latitude 75.94, as Swiss Ephemeris computes it.
  constexpr std::array cusps{37.6,  61.5,  195.2, 218.3, 225.3, 225.9,
                             217.6, 241.5, 15.2,  38.3,  45.3,  45.9};
  EXPECT_FALSE(house_of(50, cusps));
}

TEST(NatalChart, HousesAndCuspsAgreeWithKerykeion) {
  const auto document = astronova::testing::json_file("tests/astrology/data/kerykeion_natal.json");
  for (const auto& test : document.at("cases").as_object()) {
    const auto& expected = test.value();
    const sky::GeographicPosition place{expected.at("lat").to_number<double>(),
                                        expected.at("lon").to_number<double>(), 0};
    const auto chart = compute_natal_chart(ephemeris(), {expected.at("jd_ut").to_number<double>()},
                                           place, ten_planets());
    ASSERT_TRUE(chart) << test.key();
    for (std::size_t i = 0; i < 12; ++i) {
      EXPECT_LT(std::abs(signed_separation_degrees(chart->houses->cusps[i],
                                                   expected.at("cusps").at(i).to_number<double>())),
                0.1 / 3600)
          << test.key();
    }
    for (const auto& placement : chart->placements) {
      const auto name = name_of(placement.body);
      const auto& row =
          expected.at("planets").at(boost::json::string_view{name.data(), name.size()});
      EXPECT_EQ(placement.house, row.at(3).to_number<int>()) << test.key() << ' ' << name;
      // Theirs are of Moshier's model: up to 25 arc seconds in the oldest cases.
      EXPECT_LT(std::abs(signed_separation_degrees(placement.state.longitude,
                                                   row.at(0).to_number<double>())),
                25.0 / 3600)
          << test.key() << ' ' << name;
    }
  }
}

TEST(NatalChart, BalanceCountsTheTenPlanetsOnceInEachDivision) {
  auto settings = ten_planets();
  settings.bodies.push_back(Body::chiron);
  const auto chart = compute_natal_chart(ephemeris(), {2448027.1041666665},
                                         sky::GeographicPosition{40.7128, -74.006, 0}, settings);
  ASSERT_TRUE(chart);
  std::size_t elements = 0, modalities = 0;
  for (const auto& list : chart->balance.elements)
    elements += list.size();
  for (const auto& list : chart->balance.modalities)
    modalities += list.size();
  EXPECT_EQ(elements, 10U);
  EXPECT_EQ(modalities, 10U);
  const auto& halves = chart->balance.hemispheres.value();
  EXPECT_EQ(halves.above.size() + halves.below.size(), 10U);
  EXPECT_EQ(halves.east.size() + halves.west.size(), 10U);
  EXPECT_EQ(chart->balance.elements[1].front(), Body::sun);  // 24 Taurus: earth
  EXPECT_EQ(chart->ruler->sign, Sign::leo);
  EXPECT_EQ(chart->ruler->traditional, Body::sun);
}

TEST(NatalChart, WithoutAPlaceThereAreNoHousesAndNoAspectsToAngles) {
  const auto chart =
      compute_natal_chart(ephemeris(), {2448027.1041666665}, std::nullopt, ten_planets());
  ASSERT_TRUE(chart);
  EXPECT_FALSE(chart->houses);
  EXPECT_FALSE(chart->ruler);
  EXPECT_FALSE(chart->balance.hemispheres);
  for (const auto& placement : chart->placements)
    EXPECT_FALSE(placement.house);
  for (const auto& aspect : chart->aspects)
    EXPECT_EQ(aspect.second.kind, PointKind::body);
}

TEST(MoonPhases, PrincipalPhasesFallOnEspenaksMinutes) {
  constexpr std::array<std::string_view, 4> names{"new", "firstQuarter", "full", "lastQuarter"};
  constexpr std::array bodies{Body::sun, Body::moon};
  const auto document =
      astronova::testing::json_file("tests/astrology/data/astropixels_moon_phases.json");
  for (const auto& test : document.at("cases").as_array()) {
    const auto& utc = test.at("utc").as_string();
    const std::string minute{utc.data(), utc.size() - 1};
    const auto when = parse_rfc3339(minute + ":00Z");
    ASSERT_TRUE(when);
    std::array<sky::BodyState, 2> states;
    ASSERT_TRUE(ephemeris().states_at(to_julian_day(*when), bodies, {}, states));
    const auto phase = moon_phase(states[0], states[1]);
    const auto quarter = test.at("quarter").to_number<std::size_t>();
    // A minute of time is at most 0.0105 degrees of elongation.
    EXPECT_LT(std::abs(signed_separation_degrees(phase.angle, 90.0 * double(quarter))), 0.0105)
        << minute;
    EXPECT_EQ(phase.name, names[quarter]);
    EXPECT_NEAR(phase.illuminated, quarter == 0 ? 0 : quarter == 2 ? 1 : 0.5, 0.01);
  }
}

// Meeus, Astronomical Algorithms, example 48.a: 1992 April 12, 0h TD.
TEST(MoonPhases, TheIlluminatedFractionIsThatOfMeeus) {
  sky::BodyState sun, moon;
  sun.longitude = 22.33957;
  sun.distance = 149'971'520;
  moon.longitude = 133.162655;
  moon.latitude = -3.229126;
  moon.distance = 368'409.7;
  EXPECT_NEAR(moon_phase(sun, moon).illuminated, 0.6786, 0.0003);
}

TEST(Nakshatras, BordersBelongToWhatTheyOpen) {
  EXPECT_EQ(nakshatra_of(0).name, "Ashwini");
  EXPECT_EQ(nakshatra_of(40).name, "Rohini");
  EXPECT_EQ(nakshatra_of(40).pada, 1);
  EXPECT_EQ(nakshatra_of(39.9999999).name, "Krittika");
  EXPECT_EQ(nakshatra_of(39.9999999).pada, 4);
  EXPECT_EQ(nakshatra_of(359.9999999).number, 27);
  EXPECT_EQ(nakshatra_of(120).name, "Magha");
  EXPECT_EQ(nakshatra_of(120).pada, 1);
  EXPECT_EQ(nakshatra_of(240).name, "Mula");
}

TEST(VedicChart, KetuStandsOppositeRahuAndHousesAreWholeSigns) {
  const auto chart =
      compute_vedic_chart(ephemeris(), {2448027.1041666665}, {40.7128, -74.006, 0}, true, {});
  ASSERT_TRUE(chart);
  ASSERT_EQ(chart->grahas.size(), graha_count);
  const auto& rahu = chart->grahas[7];
  const auto& ketu = chart->grahas[8];
  EXPECT_NEAR(std::abs(rahu.state.longitude - ketu.state.longitude), 180, 1e-9);
  for (const auto& placement : chart->grahas) {
    const int signs = (static_cast<int>(sign_of(placement.state.longitude)) -
                       static_cast<int>(sign_of(*chart->lagna)) + 12) %
                      12;
    EXPECT_EQ(placement.house, signs + 1);
  }
}

}  // namespace
}  // namespace astronova::astrology
