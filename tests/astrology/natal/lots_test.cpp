#include "astrology/western/natal/lots.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "base/angle.h"
#include "tests/astrology/natal/sample_chart.h"
#include "tests/support/json_file.h"

namespace astronova::astrology {
namespace {

std::size_t lot_named(std::string_view name) {
  const auto names = lot_names();
  return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
}

std::vector<std::size_t> all_lots() {
  std::vector<std::size_t> lots(lot_definitions().size());
  std::iota(lots.begin(), lots.end(), 0U);
  return lots;
}

TEST(Lots, FortuneAndSpiritAreThoseOfKerykeion) {
  const auto document = testing::json_file("tests/astrology/data/kerykeion_lots.json");
  for (const auto& test : document.at("cases").as_object()) {
    const auto& expected = test.value();
    const double latitude = expected.at("lat").to_number<double>();
    const auto chart = testing::chart_of({expected.at("jd_ut").to_number<double>()},
                                         {latitude, expected.at("lon").to_number<double>(), 0});
    const auto sect = sect_of(chart.placements[0].state, chart.houses->angles.armc, latitude);
    EXPECT_EQ(sect == Sect::day, expected.at("is_diurnal").as_bool()) << test.key();
    const auto places = *lot_places(chart);
    const auto differs = [&](std::string_view lot, const char* part) {
      return std::abs(signed_separation_degrees(longitude_of_lot(lot_named(lot), places, sect),
                                                expected.at("parts").at(part).to_number<double>()));
    };
    EXPECT_LT(differs("fortune", "pars_fortunae"), 0.01) << test.key();
    EXPECT_LT(differs("spirit", "pars_spiritus"), 0.01) << test.key();
    // Theirs of love and faith are, by day, what Valens and Dorotheus take for marriage and
    // brothers.
    if (sect == Sect::night) continue;
    EXPECT_LT(differs("marriageOfMenOfValens", "pars_amoris"), 0.01) << test.key();
    EXPECT_LT(differs("siblings", "pars_fidei"), 0.01) << test.key();
  }
}

// Lilly, Christian Astrology, book I, "Of the part of Fortune, and how to take it, either by day or
// night": the Sun in 4 18 Aries, the Moon in 21 18 Virgo, 23 27 Leo ascending; Fortune 10 27
// Aquarius.
TEST(Lots, FortuneIsThatOfLillysExample) {
  const auto degrees = [](int sign, int degree, int minute) {
    return 30 * sign + degree + minute / 60.0;
  };
  EXPECT_NEAR(lot_of_fortune(Sect::day, degrees(4, 23, 27), degrees(0, 4, 18), degrees(5, 21, 18)),
              degrees(10, 10, 27), 1e-9);
}

TEST(Lots, FortuneByNightIsSpiritByDay) {
  EXPECT_DOUBLE_EQ(lot_of_fortune(Sect::day, 100, 20, 350), 70);
  EXPECT_DOUBLE_EQ(lot_of_fortune(Sect::night, 100, 20, 350), 130);
  EXPECT_DOUBLE_EQ(lot_of_spirit(Sect::day, 100, 20, 350), 130);
  EXPECT_DOUBLE_EQ(lot_of_spirit(Sect::night, 100, 20, 350), 70);
}

LotPlaces made_up_places() {
  LotPlaces places;
  places.ascendant = 10;
  places.planets = {100, 40, 110, 75, 200, 300, 330};
  for (std::size_t i = 0; i < 12; ++i)
    places.cusps[i] = 10 + 30 * static_cast<double>(i);
  return places;
}

TEST(Lots, StandOnOtherLotsRulersAndFixedDegrees) {
  const auto places = made_up_places();
  const auto lot = [&](std::string_view name, Sect sect) {
    return longitude_of_lot(lot_named(name), places, sect);
  };
  // Fortune by day 10 + 40 - 100 = 310, Spirit 70.
  EXPECT_DOUBLE_EQ(lot("eros", Sect::day), 10 + 75 - 70);
  EXPECT_DOUBLE_EQ(lot("victory", Sect::day), 10 + 300 - 70);
  EXPECT_DOUBLE_EQ(lot("necessity", Sect::day), 10 + 310 - 110);
  EXPECT_DOUBLE_EQ(lot("nemesis", Sect::day), 10 + 310 - 330 + 360);
  // Fortune by night 70.
  EXPECT_DOUBLE_EQ(lot("courage", Sect::night), 10 + 200 - 70);
  // The second cusp is at 40, in Taurus; its ruler Venus at 75.
  EXPECT_DOUBLE_EQ(lot("property", Sect::night), 10 + 40 - 75 + 360);
  EXPECT_DOUBLE_EQ(lot("exaltation", Sect::day), 10 + 19 - 100 + 360);
  EXPECT_DOUBLE_EQ(lot("exaltation", Sect::night), 10 + 33 - 40);
  EXPECT_DOUBLE_EQ(lot("death", Sect::day), 330 + 220 - 40 - 360);
}

TEST(Lots, TheTableHasMoreThanThirtyEachNamedOnceAndStandingOnThoseAbove) {
  const auto definitions = lot_definitions();
  EXPECT_GE(definitions.size(), 30U);
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    const auto& lot = definitions[i];
    EXPECT_TRUE(names.insert(lot.name).second) << lot.name;
    EXPECT_FALSE(lot.source.empty()) << lot.name;
    EXPECT_EQ(lot.school == LotSchool::hermetic, i < hermetic_lot_count) << lot.name;
    for (const auto& term : {lot.from_term, lot.to_term, lot.minus_term}) {
      EXPECT_TRUE(term.kind != LotTerm::Kind::lot || term.number < i) << lot.name;
    }
  }
}

TEST(Lots, FormulasAreTold) {
  const auto& definitions = lot_definitions();
  EXPECT_EQ(formula_of(definitions[0], Sect::day), "ascendant + moon - sun");
  EXPECT_EQ(formula_of(definitions[0], Sect::night), "ascendant + sun - moon");
  EXPECT_EQ(formula_of(definitions[lot_named("exaltation")], Sect::night),
            "ascendant + 3° Taurus - moon");
  EXPECT_EQ(formula_of(definitions[lot_named("property")], Sect::day),
            "ascendant + cusp of house 2 - ruler of house 2");
}

TEST(Lots, OfAChartAreInItsHouses) {
  const auto& chart = testing::sample_chart();
  const auto lots = place_lots(chart, Sect::day, all_lots());
  ASSERT_TRUE(lots);
  ASSERT_EQ(lots->size(), lot_definitions().size());
  for (const auto& lot : *lots)
    EXPECT_EQ(lot.house, house_of(lot.longitude, chart.houses->cusp_span()));
}

TEST(Lots, WithoutAnAscendantThereAreNone) {
  NatalSettings settings;
  settings.bodies = testing::usual_bodies();
  const auto chart =
      compute_natal_chart(testing::swiss_sky(), testing::sample_instant, std::nullopt, settings);
  const auto lots = place_lots(*chart, Sect::day, all_lots());
  ASSERT_FALSE(lots);
  EXPECT_EQ(lots.error().code, ErrorCode::invalid_value);
}

}  // namespace
}  // namespace astronova::astrology
