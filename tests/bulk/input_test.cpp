#include "bulk/input.h"

#include <vector>

#include <gtest/gtest.h>

#include "bulk/lines.h"
#include "tests/bulk/support.h"

namespace astronova::bulk {
namespace {

constexpr std::size_t small_blocks = 16;

struct NumberedLine {
  std::uint64_t number;
  std::string text;
  bool operator==(const NumberedLine&) const = default;
};

// All lines that an input's blocks hold.
std::vector<NumberedLine> lines_of(Input& input) {
  std::vector<NumberedLine> all;
  Block block;
  while (*input.next(block)) {
    Lines lines(block.text);
    std::uint64_t number = block.first_line;
    while (const auto line = lines.next())
      all.push_back({number++, std::string(*line)});
  }
  return all;
}

class InputTest : public testing::Test {
 protected:
  Input open(std::string_view text, std::size_t block_bytes = small_blocks) const {
    return *Input::open(write_file(folder_.file("in"), text), block_bytes);
  }

  Folder folder_;
};

TEST_F(InputTest, LinesOfAnyLengthComeOnceAndInOrder) {
  std::string text;
  std::vector<NumberedLine> expected;
  for (std::size_t i = 0; i < 200; ++i) {
    const std::string line(i * 7 % 60, static_cast<char>('a' + i % 26));
    expected.push_back({i + 1, line});
    text += line + (i % 3 == 0 ? "\r\n" : "\n");
  }
  for (const std::size_t block_bytes : {1U, 16U, 50U, 100'000U}) {
    auto input = open(text, block_bytes);
    EXPECT_EQ(lines_of(input), expected);
    EXPECT_EQ(input.position().bytes, text.size());
    EXPECT_EQ(input.position().lines, 200U);
  }
}

TEST_F(InputTest, TheLastLineNeedsNoEnd) {
  auto input = open("one\ntwo");
  EXPECT_EQ(lines_of(input), (std::vector<NumberedLine>{{1, "one"}, {2, "two"}}));
  EXPECT_EQ(input.position().lines, 2U);
}

TEST_F(InputTest, AnEmptyInputHasNoBlocks) {
  auto input = open("");
  EXPECT_TRUE(lines_of(input).empty());
  EXPECT_EQ(*input.peek_line(), "");
}

TEST_F(InputTest, OfALineThatIsTooLongTheBeginningComesAndTheNextLineIsWhole) {
  const std::string text = "a\n" + std::string(3 * line_bytes_max, 'x') + "\nb\nc\n";
  for (const std::size_t block_bytes : {small_blocks * 1000, 2 * line_bytes_max}) {
    auto input = open(text, block_bytes);
    const auto lines = lines_of(input);
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_EQ(lines[0].text, "a");
    EXPECT_GT(lines[1].text.size(), line_bytes_max);
    EXPECT_EQ(lines[2], (NumberedLine{3, "b"}));
    EXPECT_EQ(lines[3], (NumberedLine{4, "c"}));
    EXPECT_EQ(input.position().bytes, text.size());
  }
}

TEST_F(InputTest, ALineOfTheGreatestLengthIsWhole) {
  auto input = open(std::string(line_bytes_max, 'x') + "\nb\n", 1000);
  const auto lines = lines_of(input);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].text.size(), line_bytes_max);
}

TEST_F(InputTest, PeekingReadsNothing) {
  auto input = open("header\r\none\n");
  EXPECT_EQ(*input.peek_line(), "header\r\n");
  EXPECT_EQ(input.position().bytes, 0U);
  EXPECT_EQ(lines_of(input).size(), 2U);
}

// Whoever goes on must see the same lines, numbers and digests as whoever read it all.
TEST_F(InputTest, SkippingToTheEndOfAnyBlockIsHavingReadIt) {
  const std::string text =
      "one\ntwo\r\n\nfour four four four four\n" + std::string(2'000'000, 'y') + "\nsix\nseven";
  auto whole = open(text);
  std::vector<InputPosition> ends;
  Block block;
  while (*whole.next(block))
    ends.push_back(block.end);
  ASSERT_GT(ends.size(), 4U);
  for (const auto& end : ends) {
    auto input = open(text, 33);
    ASSERT_TRUE(input.skip(end.bytes, end.lines));
    EXPECT_EQ(input.position().digest, end.digest);
    (void)lines_of(input);
    EXPECT_EQ(input.position().digest, ends.back().digest);
    EXPECT_EQ(input.position().lines, 7U);
  }
}

TEST_F(InputTest, SkippingBeyondTheEndIsAnError) {
  auto input = open("one\n");
  EXPECT_FALSE(input.skip(5, 1));
}

TEST_F(InputTest, WhatCannotBeReadIsAnError) {
  EXPECT_FALSE(Input::open(folder_.file("nothing"), small_blocks));
  auto folder = Input::open("/", small_blocks);
  ASSERT_TRUE(folder);
  Block block;
  EXPECT_FALSE(folder->next(block));
}

}  // namespace
}  // namespace astronova::bulk
