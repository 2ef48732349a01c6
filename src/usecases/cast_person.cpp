#include "usecases/cast_person.h"

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

}  // namespace astronova::usecases
