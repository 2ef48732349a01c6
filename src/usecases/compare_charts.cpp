#include "usecases/compare_charts.h"

#include <algorithm>

#include "usecases/cast_person.h"
#include "usecases/unknown_time.h"

namespace astronova::usecases {
namespace {

using astrology::AspectPoint;

// One chart as points, whatever it was given as.
struct Side {
  std::vector<GivenPoint> points;
  std::optional<BirthMoment> moment{};
  std::vector<Warning> warnings{};
};

Result<Side> cast_side(const sky::Ephemeris& ephemeris, const BirthData& birth,
                       const ChartOptions& options, const std::string& pointer) {
  ChartRequest request{birth, true, false, options};
  request.options.wheel.reset();
  auto cast = cast_person(ephemeris, request, pointer + "/birthData");
  if (!cast) return cast.error();
  leave_out_unknown(
      cast->moment,
      {ascendant_and_midheaven, {}, pointer == "/first" ? "the first's" : "the second's"},
      cast->western->chart, cast->warnings);
  Side side{{}, cast->moment, cast->warnings};
  for (const auto& point : astrology::aspect_points(cast->western->chart)) {
    side.points.push_back({point, true});
  }
  return side;
}

Result<Side> read_side(const sky::Ephemeris& ephemeris, const ChartSide& given,
                       const ChartOptions& options, const std::string& pointer) {
  if (const auto* points = std::get_if<std::vector<GivenPoint>>(&given)) return Side{*points};
  return cast_side(ephemeris, std::get<BirthData>(given), options, pointer);
}

std::vector<AspectPoint> plain_points(const std::vector<GivenPoint>& points) {
  std::vector<AspectPoint> plain;
  std::ranges::transform(points, std::back_inserter(plain), &GivenPoint::point);
  return plain;
}

bool speed_known(const std::vector<GivenPoint>& points, const AspectPoint& point) {
  return std::ranges::any_of(points, [&](const GivenPoint& given) {
    return given.speed_known && given.point.kind == point.kind && given.point.body == point.body;
  });
}

}  // namespace

Result<Comparison> compare_charts(const sky::Ephemeris& ephemeris,
                                  const ComparisonRequest& request) {
  const auto first = read_side(ephemeris, request.first, request.options, "/first");
  if (!first) return first.error();
  const auto second = read_side(ephemeris, request.second, request.options, "/second");
  if (!second) return second.error();
  Comparison comparison{{}, first->moment, second->moment, first->warnings};
  for (const auto& aspect : astrology::aspects_between(
           plain_points(first->points), plain_points(second->points), request.options.aspects)) {
    comparison.aspects.push_back({aspect, speed_known(first->points, aspect.first) &&
                                              speed_known(second->points, aspect.second)});
  }
  comparison.warnings.insert(comparison.warnings.end(), second->warnings.begin(),
                             second->warnings.end());
  return comparison;
}

}  // namespace astronova::usecases
