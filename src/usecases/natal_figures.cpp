#include "usecases/natal_figures.h"

namespace astronova::usecases {
Result<NatalDeclinations> compare_declinations(const sky::Ephemeris& ephemeris,
                                               const DeclinationsRequest& request) {
  auto basis = read_natal_basis(ephemeris, request.natal, ascendant_and_midheaven);
  if (!basis) return basis.error();
  NatalDeclinations found{*std::move(basis)};
  const auto& chart = found.basis.chart;
  found.obliquity = astrology::obliquity_of(chart).value_or(0);
  found.points = astrology::declination_points(chart, found.obliquity);
  found.parallels = astrology::find_parallels(found.points, request.parallel_orb);
  found.mirrors =
      astrology::find_mirror_contacts(astrology::aspect_points(chart), request.antiscion_orb);
  return found;
}

Result<NatalMidpoints> find_midpoints(const sky::Ephemeris& ephemeris,
                                      const MidpointsRequest& request) {
  auto basis = read_natal_basis(ephemeris, request.natal, ascendant_and_midheaven);
  if (!basis) return basis.error();
  NatalMidpoints found{*std::move(basis)};
  const auto points = astrology::aspect_points(found.basis.chart);
  found.midpoints = astrology::midpoints_of(points);
  found.trees = astrology::midpoint_trees(points, request.dial, request.orb);
  found.dial = astrology::dial_of_90(points);
  return found;
}

Result<NatalHarmonic> cast_harmonic(const sky::Ephemeris& ephemeris,
                                    const HarmonicRequest& request) {
  auto basis = read_natal_basis(ephemeris, request.natal, ascendant_and_midheaven);
  if (!basis) return basis.error();
  NatalHarmonic found{*std::move(basis), {}};
  found.harmonic = astrology::harmonic_chart(astrology::aspect_points(found.basis.chart),
                                             request.number, request.natal.options.aspects);
  return found;
}

Result<NatalPatterns> find_patterns(const sky::Ephemeris& ephemeris,
                                    const PatternsRequest& request) {
  auto basis = read_natal_basis(ephemeris, request.natal, ascendant_and_midheaven);
  if (!basis) return basis.error();
  NatalPatterns found{*std::move(basis)};
  found.patterns = astrology::find_aspect_patterns(
      astrology::aspect_points(found.basis.chart),
      {request.natal.options.aspects, request.stellium_planets_min});
  return found;
}

Result<NatalMansions> read_mansions(const sky::Ephemeris& ephemeris, const NatalRequest& request) {
  auto basis = read_natal_basis(ephemeris, request, {});
  if (!basis) return basis.error();
  NatalMansions found{*std::move(basis)};
  for (const auto& placement : found.basis.chart.placements) {
    const double longitude = placement.state.longitude;
    found.mansions.push_back({placement.body, longitude, astrology::lunar_mansion_of(longitude)});
  }
  return found;
}

}  // namespace astronova::usecases
