#include "usecases/cast_return.h"

#include <fmt/format.h>

#include "usecases/technique_basis.h"

namespace astronova::usecases {
Result<CastReturn> cast_return(const sky::Ephemeris& ephemeris, const ReturnRequest& request) {
  const auto& options = request.options;
  auto natal_options = options;
  natal_options.wheel.reset();
  auto natal = cast_basis(ephemeris, request.birth, natal_options,
                          {angles_and_houses, "the return may be half a day earlier or later"});
  if (!natal) return natal.error();
  if (!is_place_known(natal->moment, request.body)) {
    return invalid_field("/body", fmt::format("{} needs the time of birth: give it, or another "
                                              "body",
                                              sky::name_of(request.body)));
  }
  const auto found = astrology::next_return(
      ephemeris, {request.body, zodiac_of(options), request.precession_corrected},
      natal->moment.julian_day, request.after);
  if (!found) return at_field(found.error(), "/after");
  const auto place = request.place.value_or(request.birth.place);
  const auto when = found->passes.front().when;
  auto chart = astrology::compute_natal_chart(
      ephemeris, when, natal->moment.civil.time_known ? std::optional{place} : std::nullopt,
      settings_of(*natal, options));
  if (!chart) return at_field(chart.error(), "/after");
  CastReturn cast{natal->moment, *found, place, WesternResult{std::move(*chart)}, natal->warnings};
  auto& western = cast.western;
  if (const auto zodiac = zodiac_of(options)) {
    const auto degrees = ephemeris.ayanamsa(when, *zodiac);
    if (!degrees) return at_field(degrees.error(), "/after");
    western.ayanamsa = *degrees;
  }
  if (const auto& houses = western.chart.houses; houses && houses->system != houses->requested) {
    cast.warnings.push_back(
        {"houses.fallback",
         fmt::format("the house system {} has no solution at latitude {} at the return; these are "
                     "{} houses",
                     name_of(houses->requested), place.latitude, name_of(houses->system))});
  }
  if (options.wheel) {
    western.svg = rendering::draw_natal_wheel(western.chart, {*options.wheel, "Return"});
  }
  return cast;
}

}  // namespace astronova::usecases
