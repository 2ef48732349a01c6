#include "usecases/traditional_natal.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "astrology/events/planetary_hours.h"

namespace astronova::usecases {
namespace {

using sky::Body;

constexpr std::array<std::string_view, 4> dignities_left_out{"sect", "triplicities",
                                                             "peregrination", "the almuten"};
constexpr std::array<std::string_view, 1> lots_left_out{"the lots"};

const astrology::Placement& placement_of(const astrology::NatalChart& chart, Body planet) {
  return *std::ranges::find(chart.placements, planet, &astrology::Placement::body);
}

double longitude_of(const astrology::NatalChart& chart, Body planet) {
  return placement_of(chart, planet).state.longitude;
}

astrology::AlmutenPlaces almuten_places(const NatalDignities& found) {
  const auto& chart = found.basis.chart;
  astrology::AlmutenPlaces places{longitude_of(chart, Body::sun),
                                  longitude_of(chart, Body::moon),
                                  chart.houses->angles.ascendant,
                                  *found.fortune,
                                  found.syzygy->longitude,
                                  {},
                                  found.rulers};
  for (std::size_t i = 0; i < places.houses.size(); ++i) {
    places.houses[i] = placement_of(chart, static_cast<Body>(i)).house;
  }
  return places;
}

// The rulers of the hour that a birth falls into, and of the day whose first hour was last.
Result<std::optional<astrology::TimeRulers>> rulers_of_time(const sky::Ephemeris& ephemeris,
                                                            JulianDayUt birth,
                                                            const sky::GeographicPosition& place) {
  constexpr double day_max = 1.1;  // days, from one sunrise to the next
  constexpr double second = 1 / 86'400.0;
  const auto found = astrology::find_planetary_hours(ephemeris, place, {birth.value - day_max},
                                                     {birth.value + second});
  if (!found) return found.error();
  std::optional<astrology::TimeRulers> rulers;
  std::optional<Body> day;
  for (const auto& hour : found->hours) {
    if (hour.number == 1) day = hour.ruler;
    if (day && hour.at <= birth && birth < hour.until) rulers = {*day, hour.ruler};
  }
  return rulers;
}

Result<void> add_almuten(const sky::Ephemeris& ephemeris, const DignitiesRequest& request,
                         NatalDignities& found) {
  const auto& chart = found.basis.chart;
  const auto sect = *found.basis.sect;
  const auto& options = request.natal.options;
  const sky::Frame frame{options.center,
                         options.sidereal ? std::optional{options.ayanamsa} : std::nullopt,
                         request.natal.birth.place};
  const auto syzygy = astrology::prenatal_syzygy(ephemeris, found.basis.moment.julian_day,
                                                 request.natal.birth.place, frame);
  if (!syzygy) return syzygy.error();
  found.syzygy = *syzygy;
  found.fortune =
      astrology::lot_of_fortune(sect, chart.houses->angles.ascendant,
                                longitude_of(chart, Body::sun), longitude_of(chart, Body::moon));
  auto rulers = rulers_of_time(ephemeris, found.basis.moment.julian_day, request.natal.birth.place);
  if (!rulers) return rulers.error();
  found.rulers = *rulers;
  found.almuten = astrology::almuten_of_chart(almuten_places(found), sect, request.tables);
  for (const double cusp : chart.houses->cusp_span()) {
    found.cusp_almutens.push_back(
        astrology::strongest_of(astrology::points_in_degree(cusp, sect, request.tables)));
  }
  return {};
}

}  // namespace

Result<NatalDignities> judge_dignities(const sky::Ephemeris& ephemeris,
                                       const DignitiesRequest& request) {
  auto basis = read_natal_basis(ephemeris, request.natal, dignities_left_out, true);
  if (!basis) return basis.error();
  NatalDignities found{*std::move(basis), {}, {}, {}};
  const auto& chart = found.basis.chart;
  for (const auto& placement : chart.placements) {
    if (placement.body > Body::saturn) continue;
    found.planets.push_back(astrology::dignities_of(placement.body, placement.state.longitude,
                                                    found.basis.sect, request.tables));
    found.of_sect.push_back(
        found.basis.sect &&
        astrology::sect_of_planet(placement.body, longitude_of(chart, Body::sun),
                                  longitude_of(chart, Body::mercury)) == *found.basis.sect);
  }
  found.receptions = astrology::mutual_receptions(found.planets);
  if (found.basis.sect) {
    if (auto done = add_almuten(ephemeris, request, found); !done) return done.error();
  }
  return found;
}

Result<NatalLots> place_natal_lots(const sky::Ephemeris& ephemeris, const LotsRequest& request) {
  auto basis = read_natal_basis(ephemeris, request.natal, lots_left_out, true);
  if (!basis) return basis.error();
  NatalLots found{*std::move(basis)};
  if (!found.basis.sect) return found;
  auto wanted = request.lots;
  if (wanted.empty()) {
    wanted.resize(astrology::lot_definitions().size());
    std::iota(wanted.begin(), wanted.end(), 0U);
  }
  auto lots = astrology::place_lots(found.basis.chart, *found.basis.sect, wanted);
  if (!lots) return lots.error();
  found.lots = *std::move(lots);
  return found;
}

}  // namespace astronova::usecases
