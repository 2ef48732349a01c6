#include "astrology/matching/compatibility.h"

#include <cmath>
#include <map>
#include <numeric>

#include <gmock/gmock.h>

#include "astrology/matching/compatibility_weights.h"
#include "astrology/matching/match_statements.h"
#include "astrology/matching/synastry.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "tests/support/random_births.h"
#include "tests/support/samples.h"

namespace astronova::astrology {
namespace {

using astronova::testing::match_points_of;
using astronova::testing::RandomBirths;
using astronova::testing::without_angles;
using astronova::testing::without_time;
using Pair = std::pair<MatchPoints, MatchPoints>;

const sky::Ephemeris& sky_of_pairs() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

std::vector<Pair> random_pairs(int count, std::uint64_t seed) {
  RandomBirths births(seed);
  std::vector<Pair> pairs;
  for (int i = 0; i < count; ++i) {
    const auto first = match_points_of(sky_of_pairs(), births.next());
    pairs.emplace_back(first, match_points_of(sky_of_pairs(), births.next()));
  }
  return pairs;
}

Compatibility score_of(const MatchPoints& first, const MatchPoints& second) {
  Compatibility compatibility;
  score_compatibility(first, second, compatibility);
  return compatibility;
}

TEST(Compatibility, IsTheSameWhoeverIsTheFirst) {
  for (const auto& [first, second] : random_pairs(samples(500), 1)) {
    const auto one = score_of(first, second);
    const auto other = score_of(second, first);
    EXPECT_EQ(one.parts, other.parts);
    EXPECT_EQ(one.overall(), other.overall());
    ASSERT_EQ(one.aspects.size(), other.aspects.size());
    std::map<std::pair<int, int>, std::array<MatchUnits, match_part_count>> contributions;
    for (const auto& aspect : one.aspects)
      contributions[{aspect.first, aspect.second}] = aspect.contributions;
    for (const auto& aspect : other.aspects)
      EXPECT_EQ(aspect.contributions, (contributions.at({aspect.second, aspect.first})));
  }
}

TEST(Compatibility, EveryPointIsTheBaseOrComesFromAListedAspect) {
  for (const auto& [first, second] : random_pairs(samples(500), 2)) {
    const auto score = score_of(first, second);
    for (std::size_t part = 0; part < match_part_count; ++part) {
      MatchUnits sum = compatibility_base(static_cast<MatchPart>(part));
      for (const auto& aspect : score.aspects)
        sum += aspect.contributions.at(part);
      EXPECT_EQ(sum, score.parts.at(part));
      EXPECT_GT(score.parts.at(part), 0);
      EXPECT_LT(score.parts.at(part), 100 * match_units_in_a_point);
    }
  }
}

// The definition of docs/astrology/compatibility.md once more, in another way: aspects by
// aspects_between, sums of doubles in any order.
double plain_score(const MatchPoints& first, const MatchPoints& second, std::size_t part) {
  const auto points_of = [](const MatchPoints& points) {
    std::vector<AspectPoint> list;
    for (std::size_t i = 0; i < points.count; ++i)
      list.push_back(match_point(points, i));
    return list;
  };
  const auto ones = points_of(first);
  const auto others = points_of(second);
  const auto index_in = [](const std::vector<AspectPoint>& list, const AspectPoint& point) {
    return static_cast<std::size_t>(
        std::ranges::find(list, name_of(point), [](const auto& one) { return name_of(one); }) -
        list.begin());
  };
  const auto temper = [&](std::size_t i) {
    return i == 4 && part == 2 ? match_weights::temper_of_mars_physical : match_weights::temper[i];
  };
  double raw = 0;
  for (const auto& aspect : aspects_between(ones, others, AspectSettings::major())) {
    const auto i = index_in(ones, aspect.first);
    const auto j = index_in(others, aspect.second);
    if (i >= 7 && i <= 9 && j >= 7 && j <= 9) continue;
    constexpr std::size_t moon = 1;
    if ((i == moon && !first.has_moon) || (j == moon && !second.has_moon)) continue;
    const double worth = aspect.kind == AspectKind::conjunction
                             ? (temper(i) + temper(j)) / 2
                             : match_weights::nature[static_cast<std::size_t>(aspect.kind)][part];
    const double orb =
        allowed_orb(AspectSettings::major(), aspect.kind, aspect.first, aspect.second);
    raw += (1 - aspect.orb / orb) * worth * match_weights::affinity[i][part] *
           match_weights::affinity[j][part];
  }
  const auto [mean, deviation] = match_weights::calibration[part];
  return 50 + 49.9 * std::erf((raw - mean) / deviation / std::sqrt(2));
}

TEST(Compatibility, AgreesWithItsDefinitionComputedAnotherWay) {
  for (auto [first, second] : random_pairs(samples(300), 3)) {
    for (int i = 0; i < 2; ++i) {
      const auto score = score_of(first, second);
      for (std::size_t part = 0; part < match_part_count; ++part) {
        EXPECT_NEAR(score.part(static_cast<MatchPart>(part)), plain_score(first, second, part),
                    0.01);
      }
      second = without_time(second);
    }
  }
}

TEST(Compatibility, CountsNoAspectOfAMoonThatIsNotKnown) {
  constexpr std::size_t moon = 1;
  for (const auto& [first, second] : random_pairs(samples(100), 7)) {
    const auto one = score_of(first, without_time(second));
    auto hours_later = second;
    hours_later.longitudes.at(moon) += 6;
    EXPECT_EQ(score_of(first, without_time(hours_later)).parts, one.parts);
    EXPECT_EQ(score_of(without_time(second), first).parts, one.parts);
    for (const auto& aspect : one.aspects)
      EXPECT_NE(aspect.second, moon);
  }
}

TEST(Compatibility, AMinuteOfBirthTimeMovesItByLessThanTwoPointsUnlessByAnAngle) {
  RandomBirths births(4);
  double greatest = 0;
  for (int i = 0; i < samples(300); ++i) {
    const auto birth = births.next();
    auto later = birth;
    later.when.value += 1.0 / 1440;
    const auto other = without_angles(match_points_of(sky_of_pairs(), births.next()));
    const auto before = score_of(without_angles(match_points_of(sky_of_pairs(), birth)), other);
    const auto after = score_of(without_angles(match_points_of(sky_of_pairs(), later)), other);
    for (std::size_t part = 0; part < match_part_count; ++part) {
      const auto which = static_cast<MatchPart>(part);
      greatest = std::max(greatest, std::abs(after.part(which) - before.part(which)));
    }
  }
  EXPECT_LT(greatest, 2) << "points";
  EXPECT_LT(greatest, 0.5) << "what docs/astrology/compatibility.md says of it";
}

TEST(Compatibility, OfRandomPairsHasItsMeanNearFiftyAndFillsEveryTenth) {
  const auto pairs = random_pairs(samples(2000), 5);
  std::array<double, match_part_count + 1> means{};
  std::array<std::array<int, 10>, match_part_count + 1> tenths{};
  for (const auto& [first, second] : pairs) {
    const auto score = score_of(first, second);
    for (std::size_t part = 0; part <= match_part_count; ++part) {
      const double points =
          part < match_part_count ? score.part(static_cast<MatchPart>(part)) : score.overall();
      means.at(part) += points / static_cast<double>(pairs.size());
      ++tenths.at(part).at(static_cast<std::size_t>(points / 10));
    }
  }
  for (std::size_t part = 0; part <= match_part_count; ++part) {
    EXPECT_NEAR(means.at(part), 50, pairs.size() < 1000 ? 6 : 2) << "part " << part;
    if (pairs.size() < 1000) continue;
    for (const int count : tenths.at(part))
      EXPECT_GT(count, 0) << "part " << part;
  }
}

TEST(Compatibility, UranusNeptuneAndPlutoAmongThemselvesCountNothing) {
  MatchPoints first;
  MatchPoints second;
  first.count = second.count = 11;
  // Apart by angles of no aspect, but Uranus, Neptune and Pluto on each other.
  for (std::size_t i = 0; i < 11; ++i) {
    first.longitudes.at(i) = 0;
    second.longitudes.at(i) = i >= 7 && i <= 9 ? 0 : 33;
  }
  for (std::size_t i = 0; i < 7; ++i)
    first.longitudes.at(i) = 0 + 33.0 + 33.0 + 9;
  first.longitudes[10] = 75;
  const auto score = score_of(first, second);
  ASSERT_EQ(score.aspects.size(), 9U);
  for (const auto& aspect : score.aspects) {
    EXPECT_EQ(aspect.contributions, (std::array<MatchUnits, match_part_count>{}))
        << int{aspect.first} << ' ' << int{aspect.second};
  }
}

// The pair of docs/astrology/compatibility.md.
NatalChart chart_at_liverpool(JulianDayUt when) {
  NatalSettings settings;
  settings.bodies = match_bodies();
  return *compute_natal_chart(sky_of_pairs(), when, sky::GeographicPosition{53.4084, -2.9916, 0},
                              settings);
}

TEST(Compatibility, TheExampleOfTheDocumentationIsAsItSays) {
  const auto lennon = chart_at_liverpool({2429912.2291666665});
  const auto mccartney = chart_at_liverpool({2430529.0625});
  const auto score = score_of(match_points(lennon), match_points(mccartney));
  EXPECT_NEAR(score.overall(), 61.50, 0.005);
  EXPECT_NEAR(score.part(MatchPart::emotional), 62.55, 0.005);
  EXPECT_NEAR(score.part(MatchPart::mental), 72.11, 0.005);
  EXPECT_NEAR(score.part(MatchPart::physical), 65.87, 0.005);
  EXPECT_NEAR(score.part(MatchPart::spiritual), 45.45, 0.005);
  EXPECT_EQ(score.aspects.size(), 56U);
  EXPECT_NEAR(compatibility_base(MatchPart::emotional) / match_units_in_a_point, 47.53, 0.005);
  EXPECT_NEAR(compatibility_base(MatchPart::mental) / match_units_in_a_point, 48.99, 0.005);
  EXPECT_NEAR(compatibility_base(MatchPart::physical) / match_units_in_a_point, 42.23, 0.005);
  EXPECT_NEAR(compatibility_base(MatchPart::spiritual) / match_units_in_a_point, 50.60, 0.005);

  const auto synastry = compute_synastry(lennon, mccartney, AspectSettings::major());
  const auto contributions = contributions_to(synastry, score);
  const auto statements = match_statements(synastry, contributions, "Paul");
  ASSERT_EQ(statements.strengths.size(), match_statements_max);
  ASSERT_EQ(statements.challenges.size(), match_statements_max);
  EXPECT_EQ(statements.strengths[0].text,
            "Your ascendant is in trine to Paul's Moon, which adds 9.4 points, most to the "
            "emotional part: how you feel for each other.");
  EXPECT_EQ(statements.strengths[0].factors[0].id, "ascendant.trine.moon");
  EXPECT_EQ(statements.strengths[0].factors[0].detail,
            "Ascendant 19°42' Aries trine Moon 18°12' Leo, orb 1°30', applying");
  EXPECT_EQ(statements.challenges[0].factors[0].id, "neptune.square.sun");
  EXPECT_EQ(match_statements(synastry, contributions, "").challenges[0].text,
            "Your Neptune is square to your partner's Sun, which takes 10.5 points, most from the "
            "spiritual part: what you believe in and strive for.");
}

TEST(Compatibility, ContributionsOfASynastryAddUpToTheScore) {
  const auto lennon = chart_at_liverpool({2429912.2291666665});
  const auto mccartney = chart_at_liverpool({2430529.0625});
  const auto score = score_of(match_points(lennon), match_points(mccartney));
  auto sum = score.parts;
  for (const auto& aspect :
       contributions_to(compute_synastry(lennon, mccartney, AspectSettings::major()), score)) {
    for (std::size_t part = 0; part < match_part_count; ++part)
      sum.at(part) -= aspect.at(part);
  }
  for (std::size_t part = 0; part < match_part_count; ++part)
    EXPECT_EQ(sum.at(part), compatibility_base(static_cast<MatchPart>(part)));
}

}  // namespace
}  // namespace astronova::astrology
