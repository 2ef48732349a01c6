#include "astrology/zodiac.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace astronova::astrology {
namespace {

using sky::Body;

constexpr std::array<std::string_view, sign_count> names{
    "Aries", "Taurus",  "Gemini",      "Cancer",    "Leo",      "Virgo",
    "Libra", "Scorpio", "Sagittarius", "Capricorn", "Aquarius", "Pisces"};

constexpr std::array<std::string_view, sign_count> sanskrit_names{
    "Mesha", "Vrishabha",  "Mithuna", "Karka",  "Simha",  "Kanya",
    "Tula",  "Vrishchika", "Dhanu",   "Makara", "Kumbha", "Meena"};

constexpr std::array<Body, sign_count> rulers{
    Body::mars,  Body::venus, Body::mercury, Body::moon,   Body::sun,    Body::mercury,
    Body::venus, Body::mars,  Body::jupiter, Body::saturn, Body::saturn, Body::jupiter};

constexpr std::array<std::string_view, 4> element_names{"fire", "earth", "air", "water"};
constexpr std::array<std::string_view, 3> modality_names{"cardinal", "fixed", "mutable"};

std::size_t index(Sign sign) {
  return static_cast<std::size_t>(sign);
}

}  // namespace

std::string_view name_of(Sign sign) {
  return names[index(sign)];
}
std::string_view sanskrit_name_of(Sign sign) {
  return sanskrit_names[index(sign)];
}
std::string_view name_of(Element element) {
  return element_names[static_cast<std::size_t>(element)];
}
std::string_view name_of(Modality modality) {
  return modality_names[static_cast<std::size_t>(modality)];
}

Element element_of(Sign sign) {
  return static_cast<Element>(index(sign) % 4);
}
Modality modality_of(Sign sign) {
  return static_cast<Modality>(index(sign) % 3);
}

sky::Body traditional_ruler(Sign sign) {
  return rulers[index(sign)];
}

sky::Body modern_ruler(Sign sign) {
  switch (sign) {
    case Sign::scorpio:
      return Body::pluto;
    case Sign::aquarius:
      return Body::uranus;
    case Sign::pisces:
      return Body::neptune;
    default:
      return traditional_ruler(sign);
  }
}

Sign sign_of(double longitude) {
  const auto sign = static_cast<std::size_t>(longitude / 30.0);
  return static_cast<Sign>(std::min(sign, sign_count - 1));
}

double degree_in_sign(double longitude) {
  return longitude - 30.0 * static_cast<double>(index(sign_of(longitude)));
}

std::string format_in_sign(double longitude) {
  // A hair of 1e-8 degrees keeps 24°07'24" from printing as 23.9999" when the double falls short.
  const double seconds = std::floor((degree_in_sign(longitude) + 1e-8) * 3600.0);
  const auto whole = std::min(static_cast<int>(seconds), 30 * 3600 - 1);
  return fmt::format("{}°{:02}'{:02}\" {}", whole / 3600, whole / 60 % 60, whole % 60,
                     name_of(sign_of(longitude)));
}

}  // namespace astronova::astrology
