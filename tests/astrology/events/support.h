#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/instant.h"
#include "sky/swiss/swiss_ephemeris.h"

namespace astronova::astrology::events_testing {

/// Swiss Ephemeris on Debian's files.
inline const sky::Ephemeris& swiss() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

inline constexpr double seconds_in_day = 86'400;

/// "2026-01-01T00:00:00Z", or to the minute, as almanacs have it: "2026-01-01T00:00Z"
inline JulianDayUt day_at(std::string text) {
  constexpr std::size_t to_the_minute = 17;
  if (text.size() == to_the_minute) text.insert(to_the_minute - 1, ":00");
  const auto instant = parse_rfc3339(text);
  EXPECT_TRUE(instant) << text;
  return to_julian_day(*instant);
}

/// The value, or an empty one and a failed test.
template <class T>
T value_of(const Result<T>& result) {
  EXPECT_TRUE(result) << (result ? "" : result.error().detail);
  return result ? *result : T{};
}

}  // namespace astronova::astrology::events_testing
