#include "usecases/natal_locality.h"

#include <algorithm>
#include <array>

#include "sky/sidereal_time.h"

namespace astronova::usecases {
namespace {

constexpr std::array<std::string_view, 1> lines_left_out{"the lines"};
constexpr std::array<std::string_view, 1> directions_left_out{"the directions"};

// Bodies with their states, as the functions of localities take them.
struct PlacedBodies {
  explicit PlacedBodies(const astrology::NatalChart& chart) {
    for (const auto& placement : chart.placements) {
      bodies.push_back(placement.body);
      states.push_back(placement.state);
    }
  }

  sky::Bodies bodies{};
  std::vector<sky::BodyState> states{};
};

}  // namespace

Result<Relocation> relocate_chart(const sky::Ephemeris& ephemeris,
                                  const RelocationRequest& request) {
  auto basis = read_natal_basis(ephemeris, request.natal, angles_and_houses);
  if (!basis) return basis.error();
  // The moment was read at the place of birth; only where its sky is seen from is another.
  ChartRequest moved{request.natal.birth, true, false, request.natal.options};
  moved.options.wheel.reset();
  moved.birth.moment = basis->moment.civil;
  moved.birth.place = request.place;
  auto cast = cast_natal_chart(ephemeris, moved);
  if (!cast) return cast.error();
  leave_out_unknown(cast->moment, cast->western->chart);
  cast->western->moon_range.reset();
  Relocation relocation{*std::move(basis), *std::move(cast->western)};
  relocation.warnings = relocation.basis.warnings;
  for (auto& warning : cast->warnings) {
    const bool told = std::ranges::any_of(relocation.warnings, [&](const Warning& one) {
      return one.code == warning.code && one.detail == warning.detail;
    });
    if (!told) relocation.warnings.push_back(std::move(warning));
  }
  return relocation;
}

Result<NatalLines> draw_locality_lines(const sky::Ephemeris& ephemeris,
                                       const LinesRequest& request) {
  auto basis = read_natal_basis(ephemeris, request.natal, lines_left_out);
  if (!basis) return basis.error();
  NatalLines found{*std::move(basis)};
  if (!found.basis.time_known()) return found;
  const auto sidereal = sky::greenwich_sidereal_time(ephemeris, found.basis.moment.julian_day);
  if (!sidereal) return sidereal.error();
  const PlacedBodies placed(found.basis.chart);
  found.lines =
      astrology::locality_lines(placed.bodies, placed.states, sidereal->value, request.lines);
  return found;
}

Result<NatalLocalSpace> read_local_space(const sky::Ephemeris& ephemeris,
                                         const NatalRequest& request) {
  auto basis = read_natal_basis(ephemeris, request, directions_left_out);
  if (!basis) return basis.error();
  NatalLocalSpace found{*std::move(basis)};
  if (!found.basis.chart.houses) return found;
  PlacedBodies placed(found.basis.chart);
  const sky::Frame from_the_place{sky::Center::topocentric, std::nullopt, request.birth.place};
  if (auto done = ephemeris.states_at(found.basis.moment.julian_day, placed.bodies, from_the_place,
                                      placed.states);
      !done) {
    return done.error();
  }
  found.directions =
      astrology::local_space(placed.bodies, placed.states, found.basis.chart.houses->angles.armc,
                             request.birth.place.latitude);
  return found;
}

}  // namespace astronova::usecases
