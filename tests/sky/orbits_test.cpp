#include "sky/orbits.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/angle.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "tests/support/swetest.h"

namespace astronova::sky {
namespace {

constexpr JulianDayUt orbits_instant{2448027.1041666665};  // 1990-05-15 14:30

const Ephemeris& ephemeris_of_orbits() {
  static const auto opened = open_swiss_ephemeris(default_ephemeris_directory);
  return **opened;
}

const Orbits& orbits() {
  return *ephemeris_of_orbits().orbits();
}

void expect_same_degree(double one, double other, const std::string& what) {
  EXPECT_LT(std::abs(signed_separation_degrees(one, other)), 1e-6) << what;
}

// n and f are the mean nodes and apsides of swetest, N and F the osculating ones.
TEST(Orbits, NodesAndApsidesAreThoseOfSwetest) {
  for (const auto& [method, letters] :
       {std::pair{OrbitMethod::mean, "nf"}, {OrbitMethod::osculating, "NF"}}) {
    // It prints no mean elements of Pluto, which has none.
    const int last = method == OrbitMethod::mean ? 8 : 9;
    for (int planet = 1; planet <= last; ++planet) {
      const auto rows = astronova::testing::swetest("-b15.5.1990 -ut14:30 -p" +
                                                    std::to_string(planet) + " -f" + letters);
      ASSERT_GE(rows.at(0).size(), 4U);
      const auto points = orbits().points_of(orbits_instant, static_cast<Body>(planet), method);
      ASSERT_TRUE(points) << planet;
      const auto what = std::string{letters} + std::to_string(planet);
      expect_same_degree(points->ascending_node->longitude, rows[0][0], what);
      expect_same_degree(points->descending_node->longitude, rows[0][1], what);
      expect_same_degree(points->perihelion.longitude, rows[0][2], what);
      expect_same_degree(points->aphelion.longitude, rows[0][3], what);
    }
  }
}

TEST(Orbits, TheSunHasApsidesAndNoNodes) {
  const auto points = orbits().points_of(orbits_instant, Body::sun, OrbitMethod::mean);
  ASSERT_TRUE(points);
  EXPECT_FALSE(points->ascending_node);
  EXPECT_NEAR(
      std::abs(signed_separation_degrees(points->perihelion.longitude, points->aphelion.longitude)),
      180, 0.5);
}

TEST(Orbits, APointOfTheMoonsOrbitHasNoneOfItsOwn) {
  const auto points = orbits().points_of(orbits_instant, Body::mean_node, OrbitMethod::mean);
  ASSERT_FALSE(points);
  EXPECT_EQ(points.error().code, ErrorCode::invalid_value);
}

TEST(Asteroids, OfTheMainFilesAreFoundByTheirNumbers) {
  BodyState ceres;
  const Body body = Body::ceres;
  ASSERT_TRUE(ephemeris_of_orbits().states_at(orbits_instant, {&body, 1}, {}, {&ceres, 1}));
  const auto found = orbits().asteroid_at(orbits_instant, 1, {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->longitude, ceres.longitude);
  EXPECT_EQ(orbits().asteroid_name(1), "Ceres");

  const auto pholus = orbits().asteroid_at(orbits_instant, 5145, {});
  ASSERT_TRUE(pholus);
  const auto rows = astronova::testing::swetest("-b15.5.1990 -ut14:30 -pE -flb");
  expect_same_degree(pholus->longitude, rows.at(0).at(0), "Pholus");
  EXPECT_NEAR(pholus->latitude, rows[0][1], 1e-6);
}

TEST(Asteroids, WithoutADataFileTheErrorNamesIt) {
  const auto eros = orbits().asteroid_at(orbits_instant, 433, {});
  ASSERT_FALSE(eros);
  EXPECT_EQ(eros.error().code, ErrorCode::not_found);
  EXPECT_NE(eros.error().detail.find("ast0/se00433s.se1"), std::string::npos)
      << eros.error().detail;
  const auto far = orbits().asteroid_at(orbits_instant, 136'199, {});
  EXPECT_NE(far.error().detail.find("ast136/s136199s.se1"), std::string::npos)
      << far.error().detail;
}

}  // namespace
}  // namespace astronova::sky
