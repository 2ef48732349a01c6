#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "astrology/western/predictive/firdaria.h"
#include "astrology/western/predictive/profections.h"
#include "astrology/western/predictive/releasing.h"
#include "base/instant.h"

namespace astronova::astrology {
namespace {

using sky::Body;

JulianDayUt day(const char* text) {
  return to_julian_day(*parse_rfc3339(std::string(text) + "T00:00:00Z"));
}

std::string date_of(JulianDayUt when) {
  return format_rfc3339(to_instant(when)).substr(0, 10);
}

constexpr double year_days = 365.24219;

// --- firdaria

std::vector<std::string> lords(const std::vector<Firdar>& all) {
  std::vector<std::string> names;
  for (const auto& firdar : all)
    names.emplace_back(name_of(firdar.lord));
  return names;
}

// A published table after Abu Ma'shar (Firdariyyat Table, scribd.com/document/390734932), years of
// age at which periods end.
TEST(Firdaria, ByDayAreThoseOfThePublishedTable) {
  const auto all = firdaria({0}, true, FirdariaNodes::last, 1);
  const std::vector<std::string> expected{"sun",     "venus", "mercury",   "moon",     "saturn",
                                          "jupiter", "mars",  "northNode", "southNode"};
  EXPECT_EQ(lords(all), expected);
  const auto age = [](JulianDayUt when) { return when.value / year_days; };
  const std::vector<double> of_the_sun{1.428, 2.856, 4.284, 5.712, 7.140, 8.568, 10.00};
  const std::vector<std::string> in_order{"sun",    "venus",   "mercury", "moon",
                                          "saturn", "jupiter", "mars"};
  ASSERT_EQ(all[0].parts.size(), 7U);
  for (std::size_t i = 0; i < 7; ++i) {
    // The table adds up a seventh that is rounded to three digits.
    EXPECT_NEAR(age(all[0].parts[i].end), of_the_sun[i], 0.004);
    EXPECT_EQ(name_of(all[0].parts[i].lord), in_order[i]);
  }
  const std::vector<double> of_mercury{19.857, 21.714, 23.571, 25.428, 27.285, 29.142};
  for (std::size_t i = 0; i < of_mercury.size(); ++i)
    EXPECT_NEAR(age(all[2].parts[i].end), of_mercury[i], 0.004);
  EXPECT_EQ(name_of(all[2].parts[1].lord), "moon");
  EXPECT_EQ(name_of(all[2].parts[5].lord), "sun");
  EXPECT_TRUE(all[7].parts.empty());
  EXPECT_NEAR(age(all.back().end), 75, 1e-9);
}

TEST(Firdaria, ByNightBeginWithTheMoonAndHaveTheNodesWhereTheVariantSays) {
  const std::vector<std::string> last{"moon",  "saturn",  "jupiter",   "mars",     "sun",
                                      "venus", "mercury", "northNode", "southNode"};
  EXPECT_EQ(lords(firdaria({0}, false, FirdariaNodes::last, 1)), last);
  const std::vector<std::string> after_mars{"moon",      "saturn", "jupiter", "mars",   "northNode",
                                            "southNode", "sun",    "venus",   "mercury"};
  EXPECT_EQ(lords(firdaria({0}, false, FirdariaNodes::after_mars, 1)), after_mars);
  EXPECT_EQ(lords(firdaria({0}, true, FirdariaNodes::after_mars, 1)),
            lords(firdaria({0}, true, FirdariaNodes::last, 1)));
  const auto night = firdaria({0}, false, FirdariaNodes::last, 1);
  const std::vector<double> of_saturn{10.571, 12.142, 13.713, 15.284, 16.855, 18.426, 20.000};
  for (std::size_t i = 0; i < 7; ++i)
    EXPECT_NEAR(night[1].parts[i].end.value / year_days, of_saturn[i], 0.004);
}

TEST(Firdaria, FollowEachOtherWithoutAGapAndBeginAgainAfter75Years) {
  const auto all = firdaria({2448027.1}, false, FirdariaNodes::after_mars, 2);
  EXPECT_EQ(all.size(), 18U);
  EXPECT_EQ(all[0].lord, all[9].lord);
  for (std::size_t i = 1; i < all.size(); ++i)
    EXPECT_EQ(all[i].begin.value, all[i - 1].end.value);
  for (const auto& firdar : all) {
    if (firdar.parts.empty()) continue;
    EXPECT_EQ(firdar.parts.front().begin.value, firdar.begin.value);
    EXPECT_EQ(firdar.parts.front().lord, firdar.lord);
    EXPECT_EQ(firdar.parts.back().end.value, firdar.end.value);
  }
}

// --- zodiacal releasing

const ReleasingPeriod* period_at(const std::vector<ReleasingPeriod>& all, int level,
                                 JulianDayUt when) {
  const auto found = std::ranges::find_if(all, [&](const ReleasingPeriod& period) {
    return period.level == level && period.begin <= when && when < period.end;
  });
  return found == all.end() ? nullptr : &*found;
}

// A published example (windsoftheplanets.com, Zodiacal Releasing part 3, 2016): the Lot of Fortune
// in Libra, Leo from 28 October 2012 to 21 July 2031 on level 1; on level 2 Libra from 11 January
// and Scorpio from 7 September 2016 to 1 December 2017; on level 3 Aquarius from 14 June to 27
// August 2016; on level 4, with the bond loosed, Scorpio on 8 August 2016.
TEST(ZodiacalReleasing, OfThePublishedExampleAgreesAtAllLevels) {
  const auto begin = day("2012-10-28");
  const auto all = release(begin, begin, day("2031-07-21"), {Sign::leo, Sign::libra, 4, 360});
  EXPECT_EQ(all.front().sign, Sign::leo);
  EXPECT_EQ(date_of(all.front().end), "2031-07-21");
  const auto when = day("2016-08-08");
  const auto* const second = period_at(all, 2, when);
  EXPECT_EQ(second->sign, Sign::libra);
  EXPECT_EQ(date_of(second->begin), "2016-01-11");
  EXPECT_EQ(date_of(second->end), "2016-09-07");
  EXPECT_TRUE(second->is_peak());
  EXPECT_EQ(second->from_fortune, 1);
  const auto* const next = period_at(all, 2, {second->end.value + 1});
  EXPECT_EQ(next->sign, Sign::scorpio);
  EXPECT_EQ(date_of(next->end), "2017-12-01");
  const auto* const third = period_at(all, 3, when);
  EXPECT_EQ(third->sign, Sign::aquarius);
  EXPECT_EQ(date_of(third->begin), "2016-06-14");
  EXPECT_EQ(date_of(third->end), "2016-08-28");
  const auto* const fourth = period_at(all, 4, when);
  EXPECT_EQ(fourth->sign, Sign::scorpio);
  EXPECT_EQ(fourth->ruler, Body::mars);
}

TEST(ZodiacalReleasing, TheBondIsLoosedToTheOppositeSignAfterTwelve) {
  // Capricorn: 27 years are 324 months, of which the round takes 211.
  const auto all = release({0}, {0}, {27 * 360.0}, {Sign::capricorn, Sign::aries, 2, 360});
  std::vector<ReleasingPeriod> months(all.begin() + 1, all.end());
  ASSERT_GT(months.size(), 13U);
  EXPECT_EQ(months[11].sign, Sign::sagittarius);
  EXPECT_FALSE(months[11].loosing_of_the_bond);
  EXPECT_EQ(months[12].sign, Sign::cancer);
  EXPECT_TRUE(months[12].loosing_of_the_bond);
  EXPECT_NEAR(months[12].begin.value, 211 * 30, 1e-6);
  EXPECT_EQ(months[13].sign, Sign::leo);
  EXPECT_FALSE(months[13].loosing_of_the_bond);
  EXPECT_EQ(months.back().end.value, all.front().end.value);
  // Those of Scorpio and shorter end before.
  const auto short_one = release({0}, {0}, {15 * 360.0}, {Sign::scorpio, Sign::aries, 2, 360});
  EXPECT_TRUE(std::ranges::none_of(short_one, &ReleasingPeriod::loosing_of_the_bond));
}

TEST(ZodiacalReleasing, PeriodsFillThoseAroundThem) {
  const auto all = release({0}, {0}, {100 * 360.0}, {Sign::gemini, Sign::leo, 3, 360});
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& period = all[i];
    if (i > 0 && all[i - 1].level < period.level) {
      EXPECT_EQ(all[i - 1].begin.value, period.begin.value);
      EXPECT_EQ(all[i - 1].sign, period.sign);
    }
    if (i > 0 && all[i - 1].level == period.level) {
      EXPECT_EQ(all[i - 1].end.value, period.begin.value);
    }
  }
  EXPECT_EQ(all[0].level, 1);
  EXPECT_NEAR(all[0].end.value, 20 * 360, 1e-6);
}

TEST(ZodiacalReleasing, GivesWhatOverlapsARangeWhole) {
  const auto all = release({0}, {1000}, {1010}, {Sign::aries, Sign::aries, 2, 360});
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all[0].begin.value, 0);
  EXPECT_NEAR(all[0].end.value, 15 * 360, 1e-6);
  for (const auto& period : all) {
    EXPECT_LT(period.begin.value, 1010);
    EXPECT_GT(period.end.value, 1000);
  }
}

