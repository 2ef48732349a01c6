#include "usecases/compare_charts.h"

#include <algorithm>

namespace astronova::usecases {
namespace {

using astrology::AspectPoint;

Result<std::vector<GivenPoint>> points_of_birth(const sky::Ephemeris& ephemeris,
                                                const BirthData& birth,
                                                const ChartOptions& options) {
  ChartRequest request{birth, true, false, options};
  request.options.wheel.reset();
  const auto cast = cast_natal_chart(ephemeris, request);
  if (!cast) return cast.error();
  std::vector<GivenPoint> points;
  for (const auto& point : astrology::aspect_points(cast->western->chart)) {
    points.push_back({point, true});
  }
  return points;
}

Result<std::vector<GivenPoint>> points_of(const sky::Ephemeris& ephemeris, const ChartSide& side,
                                          const ChartOptions& options, const std::string& pointer) {
  if (const auto* points = std::get_if<std::vector<GivenPoint>>(&side)) return *points;
  auto points = points_of_birth(ephemeris, std::get<BirthData>(side), options);
  if (points) return points;
  auto error = points.error();
  if (error.fields.empty()) error.fields.push_back({"/date", error.detail, {}});
  for (auto& field : error.fields)
    field.pointer = pointer + "/birthData" + field.pointer;
  return error;
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

Result<std::vector<CrossAspect>> compare_charts(const sky::Ephemeris& ephemeris,
                                                const ComparisonRequest& request) {
  const auto first = points_of(ephemeris, request.first, request.options, "/first");
  if (!first) return first.error();
  const auto second = points_of(ephemeris, request.second, request.options, "/second");
  if (!second) return second.error();
  const auto aspects = astrology::aspects_between(plain_points(*first), plain_points(*second),
                                                  request.options.aspects);
  std::vector<CrossAspect> result;
  for (const auto& aspect : aspects) {
    result.push_back(
        {aspect, speed_known(*first, aspect.first) && speed_known(*second, aspect.second)});
  }
  return result;
}

}  // namespace astronova::usecases
