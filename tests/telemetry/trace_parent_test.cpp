// https://www.w3.org/TR/trace-context-1/: the examples are its own.

#include "telemetry/trace_parent.h"

#include <string>

#include <gtest/gtest.h>

#include "telemetry/trace_ids.h"
#include "telemetry/trace_state.h"

namespace astronova::telemetry {
namespace {

const std::string trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string parent_id = "00f067aa0ba902b7";

std::string header(const std::string& version = "00", const std::string& flags = "01") {
  return version + '-' + trace_id + '-' + parent_id + '-' + flags;
}

TEST(TraceParent, IsReadAsItsCallerWroteIt) {
  const auto read = parse_trace_parent(header());
  ASSERT_TRUE(read);
  EXPECT_EQ(format_id(read->trace_id), trace_id);
  EXPECT_EQ(format_id(read->parent_id), parent_id);
  EXPECT_EQ(format_id(read->span_id), "0000000000000000");
  EXPECT_TRUE(read->is_sampled);
}

TEST(TraceParent, TheLowestFlagAloneSaysWhetherTheCallerRecords) {
  EXPECT_FALSE(parse_trace_parent(header("00", "00"))->is_sampled);
  EXPECT_FALSE(parse_trace_parent(header("00", "fe"))->is_sampled);
  EXPECT_TRUE(parse_trace_parent(header("00", "09"))->is_sampled);
}

TEST(TraceParent, IdsOfZerosAreNone) {
  const std::string zeros(32, '0');
  EXPECT_FALSE(parse_trace_parent("00-" + zeros + '-' + parent_id + "-01"));
  EXPECT_FALSE(parse_trace_parent("00-" + trace_id + '-' + zeros.substr(16) + "-01"));
}

TEST(TraceParent, VersionZeroHasToBeExact) {
  EXPECT_FALSE(parse_trace_parent(header() + '-'));
  EXPECT_FALSE(parse_trace_parent(header() + "-what-comes-later"));
  EXPECT_FALSE(parse_trace_parent(header() + ' '));
}

TEST(TraceParent, OfALaterVersionWhatIsKnownIsTaken) {
  EXPECT_TRUE(parse_trace_parent(header("01")));
  EXPECT_TRUE(parse_trace_parent(header("cc") + "-what-comes-later")->is_sampled);
  EXPECT_TRUE(parse_trace_parent(header("cc") + '-'));
  EXPECT_FALSE(parse_trace_parent(header("cc") + ".what"));
  EXPECT_FALSE(parse_trace_parent(header("cc", "011")));
}

TEST(TraceParent, VersionFfIsForbidden) {
  EXPECT_FALSE(parse_trace_parent(header("ff")));
}

TEST(TraceParent, WithAnyCharacterWrongItIsNone) {
  const auto good = header();
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char wrong : {'A', 'g', ' ', '-', '.', '\0', '\xFF'}) {
      if (good[i] == wrong) continue;
      auto text = good;
      text[i] = wrong;
      EXPECT_FALSE(parse_trace_parent(text)) << text;
    }
  }
}

TEST(TraceParent, CutShortItIsNone) {
  const auto good = header();
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(parse_trace_parent(std::string_view(good).substr(0, size))) << size;
}

TEST(TraceParent, IsWrittenWithTheSpanOfTheWorkAsTheParentOfWhatItCalls) {
  auto work = *parse_trace_parent(header());
  work.span_id = {0xB7, 0xAD, 0x6B, 0x71, 0x69, 0x20, 0x33, 0x31};
  EXPECT_EQ(format_trace_parent(work), "00-" + trace_id + "-b7ad6b7169203331-01");
  work.is_sampled = false;
  EXPECT_EQ(format_trace_parent(work), "00-" + trace_id + "-b7ad6b7169203331-00");
}

TEST(TraceIds, AreOthersEachTime) {
  EXPECT_NE(new_trace_id(), new_trace_id());
  EXPECT_NE(new_span_id(), new_span_id());
}

std::optional<std::string> passed_on(std::initializer_list<std::string> headers) {
  TraceState state;
  for (const auto& one : headers)
    state.add(one);
  return state.value();
}

TEST(TraceState, IsPassedOnInItsOrderFromAllItsHeaders) {
  EXPECT_EQ(passed_on({"rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"}),
            "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
  EXPECT_EQ(passed_on({"a=1 , ,\t b@c=x y", "", "d/e=~"}), "a=1,b@c=x y,d/e=~");
}

TEST(TraceState, WithoutMembersThereIsNone) {
  EXPECT_FALSE(passed_on({}));
  EXPECT_FALSE(passed_on({"", " , ,"}));
}

TEST(TraceState, IsDroppedAsAWholeWhereAMemberIsNone) {
  for (const std::string wrong : {"b", "=1", "B=1", "b=", "b=1=2", "b=\x01", "b=\xC3\xA9", "b c=1"})
    EXPECT_FALSE(passed_on({"a=1," + wrong})) << wrong;
}

TEST(TraceState, IsDroppedAsAWholeWhereItIsTooLong) {
  std::string members;
  for (int i = 0; i < 32; ++i)
    members += (i == 0 ? "k" : ",k") + std::to_string(i) + "=v";
  EXPECT_TRUE(passed_on({members}));
  EXPECT_FALSE(passed_on({members, "one=more"}));
  EXPECT_TRUE(passed_on({"a=" + std::string(250, 'x'), "b=" + std::string(250, 'x')}));
  EXPECT_FALSE(passed_on({"a=" + std::string(256, 'x'), "b=" + std::string(256, 'x')}));
}

}  // namespace
}  // namespace astronova::telemetry
