#include "sky/fixed_stars.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "base/angle.h"
#include "sky/replaceable_ephemeris.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "tests/support/swetest.h"

namespace astronova::sky {
namespace {

const FixedStars& stars() {
  static const auto opened = open_swiss_ephemeris(default_ephemeris_directory);
  return *(*opened)->fixed_stars();
}

std::size_t find_star(std::string_view designation) {
  const auto catalogue = stars().catalogue();
  const auto found = std::ranges::find(catalogue, designation, &FixedStar::designation);
  EXPECT_NE(found, catalogue.end()) << designation;
  return static_cast<std::size_t>(found - catalogue.begin());
}

TEST(FixedStars, TheCatalogueHasEachStarOnceWithItsNames) {
  const auto catalogue = stars().catalogue();
  EXPECT_GT(catalogue.size(), 700U);
  std::set<std::string_view> designations;
  for (const auto& star : catalogue)
    EXPECT_TRUE(designations.insert(star.designation).second) << star.designation;
  const auto& aldebaran = catalogue[find_star("alTau")];
  EXPECT_EQ(aldebaran.name, "Aldebaran");
  EXPECT_EQ(std::ranges::count(aldebaran.others, "Rohini"), 1);
  EXPECT_NEAR(aldebaran.magnitude.value(), 0.86, 1e-9);
  EXPECT_FALSE(catalogue[find_star("SgrA*")].magnitude);
}

TEST(FixedStars, PlacesAreThoseOfSwetestInFourCenturies) {
  for (const auto& [designation, name] :
       {std::pair{"alCMa", "Sirius"}, {"bePer", "Algol"}, {"alVir", "Spica"}, {"alLyr", "Vega"}}) {
    const auto star = find_star(designation);
    for (const int year : {1600, 1850, 1990, 2040}) {
      const auto rows = astronova::testing::swetest("-b15.5." + std::to_string(year) +
                                                    " -ut14:30 -pf -xf" + name + " -flbdJ");
      StarState state;
      ASSERT_TRUE(stars().states_at({rows.at(0).at(3)}, {&star, 1}, {&state, 1}));
      EXPECT_LT(std::abs(signed_separation_degrees(state.longitude, rows[0][0])), 1e-6) << name;
      EXPECT_NEAR(state.latitude, rows[0][1], 1e-6) << name;
      EXPECT_NEAR(state.declination, rows[0][2], 1e-6) << name;
    }
  }
}

TEST(FixedStars, OutsideTheDataIsAnErrorThatNamesThem) {
  const std::size_t star = 0;
  StarState state;
  const auto done = stars().states_at({9e6}, {&star, 1}, {&state, 1});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::outside_ephemeris);
}

TEST(FixedStars, AreReachedThroughAnEphemerisThatStandsBeforeAnother) {
  auto swiss = open_swiss_ephemeris(default_ephemeris_directory);
  const auto* behind = (*swiss)->fixed_stars();
  const auto* orbits = (*swiss)->orbits();
  const ReplaceableEphemeris before(*std::move(swiss));
  EXPECT_EQ(before.fixed_stars(), behind);
  EXPECT_EQ(before.orbits(), orbits);
}

}  // namespace
}  // namespace astronova::sky
