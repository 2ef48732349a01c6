#include "usecases/cast_person.h"

#include <fmt/format.h>

namespace astronova::usecases {

Result<CastChart> cast_person(const sky::Ephemeris& ephemeris, const ChartRequest& request,
                              std::string_view pointer) {
  auto cast = cast_natal_chart(ephemeris, request);
  if (cast) return cast;
  auto error = cast.error();
  if (error.fields.empty()) error.fields.push_back({"/date", error.detail, {}});
  for (auto& field : error.fields)
    field.pointer.insert(0, pointer);
  return error;
}

void warn_of_unknown_time(const CastChart& cast, std::string_view whose, std::string_view lacking,
                          std::vector<Warning>& warnings) {
  if (cast.moment.civil.time_known) return;
  warnings.push_back(
      {"time.unknown",
       fmt::format("{} time of birth is unknown: {}; the Moon stands where it was at "
                   "noon, and may be up to 8 degrees from there",
                   whose, lacking)});
}

}  // namespace astronova::usecases
