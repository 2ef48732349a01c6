// Nothing that somebody can send makes the search fail, or take long.

#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "places/gazetteer.h"

namespace astronova::places {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t bytes_max = 200;

std::string times(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i)
    all += text;
  return all;
}

void expect_refused(const std::string& text, const char* reason) {
  const auto searched = search_places(text, 10);
  ASSERT_FALSE(searched) << text;
  const Error search_error = searched.error();
  EXPECT_EQ(search_error.code, ErrorCode::invalid_value);
  ASSERT_EQ(search_error.fields.size(), 1U);
  EXPECT_EQ(search_error.fields.front().pointer, "");
  EXPECT_THAT(search_error.detail, HasSubstr(reason));
  const auto named = place_named(text);
  ASSERT_FALSE(named) << text;
  const Error name_error = named.error();
  EXPECT_EQ(name_error.detail, search_error.detail);
}

TEST(GazetteerBadInput, ATextWithoutALetterIsRefused) {
  for (const char* text : {"", " ", ",", "...", ", ,", "'", "—", "؟", "\t\n", "🙂"})
    expect_refused(text, "must name a place");
  expect_refused(std::string(3, '\0'), "must name a place");
}

TEST(GazetteerBadInput, TextThatIsNotUtf8IsRefused) {
  for (const char* text : {"\xff", "Z\xfcrich", "Paris\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf5"})
    expect_refused(text, "UTF-8");
}

TEST(GazetteerBadInput, TwoHundredBytesAreTakenAndOneMoreIsRefused) {
  const auto longest = "Paris" + std::string(bytes_max - 5, ' ');
  EXPECT_TRUE(place_named(longest));
  EXPECT_EQ(place_named(longest)->place.country_code, "FR");
  expect_refused(longest + ' ', "at most 200 bytes");
  expect_refused(std::string(10'240, 'a'), "at most 200 bytes");
}

TEST(GazetteerBadInput, NulsSeparateWordsLikeOtherSigns) {
  using namespace std::string_view_literals;
  const auto places = search_places("new\0york"sv, 1);
  ASSERT_TRUE(places);
  ASSERT_FALSE(places->empty());
  EXPECT_EQ(places->front().name, "New York City");
  const auto paris = search_places("\0paris\0,\0texas\0"sv, 1);
  ASSERT_TRUE(paris);
  ASSERT_FALSE(paris->empty());
  EXPECT_EQ(paris->front().admin, "Texas");
}

TEST(GazetteerBadInput, OneEnormousWordIsNotFound) {
  for (const char* letter : {"a", "q", "ж", "東", "𐌰"}) {
    const std::string_view one(letter);
    const auto places = search_places(times(one, bytes_max / one.size()), 10);
    ASSERT_TRUE(places) << letter;
    EXPECT_TRUE(places->empty()) << letter;
  }
}

TEST(GazetteerBadInput, WhatFoldsToMuchMoreIsTaken) {
  // One sign of three bytes that stands for eighteen letters and spaces.
  EXPECT_TRUE(search_places(times("ﷺ", 66), 10));
  EXPECT_TRUE(search_places(times("㍿", 66), 10));
}

TEST(GazetteerBadInput, ManyWordsAndManyRegionsAreTakenInGoodTime) {
  const auto begin = std::chrono::steady_clock::now();
  for (const auto& text :
       {times("a ", 100), times("san ", 50), times("saint la ", 22), times("a,", 100),
        "paris" + times(",us", 65), times("a ", 50) + times(",a", 50), times("ab,cd ", 33),
        times("santa sant ", 18), times("abcdefg ", 25), times("united states ", 14),
        "x," + times("u s a ", 33), times("м ", 66), times("東 ", 50)}) {
    EXPECT_TRUE(search_places(text, 10)) << text;
    const auto named = place_named(text);
    if (!named) {
      const Error error = named.error();
      EXPECT_EQ(error.code, ErrorCode::invalid_value) << text;
    }
  }
  // A millisecond or so each where nothing slows the program down.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> pieces{"a",   "san ", "ö",      "東",   "м",  " ", ",", "'",
                                               "é",   "\xff", "paris",  ", us", "е",  "1", "ﷺ", "𐌰",
                                               "st ", "-",    "москва", "u.s",  "la "};
  std::uniform_int_distribution<std::size_t> piece(0, pieces.size() - 1);
  std::uniform_int_distribution<std::size_t> count(1, 30);
  std::string text;
  for (auto left = count(random); left > 0; --left)
    text += pieces[piece(random)];
  return text;
}

TEST(GazetteerBadInput, WhateverIsTypedIsAnsweredTwiceTheSame) {
  std::mt19937 random(20230305);
  for (int i = 0; i < 400; ++i) {
    const auto text = random_text(random);
    const auto once = search_places(text, 10);
    const auto again = search_places(text, 10);
    ASSERT_EQ(once.has_value(), again.has_value()) << text;
    if (!once) continue;
    ASSERT_EQ(once->size(), again->size()) << text;
    for (std::size_t at = 0; at < once->size(); ++at)
      EXPECT_EQ(label((*once)[at]), label((*again)[at])) << text;
  }
}

}  // namespace
}  // namespace astronova::places
