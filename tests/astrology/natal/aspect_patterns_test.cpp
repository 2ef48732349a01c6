#include "astrology/western/natal/aspect_patterns.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "tests/astrology/natal/sample_chart.h"

namespace astronova::astrology {
namespace {

using sky::Body;

std::vector<AspectPoint> planets_at(std::initializer_list<double> longitudes) {
  std::vector<AspectPoint> points;
  for (const double longitude : longitudes)
    points.push_back({PointKind::body, static_cast<Body>(points.size()), longitude, 0});
  return points;
}

std::vector<AspectPattern> patterns_at(std::initializer_list<double> longitudes) {
  return find_aspect_patterns(planets_at(longitudes));
}

TEST(AspectPatterns, AGrandTrineIsThreeTrines) {
  const auto found = patterns_at({10, 131, 249});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, PatternKind::grand_trine);
  EXPECT_EQ(found[0].points.size(), 3U);
  EXPECT_EQ(found[0].aspects.size(), 3U);
  EXPECT_NEAR(found[0].orb_max, 2, 1e-9);
  EXPECT_FALSE(found[0].focus);
}

TEST(AspectPatterns, ATSquareTurnsOnThePointThatIsSquareToBoth) {
  const auto found = patterns_at({10, 101, 189});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, PatternKind::t_square);
  EXPECT_EQ(found[0].focus->body, Body::moon);
  EXPECT_EQ(found[0].aspects.size(), 3U);
}

TEST(AspectPatterns, AGrandCrossIsToldOnceAndWithoutItsTSquares) {
  const auto found = patterns_at({10, 101, 189, 281});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, PatternKind::grand_cross);
  EXPECT_EQ(found[0].aspects.size(), 6U);
}

TEST(AspectPatterns, AYodPointsAtTheOneThatIsQuincunxToBoth) {
  const auto found = patterns_at({10, 70, 220.5});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, PatternKind::yod);
  EXPECT_EQ(found[0].focus->body, Body::mercury);
  EXPECT_EQ(found[0].aspects.size(), 3U);
}

TEST(AspectPatterns, AKiteHoldsItsGrandTrine) {
  const auto found = patterns_at({10, 130, 250, 190});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, PatternKind::kite);
  EXPECT_EQ(found[0].focus->body, Body::venus);
  EXPECT_EQ(found[0].aspects.size(), 6U);
}

TEST(AspectPatterns, AMysticRectangleIsTwoOppositionsJoinedByTrinesAndSextiles) {
  const auto found = patterns_at({10, 70, 190, 250});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, PatternKind::mystic_rectangle);
  EXPECT_EQ(found[0].aspects.size(), 6U);
}

TEST(AspectPatterns, AStelliumIsAChainOfConjunctionsOfPlanets) {
  auto points = planets_at({10, 18, 25, 200, 31});
  points.push_back({PointKind::ascendant, {}, 33, 0});
  const auto found = find_aspect_patterns(points);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, PatternKind::stellium);
  EXPECT_EQ(found[0].points.size(), 4U);
  PatternSettings five;
  five.stellium_planets_min = 5;
  EXPECT_TRUE(find_aspect_patterns(points, five).empty());
}

TEST(AspectPatterns, OrbsAreThoseThatWereAskedFor) {
  PatternSettings narrow;
  narrow.aspects.set_orb(AspectKind::trine, 1);
  EXPECT_TRUE(find_aspect_patterns(planets_at({10, 131, 249}), narrow).empty());
}

// Every triple and quadruple of points, judged by the definitions alone.
class PatternJudge {
 public:
  explicit PatternJudge(const std::vector<AspectPoint>& points) : points_(points) {
    for (const auto& aspect : aspects_within(points, PatternSettings::default_aspects()))
      kinds_[{place(aspect.first), place(aspect.second)}] = aspect.kind;
  }

  bool is(AspectKind kind, std::size_t i, std::size_t j) const {
    const auto found = kinds_.find({std::min(i, j), std::max(i, j)});
    return found != kinds_.end() && found->second == kind;
  }

