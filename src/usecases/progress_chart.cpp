#include "usecases/progress_chart.h"

#include <fmt/format.h>

#include "usecases/technique_basis.h"

namespace astronova::usecases {
Result<void> check_lifetime(JulianDayUt birth, JulianDayUt when, std::string_view pointer) {
  const double days = when.value - birth.value;
  if (days >= 0 && days <= days_of_years(life_years_max)) return {};
  return invalid_field(
      std::string{pointer},
      fmt::format("must be between the birth and {} years after it", life_years_max));
}

Result<ProgressedChart> progress_chart(const sky::Ephemeris& ephemeris,
                                       const ProgressionRequest& request) {
  auto natal = cast_basis(
      ephemeris, request.birth, request.options,
      {angles_and_houses, "positions may be off by what bodies move in half a symbolic day"});
  if (!natal) return natal.error();
  const auto birth = natal->moment.julian_day;
  if (auto good = check_lifetime(birth, request.at, "/at"); !good) return good.error();
  auto settings = request.progression;
  settings.aspects = request.options.aspects;
  const bool time_known = natal->moment.civil.time_known;
  auto progression = astrology::progress(
      ephemeris, {birth, time_known ? std::optional{request.birth.place} : std::nullopt},
      settings_of(*natal, request.options), request.at, settings);
  if (!progression) return at_field(progression.error(), "/at");
  return ProgressedChart{std::move(*natal), std::move(*progression)};
}

}  // namespace astronova::usecases
