#include "astrology/matching/composite.h"

#include <cmath>

#include <gtest/gtest.h>

#include "astrology/western/predictive/equator.h"
#include "base/angle.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "tests/support/json_file.h"
#include "tests/support/random_births.h"
#include "tests/support/swetest.h"

namespace astronova::astrology {
namespace {

using sky::Body;

const sky::Ephemeris& composite_sky() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

struct Subject {
  const char* id;
  JulianDayUt when;
  sky::GeographicPosition place;
};

// kerykeion's: their instants and places are those of its natal charts.
constexpr std::array subjects{
    Subject{"einstein_1879", {2407422.9423611113}, {48.4011, 9.9876, 0}},
    Subject{"galileo_1564", {2292344.1319444445}, {43.4643, 11.8818, 0}},
    Subject{"john_lennon_1940", {2429912.2291666665}, {53.4084, -2.9916, 0}},
    Subject{"paul_mccartney_1942", {2430529.0625}, {53.4084, -2.9916, 0}},
};

const Subject& subject(std::string_view id) {
  return *std::ranges::find_if(subjects, [&](const Subject& one) { return one.id == id; });
}

NatalChart chart_of_subject(const Subject& one) {
  NatalSettings settings;
  for (int body = 0; body <= static_cast<int>(Body::pluto); ++body)
    settings.bodies.push_back(static_cast<Body>(body));
  return *compute_natal_chart(composite_sky(), one.when, one.place, settings);
}

double apart(double one, double other) {
  return std::abs(signed_separation_degrees(one, other));
}

// Of two directions or their opposites.
double apart_on_axis(double one, double other) {
  return std::min(apart(one, other), apart(one, normalized_degrees(other + 180)));
}

TEST(Composite, NearMidpointsAreInTheMiddleOfTheShorterArc) {
  EXPECT_DOUBLE_EQ(near_midpoint(10, 50), 30);
  EXPECT_DOUBLE_EQ(near_midpoint(350, 20), 5);
  EXPECT_DOUBLE_EQ(near_midpoint(20, 350), 5);
  EXPECT_DOUBLE_EQ(near_midpoint(190, 5), 277.5);
  EXPECT_DOUBLE_EQ(near_midpoint(10, 190), 100);
  EXPECT_DOUBLE_EQ(near_midpoint(190, 10), 100);
  EXPECT_DOUBLE_EQ(near_midpoint(0, 359), 359.5);
}

TEST(Composite, BodiesAndAxesByMidpointsAgreeWithKerykeion) {
  const auto document =
      astronova::testing::json_file("tests/astrology/data/kerykeion_composite.json");
  for (const auto& test : document.at("cases").as_object()) {
    const auto& expected = test.value();
    const auto id = [&](const char* name) {
      const auto& text = expected.at(name).as_string();
      return std::string_view{text.data(), text.size()};
    };
    const auto chart =
        composite_by_midpoints(chart_of_subject(subject(id("a"))),
                               chart_of_subject(subject(id("b"))), AspectSettings::major());
    for (const auto& placement : chart.placements) {
      const auto name = sky::name_of(placement.body);
      const double longitude =
          expected.at("planets").at({name.data(), name.size()}).to_number<double>();
      // Theirs are of Moshier's model.
      EXPECT_LT(apart(placement.state.longitude, longitude), 0.005) << test.key() << ' ' << name;
    }
    const auto& angles = expected.at("angles");
    EXPECT_LT(
        apart_on_axis(chart.houses->angles.ascendant, angles.at("ascendant").to_number<double>()),
        0.001);
    EXPECT_LT(apart(chart.houses->angles.midheaven, angles.at("medium_coeli").to_number<double>()),
              0.001);
    for (std::size_t i = 0; i < 12; ++i) {
      EXPECT_LT(
          apart_on_axis(chart.houses->cusps.at(i), expected.at("cusps").at(i).to_number<double>()),
          0.001)
          << test.key() << " cusp " << i + 1;
    }
  }
}

TEST(Composite, HousesByMidpointsAreInOrderAndTheAscendantIsEastOfTheMidheaven) {
  astronova::testing::RandomBirths births(8);
  for (int i = 0; i < 300; ++i) {
    const auto one = births.next();
    const auto other = births.next();
    const auto chart = composite_by_midpoints(chart_of_subject({"", one.when, one.place}),
                                              chart_of_subject({"", other.when, other.place}),
                                              AspectSettings::major());
    const auto& houses = *chart.houses;
    EXPECT_LT(normalized_degrees(houses.angles.ascendant - houses.angles.midheaven), 180);
    EXPECT_LT(apart(houses.cusps[0], houses.angles.ascendant), 1e-9);
    EXPECT_LT(apart(houses.cusps[9], houses.angles.midheaven), 1e-9);
    EXPECT_LT(apart(houses.cusps[6], normalized_degrees(houses.cusps[0] + 180)), 1e-9);
    double turn = 0;
    for (std::size_t k = 0; k < 12; ++k)
      turn += normalized_degrees(houses.cusps.at((k + 1) % 12) - houses.cusps.at(k));
    EXPECT_NEAR(turn, 360, 1e-6);
    for (const auto& placement : chart.placements)
      EXPECT_TRUE(placement.house);
  }
}

TEST(Composite, AtAPlaceTheHousesAreThoseOfASkyWithThatMidheaven) {
  const auto lennon = chart_of_subject(subject("john_lennon_1940"));
  const auto mccartney = chart_of_subject(subject("paul_mccartney_1942"));
  const ReferencePlace new_york{40.7128, 23.4435};
  const auto chart = composite_at_place(lennon, mccartney, new_york, sky::HouseSystem::placidus,
                                        AspectSettings::major());
  EXPECT_LT(
      apart(chart.houses->angles.midheaven,
            near_midpoint(lennon.houses->angles.midheaven, mccartney.houses->angles.midheaven)),
      1e-9);
  // An instant of 1941 at whose sidereal time, at that latitude, swetest finds the same midheaven:
  // looked for by halving, so that its own houses can be compared.
  double before = 2430360.5;
  double after = before + 0.49;
  const auto houses_at = [&](double day) {
    return *composite_sky().houses({day}, {new_york.latitude, 0, 0}, sky::HouseSystem::placidus,
                                   std::nullopt);
  };
  const auto ahead = [&](double day) {
    return signed_separation_degrees(chart.houses->angles.midheaven,
                                     houses_at(day).angles.midheaven);
  };
  if (ahead(before) > 0) before += 0.5, after += 0.5;
  for (int i = 0; i < 60; ++i) {
    const double middle = (before + after) / 2;
    (ahead(middle) < 0 ? before : after) = middle;
  }
  const auto same_sky = houses_at(before);
  EXPECT_LT(apart(same_sky.angles.midheaven, chart.houses->angles.midheaven), 1e-6);
  for (std::size_t i = 0; i < 12; ++i)
    EXPECT_LT(apart(same_sky.cusps.at(i), chart.houses->cusps.at(i)), 0.002) << i + 1;
}

TEST(Composite, TheObliquityIsThatOfSwetest) {
  // Degrees, minutes and seconds of the line "Ecl. Obl."
  const auto rows = astronova::testing::swetest("-bj2448027.1041666665 -ut -po -fL");
  ASSERT_EQ(rows.size(), 1U);
  ASSERT_EQ(rows[0].size(), 3U);
  EXPECT_NEAR(obliquity_at(composite_sky(), {2448027.1041666665}).value(),
              rows[0][0] + rows[0][1] / 60 + rows[0][2] / 3600, 1e-7);
}

TEST(Davison, LiesInTheMiddleOfTimeAndSpace) {
  const auto middle = davison_point({{2450000}, {40, -74, 10}}, {{2450101}, {-30, 18, 30}});
  EXPECT_DOUBLE_EQ(middle.when.value, 2450050.5);
  EXPECT_DOUBLE_EQ(middle.place.latitude, 5);
  EXPECT_DOUBLE_EQ(middle.place.longitude, -28);
  EXPECT_DOUBLE_EQ(middle.place.altitude_metres, 20);
}

TEST(Davison, LongitudesAreHalvedAlongTheShorterWay) {
  const auto longitude = [](double one, double other) {
    return davison_point({{0}, {0, one, 0}}, {{0}, {0, other, 0}}).place.longitude;
  };
  EXPECT_DOUBLE_EQ(longitude(170, -178), 176);
  EXPECT_DOUBLE_EQ(longitude(-178, 170), 176);
  EXPECT_DOUBLE_EQ(longitude(160, -170), 175);
  EXPECT_DOUBLE_EQ(longitude(-160, 170), -175);
  EXPECT_DOUBLE_EQ(longitude(179, -179), 180);
}

}  // namespace
}  // namespace astronova::astrology
