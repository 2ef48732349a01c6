#include "astrology/western/natal/lots.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/angle.h"

namespace astronova::astrology {
namespace {

using sky::Body;
using Kind = LotTerm::Kind;

double place_of(const LotTerm& term, const LotPlaces& places, Sect sect) {
  switch (term.kind) {
    case Kind::ascendant:
      return places.ascendant;
    case Kind::body:
      return places.planets.at(term.number);
    case Kind::lot:
      return longitude_of_lot(term.number, places, sect);
    case Kind::cusp:
      return places.cusps.at(term.number - 1U);
    case Kind::ruler:
      return places.planets.at(
          static_cast<std::size_t>(traditional_ruler(sign_of(places.cusps.at(term.number - 1U)))));
    case Kind::degree:
      break;
  }
  return term.number;
}

struct Arc {
  LotTerm to;
  LotTerm minus;
};

Arc arc_of(const LotDefinition& lot, Sect sect) {
  if (sect == Sect::night && lot.night_to) {
    return {*lot.night_to, lot.night_minus.value_or(lot.minus_term)};
  }
  if (sect == Sect::night && lot.reversed) return {lot.minus_term, lot.to_term};
  return {lot.to_term, lot.minus_term};
}

std::string text_of(const LotTerm& term) {
  switch (term.kind) {
    case Kind::ascendant:
      return "ascendant";
    case Kind::body:
      return std::string{name_of(static_cast<Body>(term.number))};
    case Kind::lot:
      return std::string{lot_names()[term.number]};
    case Kind::cusp:
      return fmt::format("cusp of house {}", term.number);
    case Kind::ruler:
      return fmt::format("ruler of house {}", term.number);
    case Kind::degree:
      break;
  }
  return fmt::format("{}° {}", term.number % 30, name_of(sign_of(term.number)));
}

}  // namespace

std::string_view name_of(LotSchool school) {
  constexpr std::array<std::string_view, 4> names{"hermetic", "hellenistic", "medieval", "modern"};
  return names.at(static_cast<std::size_t>(school));
}

double lot_of_fortune(Sect sect, double ascendant, double sun, double moon) {
  return normalized_degrees(ascendant + (sect == Sect::day ? moon - sun : sun - moon));
}

double lot_of_spirit(Sect sect, double ascendant, double sun, double moon) {
  return lot_of_fortune(sect, ascendant, moon, sun);
}

std::string formula_of(const LotDefinition& lot, Sect sect) {
  const auto arc = arc_of(lot, sect);
  return fmt::format("{} + {} - {}", text_of(lot.from_term), text_of(arc.to), text_of(arc.minus));
}

Result<LotPlaces> lot_places(const NatalChart& chart) {
  if (!chart.houses || chart.houses->count != 12) {
    return Error{ErrorCode::invalid_value, "lots need the ascendant and twelve houses", {}};
  }
  LotPlaces places;
  places.ascendant = chart.houses->angles.ascendant;
  std::copy_n(chart.houses->cusps.begin(), 12, places.cusps.begin());
  std::size_t found = 0;
  for (const auto& placement : chart.placements) {
    if (placement.body > Body::saturn) continue;
    places.planets.at(static_cast<std::size_t>(placement.body)) = placement.state.longitude;
    ++found;
  }
  if (found != places.planets.size()) {
    return Error{ErrorCode::invalid_value, "lots need the seven planets from Sun to Saturn", {}};
  }
  return places;
}

double longitude_of_lot(std::size_t lot, const LotPlaces& places, Sect sect) {
  const auto& definition = lot_definitions()[lot];
  const auto arc = arc_of(definition, sect);
  return normalized_degrees(place_of(definition.from_term, places, sect) +
                            place_of(arc.to, places, sect) - place_of(arc.minus, places, sect));
}

Result<std::vector<PlacedLot>> place_lots(const NatalChart& chart, Sect sect,
                                          std::span<const std::size_t> lots) {
  const auto places = lot_places(chart);
  if (!places) return places.error();
  std::vector<PlacedLot> placed;
  placed.reserve(lots.size());
  for (const auto lot : lots) {
    const double longitude = longitude_of_lot(lot, *places, sect);
    placed.push_back({lot, longitude, house_of(longitude, chart.houses->cusp_span())});
  }
  return placed;
}

}  // namespace astronova::astrology
