#include "release/gates/freeze.h"

#include <gtest/gtest.h>

namespace astronova::release {
namespace {

std::vector<FreezeWindow> windows_of(const std::string& toml) {
  auto file = SettingsFile::of("release.toml", toml);
  auto windows = read_freeze_windows(file.top());
  EXPECT_TRUE(file.finish().has_value()) << file.text();
  return windows;
}

bool is_frozen(const std::vector<FreezeWindow>& windows, const char* at) {
  return freeze_at(windows, parse_rfc3339(at).value()) != nullptr;
}

TEST(Freeze, HoldsInHoursOfWeekdaysAsTheClockOfItsZoneShowsThem) {
  // Friday, 27 November 2026; Berlin is an hour ahead of UTC in winter and two in summer.
  const auto windows = windows_of(
      "[[freeze]]\nname = \"weekend\"\ndays = [\"fri\"]\nfrom = \"16:00\"\nto = \"24:00\"\n"
      "zone = \"Europe/Berlin\"\n");
  EXPECT_FALSE(is_frozen(windows, "2026-11-27T14:59:59Z"));
  EXPECT_TRUE(is_frozen(windows, "2026-11-27T15:00:00Z"));
  EXPECT_TRUE(is_frozen(windows, "2026-11-27T22:59:59Z"));
  EXPECT_FALSE(is_frozen(windows, "2026-11-27T23:00:00Z"));
  EXPECT_FALSE(is_frozen(windows, "2026-11-26T15:00:00Z"));
  EXPECT_TRUE(is_frozen(windows, "2026-07-03T14:00:00Z"));
  EXPECT_FALSE(is_frozen(windows, "2026-07-03T13:59:59Z"));
}

TEST(Freeze, GoesOnPastMidnightFromTheDayOnWhichItBegan) {
  const auto windows = windows_of(
      "[[freeze]]\nname = \"night\"\ndays = [\"sat\"]\nfrom = \"22:00\"\nto = \"06:00\"\n");
  EXPECT_FALSE(is_frozen(windows, "2026-11-28T21:59:59Z"));
  EXPECT_TRUE(is_frozen(windows, "2026-11-28T22:00:00Z"));
  EXPECT_TRUE(is_frozen(windows, "2026-11-29T05:59:59Z"));
  EXPECT_FALSE(is_frozen(windows, "2026-11-29T06:00:00Z"));
  EXPECT_FALSE(is_frozen(windows, "2026-11-28T05:00:00Z"));
}

TEST(Freeze, HoldsOnDatesIncludingTheFirstAndTheLast) {
  const auto windows = windows_of(
      "[[freeze]]\nname = \"holidays\"\nfirst_date = \"2026-12-24\"\nlast_date = \"2027-01-01\"\n");
  EXPECT_FALSE(is_frozen(windows, "2026-12-23T23:59:59Z"));
  EXPECT_TRUE(is_frozen(windows, "2026-12-24T00:00:00Z"));
  EXPECT_TRUE(is_frozen(windows, "2027-01-01T23:59:59Z"));
  EXPECT_FALSE(is_frozen(windows, "2027-01-02T00:00:00Z"));
}

TEST(Freeze, NamesTheWindow) {
  const auto windows = windows_of(
      "[[freeze]]\nname = \"mondays\"\ndays = [\"mon\"]\n[[freeze]]\nname = \"always\"\n");
  const auto sunday = parse_rfc3339("2026-11-29T12:00:00Z").value();
  ASSERT_NE(freeze_at(windows, sunday), nullptr);
  EXPECT_EQ(freeze_at(windows, sunday)->name, "always");
  EXPECT_EQ(freeze_at({}, sunday), nullptr);
}

}  // namespace
}  // namespace astronova::release