TEST(ZodiacalReleasing, AngularSignsFromFortuneArePeaks) {
  const auto all = release({0}, {0}, {211 * 360.0}, {Sign::aries, Sign::taurus, 1, 360});
  ASSERT_GE(all.size(), 12U);
  for (std::size_t i = 0; i < 12; ++i) {
    const bool angular = all[i].sign == Sign::taurus || all[i].sign == Sign::leo ||
                         all[i].sign == Sign::scorpio || all[i].sign == Sign::aquarius;
    EXPECT_EQ(all[i].is_peak(), angular) << name_of(all[i].sign);
  }
}

// --- profections

TEST(Profections, GoASignAYearAndASignAMonth) {
  Placements natal;
  natal.push_back({Body::sun, {}, {}});
  natal.back().state.longitude = 54.5;  // Taurus
  // Leo rises; 33 signs on is the tenth from it.
  const SolarYear year{33, {1000}, {1012}};
  const auto profected = profect(122.2, natal, year, {1002.5});
  EXPECT_EQ(profected.age, 33);
  EXPECT_EQ(profected.year.sign, Sign::taurus);
  EXPECT_EQ(profected.year.house, 10);
  EXPECT_EQ(profected.year.ruler, Body::venus);
  EXPECT_EQ(profected.year.natal_bodies, std::vector{Body::sun});
  EXPECT_EQ(profected.months[0].sign, Sign::taurus);
  EXPECT_EQ(profected.months[1].sign, Sign::gemini);
  EXPECT_EQ(profected.months[11].sign, Sign::aries);
  EXPECT_EQ(profected.month, 2U);
  EXPECT_NEAR(profected.months[2].begin.value, 1002, 1e-9);
  EXPECT_EQ(profected.months[11].end.value, 1012);
}

TEST(Profections, TheFirstYearIsOfTheSignItself) {
  const auto profected = profect(15, {}, {0, {0}, {365}}, {0});
  EXPECT_EQ(profected.year.sign, Sign::aries);
  EXPECT_EQ(profected.year.house, 1);
  EXPECT_EQ(profected.month, 0U);
  EXPECT_EQ(profect(15, {}, {12, {0}, {365}}, {0}).year.sign, Sign::aries);
}

}  // namespace
}  // namespace astronova::astrology
