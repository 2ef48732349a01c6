#include "usecases/compare_charts.h"

#include <algorithm>

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
                       const ChartOptions& options) {
  ChartRequest request{birth, true, false, options};
  request.options.wheel.reset();
  const auto cast = cast_natal_chart(ephemeris, request);
  if (!cast) return cast.error();
  Side side{{}, cast->moment, cast->warnings};
  for (const auto& point : astrology::aspect_points(cast->western->chart)) {
    side.points.push_back({point, true});
  }
  return side;
}

Result<Side> read_side(const sky::Ephemeris& ephemeris, const ChartSide& given,
                       const ChartOptions& options, const std::string& pointer) {
  if (const auto* points = std::get_if<std::vector<GivenPoint>>(&given)) return Side{*points};
  auto side = cast_side(ephemeris, std::get<BirthData>(given), options);
  if (side) return side;
  auto error = side.error();
  if (error.fields.empty()) error.fields.push_back({"/date", error.detail, {}});
  for (auto& field : error.fields) {
    field.pointer.insert(0, pointer + "/birthData");
  }
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
