#pragma once

#include <string>

#include "base/json_writer.h"
#include "usecases/natal_basis.h"

namespace astronova::api {

/// The members that every answer about one natal chart begins and ends with.
class NatalAnswer {
 public:
  /// Begins the object: `moment`, `place`.
  NatalAnswer(std::string& text, const usecases::NatalBasis& basis,
              const usecases::BirthData& birth);
  /// Ends it: `warnings`, `provenance`.
  void end(const std::vector<usecases::Warning>& warnings, const sky::Ephemeris& ephemeris);

  JsonWriter& json() { return json_; }

 private:
  JsonWriter json_;
};

/// "body":"ascendant" and the like: an aspect point's name.
JsonWriter& write_point(JsonWriter& json, JsonKey name, const astrology::AspectPoint& point);

/// "2026-11-23T00:00:00Z": an instant as a member, to the second.
JsonWriter& write_instant(JsonWriter& json, JsonKey name, JulianDayUt when);

/// A longitude as an object: {"longitude","sign","degree","formatted"}.
JsonWriter& write_place_in_zodiac(JsonWriter& json, JsonKey name, double longitude);

}  // namespace astronova::api
