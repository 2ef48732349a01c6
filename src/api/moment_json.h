#pragma once

#include <vector>

#include "base/json_writer.h"
#include "usecases/birth_moment.h"

namespace astronova::api {

/// Moment of the contract: how the clock of a birth was read.
void write_moment(JsonWriter& json, const usecases::BirthMoment& birth,
                  const places::CivilTime& civil);

/// BirthPlace of the contract.
void write_birth_place(JsonWriter& json, const usecases::BirthData& birth);

void write_warnings(JsonWriter& json, const std::vector<usecases::Warning>& warnings);

}  // namespace astronova::api
