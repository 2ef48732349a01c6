#include <cctype>
#include <ostream>
#include <set>
#include <vector>

#include <gmock/gmock.h>

#include "tests/places/civil_times.h"

// The table of documented oddities in data/hard_cases.json. What it expects comes from the laws,
// gazettes and newspapers that each case names, most by way of the comments in tzdb's sources.
namespace astronova::places::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

struct HardCase {
  boost::json::object row;

  std::string title() const { return text_of(row.at("name")); }

  /// "SamoaSkipped30December2011", as test names may hold letters and digits alone.
  std::string test_name() const {
    std::string name;
    bool starts_word = true;
    for (const char letter : title()) {
      const auto byte = static_cast<unsigned char>(letter);
      if (std::isalnum(byte) != 0) {
        name += starts_word ? static_cast<char>(std::toupper(byte)) : letter;
      }
      starts_word = std::isalnum(byte) == 0;
    }
    return name;
  }

  CivilTime stated() const {
    CivilTime civil_time = stated_in(row);
    if (row.contains("longitude")) civil_time.longitude = row.at("longitude").to_number<double>();
    if (row.contains("calendar")) {
      civil_time.calendar = parse_calendar(row.at("calendar").as_string()).value();
    }
    if (row.contains("utcOffset")) {
      civil_time.utc_offset = parse_utc_offset(row.at("utcOffset").as_string()).value();
    }
    return civil_time;
  }
};

std::ostream& operator<<(std::ostream& out, const HardCase& hard) {
  return out << boost::json::serialize(hard.row);
}

std::vector<HardCase> hard_cases() {
  const auto table = recorded("hard_cases.json");
  std::vector<HardCase> cases;
  for (const auto& row : table.as_array())
    cases.push_back({row.as_object()});
  return cases;
}

void expect_read(const Result<Moment>& moment, const boost::json::object& expected) {
  EXPECT_EQ(utc_of(moment), text_of(expected.at("utc")));
  if (!moment) return;
  EXPECT_EQ(moment->utc_offset, parse_utc_offset(expected.at("offset").as_string()).value());
  EXPECT_EQ(moment->abbreviation, text_of(expected.at("abbreviation")));
  EXPECT_EQ(moment->dst, expected.at("dst").as_bool());
  EXPECT_EQ(rule_name(moment->rule), text_of(expected.at("rule")));
}

/// Where the clock showed the time twice, each fold reads it as its candidate says. The reading by
/// the clock before a gap is the later instant, that before a repetition the earlier.
void expect_folds_to_choose(CivilTime stated, const std::vector<TimeCandidate>& candidates) {
  if (candidates.empty()) return;
  const bool shown_twice = candidates.front().utc < candidates.back().utc;
  EXPECT_EQ(candidates.back().fold, shown_twice ? 1 : 0);
  if (!shown_twice) return;
  for (const auto& candidate : candidates) {
    stated.fold = candidate.fold;
    EXPECT_EQ(utc_of(resolve(stated)), candidate.utc);
  }
}

void expect_refused(const CivilTime& stated, const boost::json::object& expected) {
  const auto moment = resolve(stated);
  ASSERT_FALSE(moment) << utc_of(moment);
  const Error error = moment.error();
  EXPECT_EQ(error.code, ErrorCode::invalid_value);
  ASSERT_THAT(error.fields, SizeIs(1));
  const auto& field = error.fields.front();
  EXPECT_EQ(field.pointer, text_of(expected.at("refused")));
  const auto* says = expected.if_contains("says");
  EXPECT_THAT(error.detail, HasSubstr(says != nullptr ? text_of(*says) : ""));
  boost::json::array instants;
  for (const auto& candidate : field.candidates)
    instants.emplace_back(candidate.utc);
  const auto* listed = expected.if_contains("candidates");
  EXPECT_EQ(instants, listed != nullptr ? listed->as_array() : boost::json::array{});
  expect_folds_to_choose(stated, field.candidates);
}

class HardCivilTime : public ::testing::TestWithParam<HardCase> {};

TEST_P(HardCivilTime, IsReadAsItsSourceSays) {
  const auto& expected = GetParam().row.at("expected").as_object();
  const auto stated = GetParam().stated();
  if (expected.contains("refused")) {
    expect_refused(stated, expected);
  } else {
    expect_read(resolve(stated), expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, HardCivilTime, ::testing::ValuesIn(hard_cases()),
                         [](const auto& test) { return test.param.test_name(); });

TEST(HardCivilTimeTable, HoldsAtLeastSixtyCasesEachWithASourceAndATitleOfItsOwn) {
  const auto cases = hard_cases();
  EXPECT_GE(cases.size(), 60U);
  std::set<std::string> titles;
  for (const auto& hard : cases) {
    EXPECT_GE(text_of(hard.row.at("source")).size(), 20U) << hard.title();
    EXPECT_TRUE(titles.insert(hard.title()).second) << hard.title();
  }
}

}  // namespace
}  // namespace astronova::places::testing
