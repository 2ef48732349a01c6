#include "usecases/compose_charts.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "astrology/matching/composite.h"
#include "sky/horizon.h"
#include "usecases/cast_person.h"
#include "usecases/unknown_time.h"

namespace astronova::usecases {
namespace {

using astrology::NatalChart;

constexpr std::array<std::string_view, 3> method_names{"midpoint", "reference", "davison"};

ChartRequest request_of(const BirthData& birth, const ChartOptions& options) {
  ChartRequest request{birth, true, false, options};
  request.options.wheel.reset();
  return request;
}

// The ecliptic of the middle between both births.
Result<NatalChart> chart_at_place(const sky::Ephemeris& ephemeris, const CompositeRequest& request,
                                  const CastChart& first, const CastChart& second) {
  const double middle = (first.moment.julian_day.value + second.moment.julian_day.value) / 2;
  const auto obliquity = sky::obliquity_at(ephemeris, {middle});
  if (!obliquity) return obliquity.error();
  return astrology::composite_at_place(first.western->chart, second.western->chart,
                                       {request.place->latitude, *obliquity},
                                       request.options.house_system, request.options.aspects);
}

Result<NatalChart> davison_chart(const sky::Ephemeris& ephemeris, const CompositeRequest& request,
                                 const astrology::DavisonPoint& middle, const CastChart& first,
                                 const CastChart& second) {
  astrology::NatalSettings settings;
  for (const auto& placement : first.western->chart.placements) {
    const bool known = is_place_known(second.moment, placement.body);
    if (known) settings.bodies.push_back(placement.body);
  }
  settings.frame = {request.options.center, std::nullopt, middle.place};
  settings.house_system = request.options.house_system;
  settings.aspects = request.options.aspects;
  const bool known = first.moment.civil.time_known && second.moment.civil.time_known;
  return astrology::compute_natal_chart(
      ephemeris, middle.when, known ? std::optional{middle.place} : std::nullopt, settings);
}

Result<CompositeChart> composed(const sky::Ephemeris& ephemeris, const CompositeRequest& request,
                                const CastChart& first, const CastChart& second) {
  const auto& one = first.western->chart;
  const auto& other = second.western->chart;
  CompositeChart result{{}, first.moment, second.moment};
  if (request.method == CompositeMethod::midpoint) {
    result.chart = astrology::composite_by_midpoints(one, other, request.options.aspects);
    return result;
  }
  if (request.method == CompositeMethod::reference) {
    auto chart = chart_at_place(ephemeris, request, first, second);
    if (!chart) return chart.error();
    result.chart = std::move(*chart);
    result.place = request.place;
    return result;
  }
  const auto middle = astrology::davison_point({first.moment.julian_day, request.first.place},
                                               {second.moment.julian_day, request.second.place});
  auto chart = davison_chart(ephemeris, request, middle, first, second);
  if (!chart) return chart.error();
  result.chart = std::move(*chart);
  result.when = middle.when;
  result.place = middle.place;
  return result;
}

void warn_of_fallback(CompositeChart& result) {
  const auto& houses = result.chart.houses;
  if (!houses || houses->system == houses->requested) return;
  result.warnings.push_back(
      {"houses.fallback",
       fmt::format("the house system {} has no solution there; these are {} houses",
                   name_of(houses->requested), name_of(houses->system))});
}

void take_known_chart(CastChart& cast, std::string_view whose, std::vector<Warning>& warnings) {
  for (const auto& warning : cast.warnings) {
    // The houses of the two charts are not answered.
    if (!warning.code.starts_with("houses.")) warnings.push_back(warning);
  }
  leave_out_unknown(cast.moment, {angles_and_houses, {}, whose}, cast.western->chart, warnings);
}

}  // namespace

std::span<const std::string_view> composite_method_names() {
  return method_names;
}

Result<CompositeChart> compose_charts(const sky::Ephemeris& ephemeris,
                                      const CompositeRequest& request) {
  auto first = cast_person(ephemeris, request_of(request.first, request.options), "/first");
  if (!first) return first.error();
  auto second = cast_person(ephemeris, request_of(request.second, request.options), "/second");
  if (!second) return second.error();
  auto warnings = request.place_warnings;
  take_known_chart(*first, "the first's", warnings);
  take_known_chart(*second, "the second's", warnings);
  auto result = composed(ephemeris, request, *first, *second);
  if (!result) return result;
  result->warnings = std::move(warnings);
  warn_of_fallback(*result);
  if (request.options.wheel) {
    result->svg =
        rendering::draw_natal_wheel(result->chart, {*request.options.wheel, "Composite chart"});
  }
  return result;
}

}  // namespace astronova::usecases
