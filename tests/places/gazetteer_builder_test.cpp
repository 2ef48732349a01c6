// What data/gazetteer writes is what the program reads.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "data/gazetteer/write_gazetteer.h"
#include "places/gazetteer/built_in.h"
#include "places/gazetteer/place_search.h"
#include "places/gazetteer/similar_words.h"

namespace astronova::data {
namespace {

using places::gazetteer::Gazetteer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

PlaceRow row(std::uint32_t id, std::string name, std::uint32_t population = 1000) {
  PlaceRow place;
  place.geonames_id = id;
  place.name = std::move(name);
  place.country = "US";
  place.division = "US.TX";
  place.population = population;
  return place;
}

Sources sources_of(std::vector<PlaceRow> places) {
  Sources sources;
  sources.description = "a test";
  sources.places = std::move(places);
  sources.division_names = {{"US.TX", "Texas"}, {"DE.02", "Bavaria"}};
  sources.languages = {{"en", {{"US", "United States of America"}, {"DE", "Germany"}}},
                       {"de", {{"DE", "Deutschland"}, {"US", "Vereinigte Staaten"}}}};
  return sources;
}

/// A gazetteer and the bytes that it reads.
class Built {
 public:
  explicit Built(const Sources& sources) : bytes_(write_gazetteer(sources)), gazetteer_(bytes_) {}

  const Gazetteer* operator->() const { return &gazetteer_; }
  const places::gazetteer::GazetteerFile& file() const { return gazetteer_.file(); }

  std::vector<std::string> names(std::string_view text) const {
    std::vector<std::string> names;
    const auto query = places::gazetteer::read_place_query(text);
    if (!query) return {"refused"};
    for (const auto& match : places::gazetteer::find_matches(gazetteer_, *query, 100))
      names.emplace_back(file().text_of(match.place).name);
    return names;
  }

