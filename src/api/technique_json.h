#pragma once

#include <optional>
#include <vector>

#include "base/json_writer.h"
#include "base/quantity.h"
#include "sky/ephemeris.h"
#include "usecases/birth_data.h"
#include "usecases/birth_moment.h"

/// What the answers of techniques of time have in common.
namespace astronova::api {

/// An instant as a value: RFC 3339, to the millisecond.
void write_instant(JsonWriter& json, JulianDayUt when);
/// null where there is none.
void write_instant(JsonWriter& json, const std::optional<JulianDayUt>& when);

/// The members "moment" and "place" of a birth.
void write_birth(JsonWriter& json, const usecases::BirthMoment& moment,
                 const usecases::BirthData& birth);

/// The members "warnings" and "provenance".
void write_end(JsonWriter& json, const std::vector<usecases::Warning>& warnings,
               const sky::Ephemeris& ephemeris);

}  // namespace astronova::api
