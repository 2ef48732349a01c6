// The readers of what the gazetteer is made from.

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "data/gazetteer/read_sources.h"

namespace astronova::data {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

/// A file of its own for each test.
class GazetteerSources : public ::testing::Test {
 protected:
  GazetteerSources()
      : file_(std::filesystem::path(::testing::TempDir()) /
              (std::string("gazetteer_sources_") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name())) {}
  ~GazetteerSources() override { std::filesystem::remove(file_); }

  const std::filesystem::path& with(const std::string& content) const {
    std::ofstream(file_, std::ios::binary) << content;
    return file_;
  }

  template <class Read>
  std::string reason(Read read, const std::string& content) const {
    try {
      read(with(content));
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "read";
  }

  std::filesystem::path file_;
};

std::string u32(std::size_t value) {
  std::string bytes;
  for (int i = 0; i < 4; ++i)
    bytes += static_cast<char>(value >> (8 * i) & 0xff);
  return bytes;
}

struct Message {
  std::string original;
  std::string translation;
};

// As GNU gettext's manual describes the format: magic, revision, count, two tables of lengths and
// offsets, and behind them the texts, each with a NUL.
std::string catalogue(const std::vector<Message>& messages) {
  constexpr std::size_t header = 28;
  const auto tables = messages.size() * 8;
  std::string texts;
  std::string originals;
  std::string translations;
  const auto add = [&](std::string& table, const std::string& text) {
    table += u32(text.size()) + u32(header + 2 * tables + texts.size());
    texts += text + '\0';
  };
  for (const auto& message : messages)
    add(originals, message.original);
  for (const auto& message : messages)
    add(translations, message.translation);
  return u32(0x950412de) + u32(0) + u32(messages.size()) + u32(header) + u32(header + tables) +
         u32(0) + u32(0) + originals + translations + texts;
}

TEST_F(GazetteerSources, AMessageCatalogueIsReadWithoutItsHeader) {
  const auto bytes = catalogue({{"", "Content-Type: text/plain; charset=UTF-8\n"},
                                {"2867714", "München"},
                                {"US", "Vereinigte Staaten"},
                                {"US.TX", ""}});
  EXPECT_THAT(
      read_message_catalogue(with(bytes)),
      ElementsAre(Pair("2867714", "München"), Pair("US", "Vereinigte Staaten"), Pair("US.TX", "")));
  EXPECT_THAT(read_message_catalogue(with(catalogue({}))), IsEmpty());
}

TEST_F(GazetteerSources, WhatIsNoMessageCatalogueIsRefused) {
  const auto bytes = catalogue({{"1", "eins"}, {"2", "zwei"}});
  EXPECT_THAT(reason(read_message_catalogue, "no catalogue, but long enough for one"),
              HasSubstr("no message catalogue"));
  EXPECT_THAT(reason(read_message_catalogue, u32(0xde120495) + bytes.substr(4)),
              HasSubstr("no message catalogue"));
  // The last byte is a NUL, which nobody reads.
  for (std::size_t size = 0; size + 1 < bytes.size(); ++size) {
    EXPECT_THAT(reason(read_message_catalogue, bytes.substr(0, size)), HasSubstr("ends too early"))
        << size;
  }
  EXPECT_THAT(
      reason(read_message_catalogue, bytes.substr(0, 8) + u32(0xffffffff) + bytes.substr(12)),
      HasSubstr("ends too early"));
}

TEST_F(GazetteerSources, AMissingFileIsNamed) {
  const auto read = [&](const auto&) { read_places(file_ / "missing"); };
  EXPECT_THAT(reason(read, ""), HasSubstr("missing cannot be read"));
}

struct Columns {
  std::string id = "4717560";
  std::string name = "Paris";
  std::string other_names = "PRX,Parizh,Париж";
  std::string latitude = "33.66094";
  std::string longitude = "-95.55551";
  std::string kind = "PPLA2";
  std::string population = "24782";
};

std::string line(const Columns& columns) {
  return columns.id + '\t' + columns.name + "\tParis\t" + columns.other_names + '\t' +
         columns.latitude + '\t' + columns.longitude + "\tP\t" + columns.kind +
         "\tUS\t\tTX\t277\t\t\t" + columns.population + "\t\t183\tAmerica/Chicago\t2022-09-05\n";
}

TEST_F(GazetteerSources, ARowOfGeoNamesIsAPlace) {
  const auto places = read_places(with(line({})));
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].geonames_id, 4717560U);
  EXPECT_EQ(places[0].name, "Paris");
  EXPECT_THAT(places[0].other_names, ElementsAre("PRX", "Parizh", "Париж"));
  EXPECT_EQ(places[0].latitude, 3366094);
  EXPECT_EQ(places[0].longitude, -9555551);
  EXPECT_EQ(places[0].country, "US");
  EXPECT_EQ(places[0].division, "US.TX");
  EXPECT_EQ(places[0].population, 24782U);
  EXPECT_THAT(read_places(with("")), IsEmpty());
}

TEST_F(GazetteerSources, VillagesBelowFiveHundredAreKeptWhereTheyAreSeats) {
  const auto kept = [&](const std::string& kind, const std::string& population) {
    Columns columns;
    columns.kind = kind;
    columns.population = population;
    return !read_places(with(line(columns))).empty();
  };
  EXPECT_TRUE(kept("PPL", "500"));
  EXPECT_FALSE(kept("PPL", "499"));
  EXPECT_FALSE(kept("PPLX", "0"));
  for (const char* seat : {"PPLC", "PPLA", "PPLA2", "PPLA3"})
    EXPECT_TRUE(kept(seat, "0")) << seat;
  EXPECT_FALSE(kept("PPLA4", "0"));
}

TEST_F(GazetteerSources, RowsThatAreNotGeoNamesAreRefused) {
  const auto with_latitude = [](const char* text) {
    Columns columns;
    columns.latitude = text;
    return line(columns);
  };
  const auto with_population = [](const char* text) {
    Columns columns;
    columns.population = text;
    return line(columns);
  };
  EXPECT_EQ(reason(read_places, line({})), "read");
  EXPECT_THAT(reason(read_places, "one\ttwo\n"), HasSubstr("not a row of GeoNames"));
  EXPECT_THAT(reason(read_places, '\t' + line({})), HasSubstr("not a row of GeoNames"));
  for (const char* text : {"", "north", "33,7", "33.7N", " 33.7", "0x10"})
    EXPECT_THAT(reason(read_places, with_latitude(text)), HasSubstr("is no number")) << text;
  for (const char* text : {"90.1", "-91", "nan", "inf", "1e9"})
    EXPECT_THAT(reason(read_places, with_latitude(text)), HasSubstr("degrees")) << text;
  for (const char* text : {"", "-1", "1.5", "many", "4294967296", "99999999999"})
    EXPECT_THAT(reason(read_places, with_population(text)), HasSubstr("is no number")) << text;
  Columns columns;
  columns.longitude = "-180.5";
  EXPECT_THAT(reason(read_places, line(columns)), HasSubstr("degrees"));
}

}  // namespace
}  // namespace astronova::data
