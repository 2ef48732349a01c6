#include "astrology/western/aspects.h"

#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "base/angle.h"
#include "tests/support/json_file.h"

namespace astronova::astrology {
namespace {

using sky::Body;

AspectPoint body(Body which, double longitude, double speed = 1) {
  return {PointKind::body, which, longitude, speed};
}

TEST(Aspects, EachPairIsGivenOnceInTheOrderOfThePoints) {
  const std::vector points{body(Body::sun, 0), body(Body::moon, 120), body(Body::mars, 240)};
  const auto aspects = aspects_within(points, AspectSettings::major());
  ASSERT_EQ(aspects.size(), 3U);
  EXPECT_EQ(aspects[0].first.body, Body::sun);
  EXPECT_EQ(aspects[0].second.body, Body::moon);
  EXPECT_EQ(aspects[2].first.body, Body::moon);
  EXPECT_EQ(aspects[2].second.body, Body::mars);
  for (const auto& aspect : aspects)
    EXPECT_EQ(aspect.kind, AspectKind::trine);
}

TEST(Aspects, OrbsAreWiderForTheLuminaries) {
  const auto with_sun = std::vector{body(Body::sun, 0), body(Body::mars, 98.5)};
  const auto without = std::vector{body(Body::venus, 0), body(Body::mars, 98.5)};
  EXPECT_EQ(aspects_within(with_sun, AspectSettings::major()).size(), 1U);
  EXPECT_TRUE(aspects_within(without, AspectSettings::major()).empty());
}

TEST(Aspects, AnOrbThatIsSetHoldsForAllPointsAndIsItselfWithin) {
  auto settings = AspectSettings::major();
  settings.set_orb(AspectKind::square, 2);
  const auto at_the_orb = std::vector{body(Body::sun, 0), body(Body::mars, 92)};
  const auto beyond = std::vector{body(Body::sun, 0), body(Body::mars, 92.001)};
  EXPECT_EQ(aspects_within(at_the_orb, settings).size(), 1U);
  EXPECT_TRUE(aspects_within(beyond, settings).empty());
}

TEST(Aspects, MinorAspectsComeOnRequestOnly) {
  const auto points = std::vector{body(Body::venus, 10), body(Body::mars, 160.5)};
  EXPECT_TRUE(aspects_within(points, AspectSettings::major()).empty());
  auto settings = AspectSettings::major();
  settings.want(AspectKind::quincunx);
  const auto aspects = aspects_within(points, settings);
  ASSERT_EQ(aspects.size(), 1U);
  EXPECT_EQ(aspects[0].kind, AspectKind::quincunx);
  EXPECT_NEAR(aspects[0].orb, 0.5, 1e-12);
}

TEST(Aspects, APairWithinOrbOfTwoAspectsHasTheNearer) {
  auto settings = AspectSettings::with_default_orbs();
  settings.want(AspectKind::quintile);
  settings.want(AspectKind::square);
  settings.set_orb(AspectKind::quintile, 15);
  settings.set_orb(AspectKind::square, 15);
  const auto points = std::vector{body(Body::venus, 0), body(Body::mars, 80)};
  const auto aspects = aspects_within(points, settings);
  ASSERT_EQ(aspects.size(), 1U);
  EXPECT_EQ(aspects[0].kind, AspectKind::quintile);
}

// Both sides of exact, both ways round the circle, and across 0 Aries.
TEST(Aspects, ApplyingMeansThatTheOrbIsShrinkingNow) {
  struct Case {
    double first, first_speed, second, second_speed;
  };
  for (const auto& test : std::initializer_list<Case>{{100, 1, 105, 0.1},
                                                      {105, 0.1, 100, 1},
                                                      {105, 1, 100, 0.1},
                                                      {358, 1, 2, 0.2},
                                                      {10, 13, 127, 1},
                                                      {10, 13, 133, 1},
                                                      {10, -0.2, 133, 1},
                                                      {200, 1, 17, -0.5},
                                                      {200, 1, 23, -0.5},
                                                      {350, 0.5, 81, 1.2}}) {
    const auto orb_after = [&](double days) {
      const auto points =
          std::vector{body(Body::sun, normalized_degrees(test.first + days * test.first_speed)),
                      body(Body::mars, normalized_degrees(test.second + days * test.second_speed))};
      return aspects_within(points, AspectSettings::major()).at(0).orb;
    };
    const auto points = std::vector{body(Body::sun, test.first, test.first_speed),
                                    body(Body::mars, test.second, test.second_speed)};
    const auto aspects = aspects_within(points, AspectSettings::major());
    ASSERT_EQ(aspects.size(), 1U) << test.first << ' ' << test.second;
    EXPECT_EQ(aspects[0].applying, orb_after(0.001) < orb_after(0))
        << test.first << ' ' << test.second;
  }
}

TEST(Aspects, PairsThatAreTrueOfEveryChartAreLeftOut) {
  const std::vector points{body(Body::true_node, 10),
                           body(Body::mean_node, 10.5),
                           body(Body::true_south_node, 190),
                           body(Body::mean_lilith, 100),
                           body(Body::true_lilith, 101),
                           AspectPoint{PointKind::ascendant, {}, 30, 0},
                           AspectPoint{PointKind::midheaven, {}, 300, 0}};
  for (const auto& aspect : aspects_within(points, AspectSettings::major())) {
    const auto family = [](const AspectPoint& point) {
      if (point.kind != PointKind::body) return 0;
      return point.body >= Body::mean_lilith ? 1 : 2;
    };
    EXPECT_NE(family(aspect.first), family(aspect.second))
        << name_of(aspect.first) << ' ' << name_of(aspect.second);
  }
}

// Kerykeion's points, as ours; those that it has and we do not are skipped.
std::optional<AspectPoint> point_of(const boost::json::object& aspect, const char* name,
                                    const char* longitude, const char* speed) {
  static const std::map<std::string, AspectPoint> points{
      {"Sun", body(Body::sun, 0)},
      {"Moon", body(Body::moon, 0)},
      {"Mercury", body(Body::mercury, 0)},
      {"Venus", body(Body::venus, 0)},
      {"Mars", body(Body::mars, 0)},
      {"Jupiter", body(Body::jupiter, 0)},
      {"Saturn", body(Body::saturn, 0)},
      {"Uranus", body(Body::uranus, 0)},
      {"Neptune", body(Body::neptune, 0)},
      {"Pluto", body(Body::pluto, 0)},
      {"Chiron", body(Body::chiron, 0)},
      {"Mean_Lilith", body(Body::mean_lilith, 0)},
      {"True_North_Lunar_Node", body(Body::true_node, 0)},
      {"Ascendant", {PointKind::ascendant, {}, 0, 0}},
      {"Medium_Coeli", {PointKind::midheaven, {}, 0, 0}}};
  const auto& key = aspect.at(name).as_string();
  const auto found = points.find(std::string{key.data(), key.size()});
  if (found == points.end()) return std::nullopt;
  auto point = found->second;
  point.longitude = aspect.at(longitude).to_number<double>();
  point.speed = aspect.at(speed).to_number<double>();
  return point;
}

AspectSettings kerykeion_settings() {
  auto settings = AspectSettings::with_default_orbs();
  for (const auto& [kind, orb] : {std::pair{AspectKind::conjunction, 10.0},
                                  {AspectKind::opposition, 10.0},
                                  {AspectKind::trine, 8.0},
                                  {AspectKind::sextile, 6.0},
                                  {AspectKind::square, 5.0},
                                  {AspectKind::quintile, 1.0}}) {
    settings.want(kind);
    settings.set_orb(kind, orb);
  }
  return settings;
}

TEST(Aspects, SynastriesOfKerykeionHaveTheSameAspectsAndOrbs) {
  const auto document =
      astronova::testing::json_file("tests/astrology/data/kerykeion_synastry.json");
  for (const auto& pair : document.at("synastry").as_object()) {
    std::map<std::string, AspectPoint> first, second;
    std::set<std::tuple<std::string, std::string, std::string>> expected;
    std::map<std::tuple<std::string, std::string>, double> orbs;
    for (const auto& value : pair.value().as_array()) {
      const auto& aspect = value.as_object();
      const auto one = point_of(aspect, "p1", "p1_lon", "p1_speed");
      const auto other = point_of(aspect, "p2", "p2_lon", "p2_speed");
      if (!one || !other) continue;
      const std::string name_one{name_of(*one)}, name_other{name_of(*other)};
      first[name_one] = *one;
      second[name_other] = *other;
      const auto& kind = aspect.at("aspect").as_string();
      expected.emplace(name_one, name_other, std::string{kind.data(), kind.size()});
      orbs[{name_one, name_other}] = aspect.at("orb").to_number<double>();
    }
    std::vector<AspectPoint> ours, theirs;
    for (const auto& [name, point] : first)
      ours.push_back(point);
    for (const auto& [name, point] : second)
      theirs.push_back(point);
    std::set<std::tuple<std::string, std::string, std::string>> found;
    for (const auto& aspect : aspects_between(ours, theirs, kerykeion_settings())) {
      const std::string one{name_of(aspect.first)}, other{name_of(aspect.second)};
      found.emplace(one, other, std::string{name_of(aspect.kind)});
      EXPECT_NEAR(aspect.orb, (orbs[{one, other}]), 1e-3) << one << ' ' << other;
    }
    EXPECT_EQ(found, expected) << pair.key();
  }
}

}  // namespace
}  // namespace astronova::astrology
