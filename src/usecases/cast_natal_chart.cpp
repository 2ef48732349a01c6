#include "usecases/cast_natal_chart.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "usecases/default_bodies.h"

namespace astronova::usecases {
namespace {

using sky::Body;
using sky::Ephemeris;

bool is_covered(const Ephemeris& ephemeris, Body body, JulianDayUt when) {
  const auto span = ephemeris.coverage(body);
  return span && when >= span->first && when <= span->last;
}

// Bodies that were asked for by name stay, so that the ephemeris refuses what it does not cover.
sky::Bodies bodies_of(const Ephemeris& ephemeris, const ChartOptions& options, JulianDayUt when,
                      std::vector<Warning>& warnings) {
  if (!options.bodies.empty()) return options.bodies;
  auto bodies = default_bodies(options.center, options.node);
  if (is_covered(ephemeris, Body::sun, when) && !is_covered(ephemeris, Body::chiron, when)) {
    bodies.erase(std::ranges::find(bodies, Body::chiron));
    warnings.push_back({"bodies.outsideEphemeris",
                        "chiron is left out: the ephemeris does not cover it on this date"});
  }
  return bodies;
}

Result<MoonRange> moon_range(const Ephemeris& ephemeris, const BirthData& birth,
                             const sky::Frame& frame) {
  const auto day = places::day_of(birth.civil);
  if (!day) return day.error();
  const std::array instants{to_julian_day(day->begin), to_julian_day(day->end)};
  std::array<sky::BodyState, 2> states;
  if (auto done = ephemeris.states_of(Body::moon, instants, frame, states); !done) {
    return done.error();
  }
  return MoonRange{states[0].longitude, states[1].longitude};
}

void warn_of_houses(const astrology::NatalChart& chart, const sky::GeographicPosition& place,
                    std::vector<Warning>& warnings) {
  const auto& houses = *chart.houses;
  if (houses.system != houses.requested) {
    warnings.push_back(
        {"houses.fallback",
         fmt::format("the house system {} has no solution at latitude {} at this moment; these are "
                     "{} houses",
                     name_of(houses.requested), place.latitude, name_of(houses.system))});
  }
  if (!chart.placements.empty() && !chart.placements.front().house) {
    warnings.push_back(
        {"houses.overlap",
         fmt::format("at latitude {} houses of the system {} overlap at this moment, "
                     "so no body is given a house",
                     place.latitude, name_of(houses.system))});
  }
}

// Fills cast.western where it lies: a chart is too large to be moved about.
Result<void> cast_western(const Ephemeris& ephemeris, const ChartRequest& request,
                          CastChart& cast) {
  const auto& options = request.options;
  const auto when = cast.moment.julian_day;
  astrology::NatalSettings settings;
  settings.bodies = bodies_of(ephemeris, options, when, cast.warnings);
  settings.frame = {options.center, std::nullopt, request.birth.place};
  if (options.sidereal) settings.frame.ayanamsa = options.ayanamsa;
  settings.house_system = options.house_system;
  settings.aspects = options.aspects;

  const bool time_known = cast.moment.civil.time_known;
  auto chart = astrology::compute_natal_chart(
      ephemeris, when, time_known ? std::optional{request.birth.place} : std::nullopt, settings);
  if (!chart) return chart.error();
  auto& result = cast.western.emplace(std::move(*chart));
  if (options.sidereal) {
    const auto degrees = ephemeris.ayanamsa(when, options.ayanamsa);
    if (!degrees) return degrees.error();
    result.ayanamsa = *degrees;
  }
  if (result.chart.houses) warn_of_houses(result.chart, request.birth.place, cast.warnings);
  if (!time_known && std::ranges::find(settings.bodies, Body::moon) != settings.bodies.end()) {
    const auto range = moon_range(ephemeris, request.birth, settings.frame);
    if (!range) return range.error();
    result.moon_range = *range;
  }
  if (options.wheel) {
    result.svg = rendering::draw_natal_wheel(result.chart, {*options.wheel, "Natal chart"});
  }
  return {};
}

Result<void> cast_vedic(const Ephemeris& ephemeris, const ChartRequest& request, CastChart& cast) {
  const auto& options = request.options;
  const bool time_known = cast.moment.civil.time_known;
  auto chart =
      astrology::compute_vedic_chart(ephemeris, cast.moment.julian_day, request.birth.place,
                                     time_known, {options.ayanamsa, options.node, options.center});
  if (!chart) return chart.error();
  auto& result = cast.vedic.emplace();
  result.chart = std::move(*chart);
  if (!time_known) {
    const auto range = moon_range(ephemeris, request.birth,
                                  {options.center, options.ayanamsa, request.birth.place});
    if (!range) return range.error();
    result.moon_range = *range;
  }
  return {};
}

}  // namespace

Result<CastChart> cast_natal_chart(const Ephemeris& ephemeris, const ChartRequest& request) {
  auto moment = read_the_clock(ephemeris, request.birth);
  if (!moment) return moment.error();
  Result<CastChart> result{CastChart{request, std::move(*moment)}};
  CastChart& cast = *result;
  if (request.western) {
    if (auto done = cast_western(ephemeris, request, cast); !done) return done.error();
  }
  if (request.vedic) {
    if (auto done = cast_vedic(ephemeris, request, cast); !done) return done.error();
  }
  return result;
}

}  // namespace astronova::usecases
