#include "usecases/natal_basis.h"

#include <algorithm>

#include "usecases/default_bodies.h"

namespace astronova::usecases {
namespace {

using sky::Body;

// The bodies that were asked for and the seven planets, in the order of all lists.
sky::Bodies with_seven_planets(const ChartOptions& options) {
  const auto asked =
      options.bodies.empty() ? default_bodies(options.center, options.node) : options.bodies;
  sky::Bodies bodies;
  for (std::size_t i = 0; i < sky::body_count; ++i) {
    const auto body = static_cast<Body>(i);
    if (body <= Body::saturn || std::ranges::find(asked, body) != asked.end())
      bodies.push_back(body);
  }
  return bodies;
}

}  // namespace

Result<NatalBasis> read_natal_basis(const sky::Ephemeris& ephemeris, const NatalRequest& request,
                                    std::span<const std::string_view> left_out,
                                    bool seven_planets) {
  ChartRequest cast_request{request.birth, true, false, request.options};
  cast_request.options.wheel.reset();
  if (seven_planets && !request.options.bodies.empty()) {
    cast_request.options.bodies = with_seven_planets(request.options);
  }
  auto cast = cast_natal_chart(ephemeris, cast_request);
  if (!cast) return cast.error();
  NatalBasis basis{
      std::move(cast->moment), std::move(cast->western->chart), {}, std::move(cast->warnings)};
  basis.sect = astrology::sect_of(basis.chart, request.birth.place.latitude);
  for (const auto& placement : basis.chart.placements)
    basis.bodies.push_back(placement.body);
  leave_out_unknown(basis.moment, {left_out}, basis.chart, basis.warnings);
  return basis;
}

}  // namespace astronova::usecases
