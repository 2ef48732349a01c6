#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "astrology/zodiac.h"

namespace astronova::rendering {

/// Degrees and minutes within a sign as the lettering writes them: truncated to the minute, like
/// the ephemerides and astrology::format_in_sign, so that they never read 30 degrees.
struct DegreeText {
  std::string degree;  ///< "4o", "24o": the lettering's o is the degree sign
  std::string minute;  ///< "07'"
};

inline DegreeText degree_text(double longitude) {
  // The same hair as format_in_sign's, so that both print the same minute.
  const double in_sign = astrology::degree_in_sign(longitude) + 1e-8;
  const int minutes = std::clamp(static_cast<int>(std::floor(in_sign * 60.0)), 0, 30 * 60 - 1);
  const int minute = minutes % 60;
  return {std::to_string(minutes / 60) + "o",
          (minute < 10 ? "0" : "") + std::to_string(minute) + "'"};
}

}  // namespace astronova::rendering
