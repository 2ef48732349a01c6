#pragma once

#include <string_view>

#include "base/result.h"
#include "usecases/birth_data.h"

namespace astronova::usecases {

/// Takes the place of a name for the place of birth: the likeliest, with a warning
/// `place.ambiguous` where others have that name.
/// errors   those of places::place_named, at ""
/// threads  any
Result<void> take_named_place(BirthData& birth, std::string_view name);

/// Takes the zone in whose boundaries the place of birth lies, with a warning `timezone.disputed`
/// where there are several.
/// threads  any
void take_zone_of_place(BirthData& birth);

/// The warning of a point that lies in several zones; nothing where it is in one.
std::vector<Warning> zone_warnings(double latitude, double longitude);

}  // namespace astronova::usecases