 private:
  std::vector<std::byte> bytes_;
  Gazetteer gazetteer_;
};

std::string reason(const Sources& sources) {
  try {
    write_gazetteer(sources);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "written";
}

class BuiltOfSomePlaces : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(BuiltOfSomePlaces, EveryFieldOfEveryPlaceIsReadBack) {
  const auto count = GetParam();
  auto sources = sources_of({});
  for (std::uint32_t i = 0; i < count; ++i) {
    auto place = row(100 + i, "Place " + std::to_string(i) + (i % 3 == 0 ? " ö東" : ""),
                     i % 4 == 3 ? 7 : 5'000'000 - i * i * 1'000);
    place.latitude = static_cast<std::int32_t>(i) * 180'000 - 9'000'000;
    place.longitude = 18'000'000 - static_cast<std::int32_t>(i) * 350'001;
    if (i % 2 == 1) {
      place.country = "DE";
      place.division = i % 4 == 1 ? "DE.02" : "DE.99";
    }
    sources.places.push_back(place);
  }
  const Built built(sources);
  EXPECT_EQ(built.file().place_count(), count);
  EXPECT_EQ(built.file().sources(), "a test");
  auto expected = sources.places;
  std::stable_sort(expected.begin(), expected.end(), [](const PlaceRow& a, const PlaceRow& b) {
    return a.population > b.population;
  });
  for (std::uint32_t i = 0; i < count; ++i) {
    EXPECT_EQ(built.file().text_of(i).name, expected[i].name);
    EXPECT_EQ(built.file().text_of(i).population, expected[i].population);
    EXPECT_EQ(built.file().latitude(i), expected[i].latitude);
    EXPECT_EQ(built.file().longitude(i), expected[i].longitude);
    const auto division = built.file().division(i);
    EXPECT_EQ(built.file().division_name(division), expected[i].division == "US.TX"   ? "Texas"
                                                    : expected[i].division == "DE.02" ? "Bavaria"
                                                                                      : "");
    const auto country = built.file().country_of_division(division);
    EXPECT_EQ(built.file().country_code(country), expected[i].country);
    EXPECT_EQ(built.file().country_name(country),
              expected[i].country == "US" ? "United States of America" : "Germany");
    EXPECT_EQ(built.file().translation("de", count + country),
              expected[i].country == "US" ? "Vereinigte Staaten" : "Deutschland");
  }
}

TEST_P(BuiltOfSomePlaces, EveryPlaceIsFoundByNameAndPosition) {
  const auto count = GetParam();
  auto sources = sources_of({});
  for (std::uint32_t i = 0; i < count; ++i) {
    auto place = row(100 + i, "Village" + std::string(1 + i % 26, 'q') + std::to_string(i));
    place.latitude = static_cast<std::int32_t>(i) * 50'000;
    sources.places.push_back(place);
  }
  const Built built(sources);
  for (const auto& place : sources.places) {
    EXPECT_THAT(built.names(place.name), ::testing::Contains(place.name));
    const auto near = built->nearest().around(place.latitude / 1e5, 0, 1);
    ASSERT_EQ(near.size(), 1U);
    EXPECT_EQ(built.file().text_of(near.front().place).name, place.name);
  }
  EXPECT_THAT(built.names("nothing like it"), IsEmpty());
  EXPECT_EQ(built->nearest().around(0, 0, 1000).size(), count);
}

TEST_P(BuiltOfSomePlaces, EachHasItsTranslation) {
  const auto count = GetParam();
  auto sources = sources_of({});
  for (std::uint32_t i = 0; i < count; ++i) {
    sources.places.push_back(row(100 + i, "Place" + std::to_string(i), 100'000 - i));
    const auto key = std::to_string(100 + i);
    sources.languages["de"][key] = "Ort" + std::to_string(i);
    // In French only some are called otherwise.
    sources.languages["fr"][key] = (i % 5 == 4 ? "Lieu" : "Place") + std::to_string(i);
  }
  const Built built(sources);
  for (std::uint32_t i = 0; i < count; ++i) {
    EXPECT_EQ(built.file().translation("de", i), "Ort" + std::to_string(i));
    EXPECT_EQ(built.file().translation("fr", i).has_value(), i % 5 == 4);
    EXPECT_EQ(built.file().translation("it", i), std::nullopt);
    EXPECT_EQ(built.file().translation("en", i), std::nullopt);
    EXPECT_EQ(built.file().translation("", i), std::nullopt);
    EXPECT_THAT(built.names("ort" + std::to_string(i)),
                ::testing::Contains("Place" + std::to_string(i)));
  }
}

// Blocks hold sixteen.
INSTANTIATE_TEST_SUITE_P(GazetteerBuilder, BuiltOfSomePlaces,
                         ::testing::Values(0, 1, 2, 15, 16, 17, 32, 33, 100),
                         [](const auto& test) { return std::to_string(test.param); });

TEST(GazetteerBuilder, TheSameSourcesGiveTheSameBytesInAnyOrder) {
  const auto a = row(1, "Abbey", 10);
  const auto b = row(2, "Bath", 10);
  EXPECT_EQ(write_gazetteer(sources_of({a, b})), write_gazetteer(sources_of({b, a})));
}

TEST(GazetteerBuilder, OtherNamesOfLargePlacesFindThem) {
  auto large = row(1, "Mumbai", 50'000);
  large.other_names = {"Bombay", "Bom Bahia", "BOM", "Бомбей", "..."};
  auto small = row(2, "Parys", 49'999);
  small.other_names = {"Bombay"};
  const Built built(sources_of({large, small}));
  EXPECT_THAT(built.names("bombay"), ElementsAre("Mumbai"));
  EXPECT_THAT(built.names("bom bahia"), ElementsAre("Mumbai"));
  EXPECT_THAT(built.names("бомбей"), IsEmpty());
}

TEST(GazetteerBuilder, AliasesNameAndFindRegions) {
  auto sources = sources_of({row(1, "Paris")});
  sources.aliases = {
      {"US", "United States", true}, {"US", "America"}, {"US.TX", "Lone Star State"}};
  const Built built(sources);
  EXPECT_EQ(built.file().country_name(0), "United States");
  for (const char* text :
       {"paris, united states", "paris, us", "paris, america", "paris, lone star state",
        "paris, texas", "paris, tx", "paris, vereinigte staaten", "paris lone star state usa"}) {
    const bool has_usa = std::string_view(text).ends_with("usa");
    EXPECT_EQ(built.names(text).size(), has_usa ? 0U : 1U) << text;
  }
  EXPECT_THAT(built.names("paris lone star state us"), ElementsAre("Paris"));
  EXPECT_THAT(built.names("paris, germany"), IsEmpty());
}

TEST(GazetteerBuilder, WordsOfEveryLengthAreFoundInSpiteOfAnError) {
  auto sources = sources_of({});
  std::vector<std::string> words;
  for (const std::size_t letters : {4U, 14U, 15U, 16U, 30U, 31U, 62U, 63U, 200U, 255U})
    words.push_back(std::string(letters - 1, 'm') + 'n');
  for (const auto& word : words)
    sources.places.push_back(row(static_cast<std::uint32_t>(word.size()), word));
  const Built built(sources);
  for (const auto& word : words) {
    EXPECT_EQ(built->words().exactly(word).end - built->words().exactly(word).begin, 1U);
    const auto typed = "m" + word.substr(0, 8) + "x";
    std::uint32_t similar = 0;
    for (const auto& found :
         places::gazetteer::similar_words(built->words(), built->word_beginnings(), typed, 2))
      similar += found.words.end - found.words.begin;
    EXPECT_GT(similar, 0U) << word;
  }
}

TEST(GazetteerBuilder, ShorterWordsBetweenLongerOnesAreToldApart) {
  // "abd" comes between words of four letters and more, and begins none of those before it.
  auto sources = sources_of({});
  std::uint32_t id = 0;
  for (const char* word : {"a", "ab", "abcd", "abcde", "abd", "abda", "ac", "b", "ba", "baaaa"})
    sources.places.push_back(row(++id, word));
  const Built built(sources);
  EXPECT_THAT(built.names("abce"), ElementsAre("abcd", "abcde"));
}

TEST(GazetteerBuilder, RareScriptsAreToldApart) {
  // Gothic letters, which no sixteen bits hold.
  auto sources = sources_of({});
  std::uint32_t id = 0;
  for (const char* word : {"𐌰𐌱𐌲𐌳", "𐌰", "𐌱", "𐌱𐌰𐌰𐌰𐌰", "𐌲𐌰"})
    sources.places.push_back(row(++id, word));
  const Built built(sources);
  for (const auto& place : sources.places)
    EXPECT_THAT(built.names(place.name), ::testing::Contains(place.name));
  std::uint32_t similar = 0;
  for (const auto& found :
       places::gazetteer::similar_words(built->words(), built->word_beginnings(), "𐌱𐌰𐌰𐌱𐌱", 2))
    similar += found.words.end - found.words.begin;
  // All rare letters look alike where errors are forgiven.
  EXPECT_EQ(similar, 2U);
}

TEST(GazetteerBuilder, WhatDoesNotFitTheFormatIsRefused) {
  EXPECT_EQ(reason(sources_of({row(1, std::string(255, 'a'))})), "written");
  EXPECT_EQ(reason(sources_of({row(1, std::string(255, ' ') + 'a')})),
            "a number is too large for its field");
  EXPECT_THAT(reason(sources_of({row(1, std::string(256, 'a'))})), HasSubstr("too"));
  auto renamed = row(1, "Short", 50'000);
  renamed.other_names = {std::string(256, 'a')};
  EXPECT_THAT(reason(sources_of({renamed})), HasSubstr("too long"));
  EXPECT_THAT(reason(sources_of({row(1, "Here"), row(1, "There")})), HasSubstr("number 1"));
}

TEST(GazetteerBuilder, PlacesThatDoNotLieOnTheEarthAreRefused) {
  for (const auto& [latitude, longitude] : std::vector<std::pair<std::int32_t, std::int32_t>>{
           {9'000'001, 0}, {-9'000'001, 0}, {0, 18'000'001}, {0, -18'000'001}}) {
    auto place = row(1, "Nowhere");
    place.latitude = latitude;
    place.longitude = longitude;
    EXPECT_THAT(reason(sources_of({place})), HasSubstr("Nowhere"));
  }
}

TEST(GazetteerBuilder, CountriesNeedANameAndTwoLetters) {
  auto unnamed = row(1, "Atlantis");
  unnamed.country = "XX";
  unnamed.division = "XX.1";
  EXPECT_THAT(reason(sources_of({unnamed})), HasSubstr("XX has no name"));
  auto coded = row(1, "Atlantis");
  coded.country = "USA";
  coded.division = "USA.1";
  auto sources = sources_of({coded});
  sources.languages["en"]["USA"] = "Atlantis";
  EXPECT_THAT(reason(sources), HasSubstr("two letters"));
}

TEST(GazetteerBuilder, TooManyPlacesDivisionsOrCountriesAreRefused) {
  std::vector<PlaceRow> places;
  for (std::uint32_t i = 0; i < 8'193; ++i) {
    places.push_back(row(i, "A"));
    places.back().division = "US." + std::to_string(i);
  }
  EXPECT_EQ(reason(sources_of(places)), "too many divisions");
  places.pop_back();
  EXPECT_EQ(reason(sources_of(places)), "written");

  auto sources = sources_of({});
  for (std::uint32_t i = 0; i < 257; ++i) {
    const std::string code{static_cast<char>('A' + i / 26), static_cast<char>('A' + i % 26)};
    sources.places.push_back(row(i, "A"));
    sources.places.back().country = code;
    sources.places.back().division = code + ".1";
    sources.languages["en"][code] = code;
  }
  EXPECT_EQ(reason(sources), "a number is too large for its field");

  EXPECT_EQ(reason(sources_of(std::vector<PlaceRow>(1U << 18U))), "too many places");
}

}  // namespace
}  // namespace astronova::data
