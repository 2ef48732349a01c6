#pragma once

/// The years and months by which symbolic time is counted, in days.
namespace astronova::astrology {

/// The mean tropical year and month of J2000: Chapront-Touzé and Chapront, Lunar Tables and
/// Programs (1991), as in Meeus, Astronomical Algorithms, chapters 27 and 49.
inline constexpr double tropical_year_days = 365.242190;
inline constexpr double tropical_month_days = 27.321582;

/// What the mean Sun moves in a day, degrees: 59'08.33", Naibod's measure of a year.
inline constexpr double naibod_degrees = 360 / tropical_year_days;

}  // namespace astronova::astrology
