#include "base/utf8.h"

#include <gtest/gtest.h>

namespace astronova {
namespace {

TEST(Utf8, TakesTheSequencesOfRfc3629) {
  EXPECT_TRUE(is_valid_utf8(""));
  EXPECT_TRUE(is_valid_utf8("a\u00E9\u2609\U0001F31E"));
  EXPECT_TRUE(is_valid_utf8("\uD7FF\uE000\U0010FFFF"));
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndWhatIsCutShort) {
  for (const char* bad :
       {"\xC0\xAF", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\x80", "\xFF", "\xE2\x98", "\xE2\x28\xA1",
        "\xF0\x9F\x8C"}) {
    EXPECT_FALSE(is_valid_utf8(bad)) << testing::PrintToString(bad);
  }
}

TEST(Quoted, CutsLongInputAtACharacterAndMarksTheCut) {
  EXPECT_EQ(quoted("\u2609\u2609\u2609", 2), "\"\u2609\u2609\u2026\"");
  EXPECT_EQ(quoted("\u2609\u2609", 2), "\"\u2609\u2609\"");
}

TEST(Quoted, IsFitForAMessageWhateverTheInput) {
  EXPECT_EQ(quoted("a\x1b[31m\xFF\n"), "\"a\uFFFD[31m\uFFFD\uFFFD\"");
  EXPECT_EQ(quoted(""), "\"\"");
}

}  // namespace
}  // namespace astronova
