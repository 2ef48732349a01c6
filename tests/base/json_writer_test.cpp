#include "base/json_writer.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace astronova {
namespace {

std::string fixed(double value, int decimals) {
  std::string text;
  JsonWriter(text).fixed(value, decimals);
  return text;
}

std::string string(std::string_view value) {
  std::string text;
  JsonWriter(text).string(value);
  return text;
}

/// What the standard library writes, without a negative zero.
std::string fixed_by_the_standard_library(double value, int decimals) {
  std::array<char, 400> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::fixed, decimals)
                       .ptr;
  std::string written(text.data(), end);
  if (written.find_first_not_of("-0.") == std::string::npos && written.front() == '-') {
    written.erase(0, 1);
  }
  return written;
}

TEST(JsonWriter, PlacesCommasBetweenMembersAndElements) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.member("body", "sun").member("longitude", 54.5, 7).member("house", 10);
  json.member("retrograde", false);
  json.key("nothing").null();
  json.key("cusps").begin_array().fixed(1, 2).fixed(2, 2).begin_object().end_object().end_array();
  json.key("raw").raw("{\"a\":1}");
  json.member("last", std::string("x"));
  json.end_object();
  EXPECT_EQ(text, R"({"body":"sun","longitude":54.5000000,"house":10,"retrograde":false,)"
                  R"("nothing":null,"cusps":[1.00,2.00,{}],"raw":{"a":1},"last":"x"})");
}

TEST(JsonWriter, AppendsToWhatIsThere) {
  std::string text = "data: ";
  JsonWriter(text).begin_array().boolean(true).end_array();
  EXPECT_EQ(text, "data: [true]");
}

TEST(JsonWriter, EscapesWhatJsonDoesNotAllowInStrings) {
  EXPECT_EQ(string("a\"b\\c\n\r\t\x01\x1f/"), R"("a\"b\\c\n\r\t\u0001\u001f/")");
  EXPECT_EQ(string(std::string_view("\0", 1)), R"("\u0000")");
}

TEST(JsonWriter, EscapesWhereverInALongStringAByteStands) {
  for (std::size_t length = 1; length < 40; ++length) {
    for (std::size_t place = 0; place < length; ++place) {
      for (const auto& [byte, escaped] :
           {std::pair{'"', "\\\""}, std::pair{'\\', "\\\\"}, std::pair{'\x1f', "\\u001f"}}) {
        const std::string before(place, '!');
        const std::string after(length - place - 1, '~');
        EXPECT_EQ(string(before + byte + after), '"' + before + escaped + after + '"');
      }
    }
  }
}

TEST(JsonWriter, KeepsValidUtf8AndReplacesTheRest) {
  EXPECT_EQ(string("☉ 24°07′ 𝄞"), "\"☉ 24°07′ 𝄞\"");
  EXPECT_EQ(string("a\xFFz"), "\"a\uFFFDz\"");
  EXPECT_EQ(string("\xE2\x98"), "\"\uFFFD\uFFFD\"");
  EXPECT_EQ(string("\xED\xA0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");
}

TEST(JsonWriter, WritesTheWholeRangeOfIntegers) {
  std::string text;
  JsonWriter(text)
      .begin_array()
      .integer(std::numeric_limits<std::int64_t>::min())
      .integer(std::numeric_limits<std::int64_t>::max())
      .end_array();
  EXPECT_EQ(text, "[-9223372036854775808,9223372036854775807]");
}

TEST(JsonWriter, NeverWritesANegativeZero) {
  EXPECT_EQ(fixed(-0.0, 7), "0.0000000");
  EXPECT_EQ(fixed(-0.00000001, 7), "0.0000000");
  EXPECT_EQ(fixed(-0.4, 0), "0");
  EXPECT_EQ(fixed(-0.00000006, 7), "-0.0000001");
}

TEST(JsonWriter, RoundsTiesToEven) {
  EXPECT_EQ(fixed(0.5, 0), "0");
  EXPECT_EQ(fixed(1.5, 0), "2");
  EXPECT_EQ(fixed(2.5, 0), "2");
  EXPECT_EQ(fixed(0.125, 2), "0.12");
  EXPECT_EQ(fixed(0.375, 2), "0.38");
}

TEST(JsonWriter, RoundsAsTheStandardLibraryDoes) {
  std::mt19937_64 random(1990);
  std::uniform_real_distribution<double> exponent(-9, 20);
  std::uniform_int_distribution<int> decimals(0, 15);
  for (int i = 0; i < 200'000; ++i) {
    const double value = std::pow(10.0, exponent(random)) * (random() % 2 == 0 ? 1 : -1);
    const int count = decimals(random);
    ASSERT_EQ(fixed(value, count), fixed_by_the_standard_library(value, count)) << value;
  }
}

TEST(JsonWriter, RoundsDecimalHalvesByTheirBinaryValue) {
  for (int i = 0; i < 100'000; ++i) {
    const double value = i / 1e5 + 0.00000005;
    ASSERT_EQ(fixed(value, 7), fixed_by_the_standard_library(value, 7)) << i;
  }
}

TEST(JsonWriter, WritesTheLargestNumberInFull) {
  const double largest = std::numeric_limits<double>::max();
  EXPECT_EQ(fixed(largest, 7), fixed_by_the_standard_library(largest, 7));
  EXPECT_EQ(fixed(-largest, 15), fixed_by_the_standard_library(-largest, 15));
}

TEST(JsonWriter, RefusesWhatIsNotFinite) {
  EXPECT_THROW(fixed(std::nan(""), 7), std::logic_error);
  EXPECT_THROW(fixed(std::numeric_limits<double>::infinity(), 7), std::logic_error);
  EXPECT_THROW(fixed(1, 16), std::logic_error);
  EXPECT_THROW(fixed(1, -1), std::logic_error);
}

}  // namespace
}  // namespace astronova
