#include "astrology/western/natal/lunar_mansions.h"

#include <gtest/gtest.h>

namespace astronova::astrology {
namespace {

TEST(LunarMansions, AreTwentyEightEqualPartsFromTheBeginningOfAries) {
  ASSERT_EQ(lunar_mansions().size(), 28U);
  for (int number = 1; number <= 28; ++number) {
    const double begin = lunar_mansion_begin(number);
    EXPECT_EQ(lunar_mansion_of(begin).number, number);
    EXPECT_EQ(lunar_mansion_of(begin + lunar_mansion_degrees - 1e-7).number, number);
  }
  EXPECT_EQ(lunar_mansion_of(359.9999999).number, 28);
}

// Agrippa, Occult Philosophy II.33: the quarters begin with the 1st, 8th, 15th and 22nd mansion.
TEST(LunarMansions, QuartersBeginWithTheCardinalSigns) {
  EXPECT_EQ(lunar_mansion_of(0).name, "al-Sharatain");
  EXPECT_EQ(lunar_mansion_of(90).name, "al-Nathra");
  EXPECT_EQ(lunar_mansion_of(180).name, "al-Ghafr");
  EXPECT_EQ(lunar_mansion_of(270).name, "Sa'd al-Dhabih");
}

}  // namespace
}  // namespace astronova::astrology
