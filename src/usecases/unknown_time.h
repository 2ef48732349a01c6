#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "astrology/western/natal_chart.h"
#include "usecases/birth_moment.h"
#include "usecases/warning.h"

namespace astronova::usecases {

/// The one rule for births without a time of day, docs/astrology/unknown-time.md: local noon is
/// taken, there are no angles and houses, and what a day moves by degrees takes no part in what is
/// concluded from the chart.

/// What most techniques leave out beside bodies.
inline constexpr std::array<std::string_view, 2> ascendant_and_midheaven{"the ascendant",
                                                                         "the midheaven"};
inline constexpr std::array<std::string_view, 2> angles_and_houses{"the angles", "the houses"};

/// Whether a body's place is known to a degree or so by the day of birth alone: all but the Moon
/// and the osculating apogee of her orbit, which may move 7 degrees within half a day.
bool is_known_by_the_day(sky::Body body);

/// Whether a body's place in the chart of a birth is known.
bool is_place_known(const BirthMoment& moment, sky::Body body);

/// Takes out of the chart of a birth without a time what is not known: those bodies, their aspects
/// and the phase. The chart of any other birth stays as it is.
void leave_out_unknown(const BirthMoment& moment, astrology::NatalChart& chart);

/// What a technique does without a time of birth.
struct UnknownTime {
  std::span<const std::string_view> left_out{};  ///< beside bodies: "the ascendant", "sect"
  std::string_view
      also{};  ///< what else follows, a sentence; "periods may begin half a day earlier"
  std::string_view whose = "the";  ///< "the partner's"
};

/// Where a time of birth is unknown, notes it: `time.unknown`, with what is left out.
///   chart  as it was before leave_out_unknown
void warn_of_unknown_time(const BirthMoment& moment, const astrology::NatalChart& chart,
                          const UnknownTime& rule, std::vector<Warning>& warnings);

/// Both, for a chart of which nothing else is wanted.
void leave_out_unknown(const BirthMoment& moment, const UnknownTime& rule,
                       astrology::NatalChart& chart, std::vector<Warning>& warnings);

}  // namespace astronova::usecases
