#include "astrology/western/moon_phase.h"

#include <array>
#include <cmath>
#include <numbers>

#include "base/angle.h"

namespace astronova::astrology {
namespace {

constexpr std::array<std::string_view, 8> names{"new",           "waxingCrescent", "firstQuarter",
                                                "waxingGibbous", "full",           "waningGibbous",
                                                "lastQuarter",   "waningCrescent"};

double radians(double degrees) {
  return degrees * std::numbers::pi / 180.0;
}

}  // namespace

MoonPhase moon_phase(const sky::BodyState& sun, const sky::BodyState& moon) {
  const double angle = normalized_degrees(moon.longitude - sun.longitude);
  // Meeus 48.2 and 48.3: elongation psi, phase angle i, of which the cosine will do.
  const double cos_elongation = std::cos(radians(moon.latitude)) * std::cos(radians(angle));
  const double sin_elongation = std::sqrt(1 - cos_elongation * cos_elongation);
  const double across = sun.distance * sin_elongation;
  const double along = moon.distance - sun.distance * cos_elongation;
  const double cos_phase_angle = along / std::sqrt(across * across + along * along);
  const auto eighth = static_cast<std::size_t>(normalized_degrees(angle + 22.5) / 45.0);
  return {angle, (1 + cos_phase_angle) / 2, names[eighth % names.size()]};
}

}  // namespace astronova::astrology
