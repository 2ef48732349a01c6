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

/// One of the two births that a pair is made of, by the name of its members.
struct BirthOfPair {
  JsonKey name;
  const usecases::BirthMoment& moment;
  const usecases::BirthData& birth;
};
/// The members "moments" and "places" of a pair.
void write_births(JsonWriter& json, const BirthOfPair& one, const BirthOfPair& other);

void write_warnings(JsonWriter& json, const std::vector<usecases::Warning>& warnings);

}  // namespace astronova::api
