#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "usecases/cast_natal_chart.h"

namespace astronova::usecases {

/// A point whose place the caller already knows.
struct GivenPoint {
  astrology::AspectPoint point;
  bool speed_known = false;
};

/// One of two charts: a birth to compute, or points that are given, in their order.
using ChartSide = std::variant<BirthData, std::vector<GivenPoint>>;

struct ComparisonRequest {
  ChartSide first;
  ChartSide second;
  ChartOptions options{};  ///< house system and wheel are not read
};

/// An aspect from a point of the first chart to one of the second.
struct CrossAspect {
  astrology::Aspect aspect;
  bool speeds_known = true;  ///< else `aspect.applying` means nothing
};

/// What was found, and how the clocks of the births among the two were read.
struct Comparison {
  std::vector<CrossAspect> aspects;
  std::optional<BirthMoment> first{};
  std::optional<BirthMoment> second{};
  std::vector<Warning> warnings{};
};

/// The aspects between two charts. With a birth whose time is known, its ascendant and midheaven
/// take part.
/// errors   those of cast_natal_chart, their pointers preceded by "/first/birthData" or
///          "/second/birthData"
/// threads  any; blocking
Result<Comparison> compare_charts(const sky::Ephemeris& ephemeris,
                                  const ComparisonRequest& request);

}  // namespace astronova::usecases
