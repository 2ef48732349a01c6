#include "places/gazetteer/fold.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "base/utf8.h"
#include "places/gazetteer/built_in.h"

namespace astronova::places {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Case {
  std::string_view text;
  std::string_view key;
};

TEST(Fold, LeavesWhatCountsOfAName) {
  using namespace std::string_view_literals;
  for (const auto& [text, key] : {Case{"", ""},
                                  Case{"Paris", "paris"},
                                  Case{"Saint-Louis", "saint louis"},
                                  Case{"  St.  Louis ", "st louis"},
                                  Case{"Washington, D.C.", "washington d c"},
                                  Case{"Zürich", "zurich"},
                                  Case{"Zu\u0308rich", "zurich"},
                                  Case{"São Paulo", "sao paulo"},
                                  Case{"ŁÓDŹ", "lodz"},
                                  Case{"Straße", "strasse"},
                                  Case{"STRAẞE", "strasse"},
                                  Case{"Ærøskøbing", "aeroskobing"},
                                  Case{"Œuilly", "oeuilly"},
                                  Case{"Đà Nẵng", "da nang"},
                                  Case{"Þingeyri", "thingeyri"},
                                  Case{"Seyðisfjörður", "seydisfjordur"},
                                  Case{"İzmir", "izmir"},
                                  Case{"Diyarbakır", "diyarbakir"},
                                  Case{"Şəki", "seki"},
                                  Case{"Ħamrun", "hamrun"},
                                  Case{"Xi'an", "xian"},
                                  Case{"Xi’an", "xian"},
                                  Case{"Xi´an", "xian"},
                                  Case{"Xi＇an", "xian"},
                                  Case{"Ta‘izz", "taizz"},
                                  Case{"ʿAmmān", "amman"},
                                  Case{"10e Arrondissement", "10e arrondissement"},
                                  Case{"Ｔｏｋｙｏ", "tokyo"},
                                  Case{"ﬁeld", "field"},
                                  Case{"Ⅳ", "iv"},
                                  Case{"МОСКВА", "москва"},
                                  Case{"Йошкар-Ола", "иошкар ола"},
                                  Case{"Αθήνα", "αθηνα"},
                                  Case{"ΠΑΤΡΑΣ", "πατρασ"},
                                  Case{"Πάτρας", "πατρασ"},
                                  Case{"東京", "東京"},
                                  Case{"서울", "서울"},
                                  Case{"القَاهِرة", "القاهرة"},
                                  Case{"a\0b"sv, "a b"},
                                  Case{"é\0b"sv, "e b"},
                                  Case{"🙂", ""},
                                  Case{"... - ...", ""}}) {
    EXPECT_EQ(fold(text), key) << text;
  }
}

TEST(Fold, MakesNothingOfMalformedText) {
  for (const char* text : {"\xff", "\xc3", "Paris\xff", "Z\xfcrich", "\xc0\x80", "\xed\xa0\x80",
                           "\xf4\x90\x80\x80", "é\x80"}) {
    EXPECT_EQ(fold(text), "") << text;
  }
}

TEST(Fold, WordsAreWhatSpacesSeparate) {
  EXPECT_THAT(words_of(""), IsEmpty());
  EXPECT_THAT(words_of("paris"), ElementsAre("paris"));
  EXPECT_THAT(words_of("rio de janeiro"), ElementsAre("rio", "de", "janeiro"));
}

void expect_key_of_itself(std::string_view text) {
  const auto key = fold(text);
  ASSERT_EQ(fold(key), key) << text;
  ASSERT_TRUE(is_valid_utf8(key)) << text;
  ASSERT_EQ(key.find("  "), std::string::npos) << text;
}

TEST(Fold, AKeyIsTheKeyOfItself) {
  const auto& file = gazetteer::built_in_gazetteer().file();
  for (std::uint32_t place = 0; place < file.place_count(); ++place) {
    const auto name = file.text_of(place).name;
    expect_key_of_itself(name);
    ASSERT_NE(fold(name), "") << name;
  }
  for (std::uint32_t place = 0; place < 20'000; ++place) {
    for (const char* language : {"ar", "el", "hi", "ja", "ko", "ru", "tr", "zh"})
      expect_key_of_itself(file.translation(language, place).value_or(""));
  }
}

TEST(Fold, AKeyOfAnyLetterIsTheKeyOfItself) {
  for (char32_t letter = 1; letter < 0x20000; ++letter) {
    if (letter >= 0xd800 && letter < 0xe000) continue;
    std::string text;
    if (letter < 0x80) {
      text += static_cast<char>(letter);
    } else {
      if (letter < 0x800) {
        text += static_cast<char>(0xc0U | letter >> 6U);
      } else {
        if (letter < 0x10000) {
          text += static_cast<char>(0xe0U | letter >> 12U);
        } else {
          text += static_cast<char>(0xf0U | letter >> 18U);
          text += static_cast<char>(0x80U | (letter >> 12U & 0x3fU));
        }
        text += static_cast<char>(0x80U | (letter >> 6U & 0x3fU));
      }
      text += static_cast<char>(0x80U | (letter & 0x3fU));
    }
    const auto key = fold(text);
    EXPECT_EQ(fold(key), key) << std::hex << static_cast<std::uint32_t>(letter);
  }
}

}  // namespace
}  // namespace astronova::places
