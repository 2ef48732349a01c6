#include "usecases/chart_id.h"

#include <cmath>
#include <cstdint>
#include <string_view>

#include <fmt/compile.h>

#include "base/put_text.h"
#include "usecases/cast_natal_chart.h"
#include "usecases/name_uuid.h"

namespace astronova::usecases {
namespace {

// A namespace of our own, drawn once: 6f0b2c1e-7a51-4d0c-9a6b-52f2a4d1c8e7.
constexpr std::string_view charts =
    "\x6f\x0b\x2c\x1e\x7a\x51\x4d\x0c\x9a\x6b\x52\xf2\xa4\xd1\xc8\xe7";

char* put_signed(char* at, std::int64_t value) {
  if (value < 0) *at++ = '-';
  return put_unsigned(at, static_cast<std::uint64_t>(value < 0 ? -value : value));
}

// The shortest digits that mean the number.
char* put_number(char* at, double value) {
  const bool small_and_whole =
      value >= 0 && value < 1000 && value == std::floor(value) && !std::signbit(value);
  if (small_and_whole) return put_unsigned(at, static_cast<std::uint64_t>(value));
  return fmt::format_to(at, FMT_COMPILE("{}"), value);
}

char* put_clock(char* at, const places::CivilTime& civil) {
  at = put_signed(at, civil.date.year);
  at = put(at, "-");
  at = put_unsigned(at, civil.date.month);
  at = put(at, "-");
  at = put_unsigned(at, civil.date.day);
  at = put(at, "|");
  if (civil.time) {
    at = put_signed(at, civil.time->hour);
    at = put(at, ":");
    at = put_signed(at, civil.time->minute);
    at = put(at, ":");
    at = put_signed(at, civil.time->second);
  }
  at = put(at, "|");
  at = put_signed(at, civil.calendar ? static_cast<int>(*civil.calendar) : -1);
  return put(at, "|");
}

char* put_place(char* at, const BirthData& birth) {
  constexpr std::int64_t no_offset = 999'999;
  const auto& civil = birth.civil;
  at = put(at, "|");
  at = put_signed(at, civil.fold.value_or(-1));
  at = put(at, "|");
  at = put_signed(at, civil.utc_offset ? civil.utc_offset->count() : no_offset);
  for (const double number :
       {birth.place.latitude, birth.place.longitude, birth.place.altitude_metres}) {
    at = put(at, "|");
    at = put_number(at, number);
  }
  return put(at, "|");
}

char* put_options(char* at, const ChartOptions& options) {
  at = put_signed(at, static_cast<int>(options.house_system));
  at = options.sidereal ? put(at, "|true|") : put(at, "|false|");
  at = put_signed(at, static_cast<int>(options.ayanamsa));
  at = put(at, "|");
  at = put_signed(at, static_cast<int>(options.node));
  at = put(at, "|");
  at = put_signed(at, static_cast<int>(options.center));
  at = put(at, "|");
  for (const auto body : options.bodies) {
    at = put_signed(at, static_cast<int>(body));
    at = put(at, ",");
  }
  for (const auto& orb : options.aspects.orbs) {
    at = put(at, "|");
    if (!orb.wanted) {
      at = put(at, "-");
      continue;
    }
    at = put_number(at, orb.orb);
    at = put(at, ",");
    at = put_number(at, orb.luminary_orb);
  }
  return at;
}

}  // namespace

ChartId::ChartId(const ChartRequest& request) {
  constexpr std::size_t bytes_max = 2'048;
  char text[bytes_max];
  char* at = put(text, charts);
  at = put_clock(at, request.birth.civil);
  at = put(at, request.birth.civil.timezone.view());
  at = put_place(at, request.birth);
  at = put_options(at, request.options);
  at = request.western ? put(at, "|western") : put(at, "|");
  at = request.vedic ? put(at, "|vedic") : put(at, "|");
  text_ = name_uuid({text, at});
}

}  // namespace astronova::usecases