  std::multiset<PatternKind> count() const {
    std::multiset<PatternKind> found;
    const std::size_t n = points_.size();
    std::vector<std::set<std::size_t>> crosses, kites;
    // Every order of four points: a figure of two symmetric pairs is met more than once.
    std::set<std::pair<PatternKind, std::set<std::size_t>>> fours;
    for (std::size_t a = 0; a < n; ++a)
      for (std::size_t b = 0; b < n; ++b)
        for (std::size_t c = 0; c < n; ++c)
          for (std::size_t d = 0; d < n; ++d) {
            const std::set<std::size_t> all{a, b, c, d};
            if (all.size() != 4) continue;
            if (is(AspectKind::opposition, a, c) && is(AspectKind::opposition, b, d) &&
                is(AspectKind::square, a, b) && is(AspectKind::square, b, c) &&
                is(AspectKind::square, c, d) && is(AspectKind::square, d, a))
              fours.insert({PatternKind::grand_cross, all});
            if (is(AspectKind::opposition, a, c) && is(AspectKind::opposition, b, d) &&
                is(AspectKind::sextile, a, b) && is(AspectKind::trine, b, c) &&
                is(AspectKind::sextile, c, d) && is(AspectKind::trine, d, a))
              fours.insert({PatternKind::mystic_rectangle, all});
            if (is(AspectKind::trine, a, b) && is(AspectKind::trine, b, c) &&
                is(AspectKind::trine, a, c) && is(AspectKind::opposition, d, a) &&
                is(AspectKind::sextile, d, b) && is(AspectKind::sextile, d, c))
              fours.insert({PatternKind::kite, all});
          }
    for (const auto& [kind, set] : fours) {
      found.insert(kind);
      if (kind == PatternKind::grand_cross) crosses.push_back(set);
      if (kind == PatternKind::kite) kites.push_back(set);
    }
    const auto within = [](const std::set<std::size_t>& set, const auto& greater) {
      return std::ranges::any_of(greater,
                                 [&](const auto& one) { return std::ranges::includes(one, set); });
    };
    for (std::size_t a = 0; a < n; ++a)
      for (std::size_t b = a + 1; b < n; ++b)
        for (std::size_t c = 0; c < n; ++c) {
          if (c == a || c == b) continue;
          const std::set<std::size_t> all{a, b, c};
          if (is(AspectKind::opposition, a, b) && is(AspectKind::square, a, c) &&
              is(AspectKind::square, b, c) && !within(all, crosses))
            found.insert(PatternKind::t_square);
          if (is(AspectKind::sextile, a, b) && is(AspectKind::quincunx, a, c) &&
              is(AspectKind::quincunx, b, c))
            found.insert(PatternKind::yod);
          if (c > b && is(AspectKind::trine, a, b) && is(AspectKind::trine, b, c) &&
              is(AspectKind::trine, a, c) && !within(all, kites))
            found.insert(PatternKind::grand_trine);
        }
    return found;
  }

 private:
  std::size_t place(const AspectPoint& point) const { return static_cast<std::size_t>(point.body); }

  const std::vector<AspectPoint>& points_;
  std::map<std::pair<std::size_t, std::size_t>, AspectKind> kinds_;
};

TEST(AspectPatterns, AreAllThatTheDefinitionsFindInRandomSkies) {
  std::mt19937 random{7};
  std::uniform_real_distribution<double> anywhere(0, 360);
  std::size_t figures = 0;
  for (int sky = 0; sky < 300; ++sky) {
    std::vector<AspectPoint> points;
    for (int i = 0; i < 12; ++i)
      points.push_back({PointKind::body, static_cast<Body>(i), anywhere(random), 0});
    std::multiset<PatternKind> found;
    for (const auto& pattern : find_aspect_patterns(points)) {
      if (pattern.kind != PatternKind::stellium) found.insert(pattern.kind);
    }
    ASSERT_EQ(found, PatternJudge(points).count()) << sky;
    figures += found.size();
  }
  EXPECT_GT(figures, 100U);
}

}  // namespace
}  // namespace astronova::astrology
