#include "astrology/western/natal/syzygy.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/instant.h"
#include "tests/astrology/natal/sample_chart.h"
#include "tests/support/json_file.h"

namespace astronova::astrology {
namespace {

TEST(PrenatalSyzygy, IsTheNewOrFullMoonOfEspenakBeforeTheBirth) {
  const auto document = testing::json_file("tests/astrology/data/astropixels_moon_phases.json");
  int compared = 0;
  for (const auto& test : document.at("cases").as_array()) {
    const auto quarter = test.at("quarter").to_number<int>();
    if (quarter % 2 != 0 || ++compared > 40) continue;
    const auto& utc = test.at("utc").as_string();
    const auto instant = parse_rfc3339(std::string{utc.data(), utc.size() - 1} + ":00Z");
    const double expected = to_julian_day(*instant).value;
    const auto syzygy =
        prenatal_syzygy(testing::swiss_sky(), {expected + 3}, testing::sample_place);
    ASSERT_TRUE(syzygy);
    EXPECT_LT(std::abs(syzygy->when.value - expected) * 1440, 1.0) << utc;
    EXPECT_EQ(syzygy->kind, quarter == 0 ? SyzygyKind::new_moon : SyzygyKind::full_moon);
  }
  EXPECT_GT(compared, 10);
}

TEST(PrenatalSyzygy, CountsAtTheVeryInstantOfBirth) {
  const auto before = prenatal_syzygy(testing::swiss_sky(), {2448027.1}, testing::sample_place);
  const auto at = prenatal_syzygy(testing::swiss_sky(), before->when, testing::sample_place);
  ASSERT_TRUE(at);
  EXPECT_NEAR(at->when.value, before->when.value, 1e-6);
}

// The full Moon of 1990-05-09, 19:31 UT: in New York the Sun is up, in Tokyo the Moon.
TEST(PrenatalSyzygy, AtAFullMoonIsTheLuminaryAboveTheHorizon) {
  const auto new_york =
      prenatal_syzygy(testing::swiss_sky(), testing::sample_instant, testing::sample_place);
  const auto tokyo =
      prenatal_syzygy(testing::swiss_sky(), testing::sample_instant, {35.6762, 139.6503, 0});
  ASSERT_TRUE(new_york && tokyo);
  EXPECT_EQ(new_york->kind, SyzygyKind::full_moon);
  EXPECT_NEAR(new_york->longitude, 48.90, 0.02);  // Sun in Taurus
  EXPECT_NEAR(tokyo->longitude, 228.90, 0.02);    // Moon in Scorpio
}

}  // namespace
}  // namespace astronova::astrology
