#include "usecases/technique_basis.h"

#include <fmt/format.h>

namespace astronova::usecases {
namespace {

Error below_birth_data(Error error) {
  if (error.fields.empty()) error.fields.push_back({"/date", error.detail, {}});
  for (auto& field : error.fields)
    field.pointer.insert(0, "/birthData");
  return error;
}

}  // namespace

Result<CastChart> cast_basis(const sky::Ephemeris& ephemeris, const BirthData& birth,
                             const ChartOptions& options, const UnknownTime& when_unknown) {
  auto cast = cast_natal_chart(ephemeris, {birth, true, false, options});
  if (!cast) return below_birth_data(cast.error());
  warn_of_unknown_time(cast->moment, cast->western->chart, when_unknown, cast->warnings);
  return cast;
}

Result<CastChart> cast_timed_basis(const sky::Ephemeris& ephemeris, const BirthData& birth,
                                   const ChartOptions& options, std::string_view needs) {
  auto cast = cast_basis(ephemeris, birth, options, {});
  if (cast && !cast->moment.civil.time_known) {
    return invalid_field("/birthData/time",
                         fmt::format("is required here: {} the time of birth", needs));
  }
  return cast;
}

Error at_field(Error error, std::string_view pointer) {
  if (error.fields.empty()) error.fields.push_back({std::string{pointer}, error.detail, {}});
  return error;
}

astrology::NatalSettings settings_of(const CastChart& cast, const ChartOptions& options) {
  astrology::NatalSettings settings;
  for (const auto& placement : cast.western->chart.placements) {
    if (is_place_known(cast.moment, placement.body)) settings.bodies.push_back(placement.body);
  }
  settings.frame.ayanamsa = zodiac_of(options);
  settings.house_system = options.house_system;
  settings.aspects = options.aspects;
  return settings;
}

std::optional<sky::Ayanamsa> zodiac_of(const ChartOptions& options) {
  if (!options.sidereal) return std::nullopt;
  return options.ayanamsa;
}

astrology::NatalChart known_chart(const CastChart& cast) {
  auto chart = cast.western->chart;
  leave_out_unknown(cast.moment, chart);
  return chart;
}

}  // namespace astronova::usecases
