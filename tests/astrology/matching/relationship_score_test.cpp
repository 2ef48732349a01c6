#include "astrology/matching/relationship_score.h"

#include <map>

#include <gmock/gmock.h>

#include "tests/support/json_file.h"

namespace astronova::astrology {
namespace {

using sky::Body;
using Points = std::vector<AspectPoint>;

AspectPoint at(Body body, double longitude) {
  return {PointKind::body, body, longitude, 0};
}
AspectPoint rising(double longitude) {
  return {PointKind::ascendant, {}, longitude, 0};
}

int points_of_pair(const Points& first, const Points& second) {
  return score_relationship(first, second).points;
}

// Rules as the reference states them.
boost::json::value rules() {
  return astronova::testing::json_file("tests/astrology/data/discepolo_relationship_score.json");
}
int rule(const char* name) {
  return rules().at("points").at(name).to_number<int>();
}

TEST(RelationshipScore, EachRuleGivesWhatTheReferenceSays) {
  // Aries and Capricorn, 80 degrees apart.
  EXPECT_EQ(points_of_pair({at(Body::sun, 1)}, {at(Body::sun, 281)}), rule("same_sun_quality"));
  EXPECT_EQ(points_of_pair({at(Body::sun, 10)}, {at(Body::sun, 42)}), 0);
  EXPECT_EQ(points_of_pair({at(Body::sun, 10)}, {at(Body::sun, 191.9)}),
            rule("sun_sun_conj_opp_square_orb_le_2") + rule("same_sun_quality"));
  EXPECT_EQ(points_of_pair({at(Body::sun, 29)}, {at(Body::sun, 32)}),
            rule("sun_sun_conj_opp_square"));
  EXPECT_EQ(points_of_pair({at(Body::sun, 10)}, {at(Body::sun, 70)}), rule("sun_sun_other_major"));
  EXPECT_EQ(points_of_pair({at(Body::sun, 10), at(Body::moon, 75)},
                           {at(Body::sun, 45), at(Body::moon, 12)}),
            rule("sun_moon_conjunction_orb_le_2"));
  EXPECT_EQ(points_of_pair({at(Body::sun, 10)}, {at(Body::sun, 45), at(Body::moon, 13)}),
            rule("sun_moon_conjunction"));
  EXPECT_EQ(points_of_pair({at(Body::sun, 10)}, {at(Body::sun, 45), at(Body::moon, 130)}),
            rule("sun_moon_other_major"));
  EXPECT_EQ(points_of_pair({at(Body::sun, 10), rising(225)}, {at(Body::sun, 45)}),
            rule("sun_ascendant_any_major"));
  EXPECT_EQ(
      points_of_pair({at(Body::sun, 10), rising(0)}, {at(Body::sun, 45), at(Body::moon, 120)}),
      rule("moon_ascendant_any_major"));
  EXPECT_EQ(points_of_pair({at(Body::sun, 10), at(Body::mars, 200)},
                           {at(Body::sun, 45), at(Body::venus, 290)}),
            rule("venus_mars_any_major"));
}

TEST(RelationshipScore, CategoriesHaveTheReferencesBoundaries) {
  const std::map<std::string, std::string_view> names{
      {"Minimal", "minimal"},         {"Medium", "medium"},
      {"Important", "important"},     {"Very Important", "veryImportant"},
      {"Exceptional", "exceptional"}, {"Rare Exceptional", "rareExceptional"}};
  const auto document = rules();
  for (const auto& boundary : document.at("boundaries").as_array()) {
    const auto& name = boundary.at(1).as_string();
    EXPECT_EQ(relationship_category(boundary.at(0).to_number<int>()),
              names.at({name.data(), name.size()}));
  }
}

// The positions are kerykeion's (kerykeion_synastry.json); what counts was picked from its list of
// aspects by hand: Sun trine Sun, Sun sextile ascendant, ascendant trine Sun, Mars conjunct Venus.
TEST(RelationshipScore, DeppAndLennonHaveSixteenPoints) {
  const Points depp{at(Body::sun, 77.6600847), at(Body::moon, 278.7401852),
                    at(Body::venus, 55.6042404), at(Body::mars, 153.0118765), rising(320.6967264)};
  const Points lennon{at(Body::sun, 196.267892), at(Body::moon, 303.546577),
                      at(Body::venus, 153.2154101), at(Body::mars, 182.6625079),
                      rising(19.7111278)};
  const auto score = score_relationship(depp, lennon);
  EXPECT_EQ(score.points, 16);
  EXPECT_EQ(score.category, "veryImportant");
  ASSERT_EQ(score.findings.size(), 4U);
  EXPECT_EQ(score.findings[0].rule, RelationshipRule::sun_sun_other);
  EXPECT_EQ(score.findings[1].rule, RelationshipRule::sun_ascendant);
  EXPECT_EQ(score.findings[2].rule, RelationshipRule::venus_mars);
  EXPECT_EQ(score.findings[3].rule, RelationshipRule::sun_ascendant);
  EXPECT_EQ(points_of_pair(lennon, depp), 16);
}

TEST(RelationshipScore, WithoutASunItIsABug) {
  EXPECT_THROW((void)score_relationship({}, {}), std::logic_error);
}

}  // namespace
}  // namespace astronova::astrology
