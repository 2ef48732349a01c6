#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "astrology/vedic/vedic_chart.h"
#include "astrology/western/natal_chart.h"
#include "rendering/natal_wheel.h"
#include "usecases/birth_data.h"
#include "usecases/birth_moment.h"
#include "usecases/chart_id.h"
#include "usecases/warning.h"

namespace astronova::usecases {

/// How to cast a chart.
struct ChartOptions {
  sky::HouseSystem house_system = sky::HouseSystem::placidus;
  bool sidereal = false;  ///< the Western chart's zodiac
  sky::Ayanamsa ayanamsa = sky::Ayanamsa::lahiri;
  sky::Body node = sky::Body::true_node;  ///< mean_node or true_node
  sky::Bodies bodies{};                   ///< in their order; empty: default_bodies
  astrology::AspectSettings aspects = astrology::AspectSettings::major();
  sky::Center center = sky::Center::geocentric;  ///< or topocentric
  std::optional<rendering::Theme> wheel{};       ///< draws the Western wheel
};

/// What natal chart to cast.
struct ChartRequest {
  BirthData birth;
  bool western = true;
  bool vedic = false;
  ChartOptions options{};
};

/// Between which longitudes the Moon moved on the day of birth, degrees, [0, 360).
struct MoonRange {
  double from = 0;
  double to = 0;
};

struct WesternResult {
  explicit WesternResult(astrology::NatalChart&& computed) : chart(std::move(computed)) {}

  astrology::NatalChart chart;
  std::optional<Degrees> ayanamsa{};      ///< of a sidereal zodiac, at the moment
  std::optional<MoonRange> moon_range{};  ///< when the time is unknown and the Moon was asked for
  std::optional<std::string> svg{};
};

struct VedicResult {
  astrology::VedicChart chart;
  std::optional<MoonRange> moon_range{};  ///< when the time is unknown
};

/// A cast chart.
struct CastChart {
  CastChart(const ChartRequest& request, BirthMoment&& read)
      : id(request), moment(std::move(read)), warnings(request.birth.warnings) {}

  ChartId id;
  BirthMoment moment;
  std::optional<WesternResult> western{};
  std::optional<VedicResult> vedic{};
  std::vector<Warning> warnings;
};

/// Reads the clock and casts the chart. An unknown time of birth is cast for local noon, without
/// houses and angles. A body that was not asked for by name and is not covered by the ephemeris on
/// that date is left out, with a warning `bodies.outsideEphemeris`.
/// errors   those of places::resolve (pointers relative to the birth data) and of sky::Ephemeris
/// threads  any; blocking as long as the ephemeris does
Result<CastChart> cast_natal_chart(const sky::Ephemeris& ephemeris, const ChartRequest& request);

}  // namespace astronova::usecases
