#include "usecases/find_directions.h"

#include "usecases/technique_basis.h"

namespace astronova::usecases {

Result<FoundDirections> find_directions(const sky::Ephemeris& ephemeris,
                                        const DirectionRequest& request) {
  auto settings = request.directions;
  if (!(settings.years_from < settings.years_to)) {
    return invalid_field("/yearsTo", "must be greater than yearsFrom");
  }
  auto natal = cast_timed_basis(ephemeris, request.birth, request.options,
                                "four minutes are a year of primary directions, so they need");
  if (!natal) return natal.error();
  settings.bodies = settings_of(*natal, request.options).bodies;
  settings.aspects = request.options.aspects;
  auto found = astrology::primary_directions(ephemeris, natal->moment.julian_day,
                                             request.birth.place, settings);
  if (!found) return at_field(found.error(), "/birthData/date");
  return FoundDirections{std::move(*natal), std::move(*found)};
}

}  // namespace astronova::usecases
