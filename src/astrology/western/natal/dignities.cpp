#include "astrology/western/natal/dignities.h"

#include <algorithm>

#include "base/angle.h"

namespace astronova::astrology {
namespace {

using sky::Body;

constexpr auto seven_planets = {Body::sun,  Body::moon,    Body::mercury, Body::venus,
                                Body::mars, Body::jupiter, Body::saturn};

constexpr std::array<std::string_view, dignity_count> dignity_names{"domicile", "exaltation",
                                                                    "triplicity", "term", "face"};
constexpr std::array<int, dignity_count> dignity_points{5, 4, 3, 2, 1};
constexpr std::array<std::string_view, debility_count> debility_names{"detriment", "fall",
                                                                      "peregrine"};
constexpr std::array<int, debility_count> debility_points{-5, -4, -5};

constexpr std::array<std::string_view, 2> triplicity_names{"dorothean", "ptolemaic"};
constexpr std::array<std::string_view, 3> term_names{"egyptian", "ptolemaic", "lilly"};

// Ecliptic longitudes, Sun to Saturn.
constexpr std::array<double, 7> exaltations{19, 33, 165, 357, 298, 105, 201};

struct TriplicityRulers {
  Body day{};
  Body night{};
  std::optional<Body> participating{};
};

constexpr std::array<TriplicityRulers, 4> dorothean{{
    {Body::sun, Body::jupiter, Body::saturn},
    {Body::venus, Body::moon, Body::mars},
    {Body::saturn, Body::mercury, Body::jupiter},
    {Body::venus, Body::mars, Body::moon},
}};
constexpr std::array<TriplicityRulers, 4> ptolemaic{{
    {Body::sun, Body::jupiter, {}},
    {Body::venus, Body::moon, {}},
    {Body::saturn, Body::mercury, {}},
    {Body::mars, Body::mars, {}},
}};

struct Term {
  Body ruler;
  int end;  // degrees within the sign
};
using SignTerms = std::array<Term, 5>;
using Terms = std::array<SignTerms, sign_count>;

constexpr Body me = Body::mercury, ve = Body::venus, ma = Body::mars, ju = Body::jupiter,
               sa = Body::saturn;

constexpr Terms egyptian_terms{{
    {{{ju, 6}, {ve, 12}, {me, 20}, {ma, 25}, {sa, 30}}},
    {{{ve, 8}, {me, 14}, {ju, 22}, {sa, 27}, {ma, 30}}},
    {{{me, 6}, {ju, 12}, {ve, 17}, {ma, 24}, {sa, 30}}},
    {{{ma, 7}, {ve, 13}, {me, 19}, {ju, 26}, {sa, 30}}},
    {{{ju, 6}, {ve, 11}, {sa, 18}, {me, 24}, {ma, 30}}},
    {{{me, 7}, {ve, 17}, {ju, 21}, {ma, 28}, {sa, 30}}},
    {{{sa, 6}, {me, 14}, {ju, 21}, {ve, 28}, {ma, 30}}},
    {{{ma, 7}, {ve, 11}, {me, 19}, {ju, 24}, {sa, 30}}},
    {{{ju, 12}, {ve, 17}, {me, 21}, {sa, 26}, {ma, 30}}},
    {{{me, 7}, {ju, 14}, {ve, 22}, {sa, 26}, {ma, 30}}},
    {{{me, 7}, {ve, 13}, {ju, 20}, {ma, 25}, {sa, 30}}},
    {{{ve, 12}, {ju, 16}, {me, 19}, {ma, 28}, {sa, 30}}},
}};
constexpr Terms ptolemaic_terms{{
    {{{ju, 6}, {ve, 14}, {me, 21}, {ma, 26}, {sa, 30}}},
    {{{ve, 8}, {me, 15}, {ju, 22}, {sa, 24}, {ma, 30}}},
    {{{me, 7}, {ju, 13}, {ve, 20}, {ma, 26}, {sa, 30}}},
    {{{ma, 6}, {ju, 13}, {me, 20}, {ve, 27}, {sa, 30}}},
    {{{ju, 6}, {me, 13}, {sa, 19}, {ve, 25}, {ma, 30}}},
    {{{me, 7}, {ve, 13}, {ju, 18}, {sa, 24}, {ma, 30}}},
    {{{sa, 6}, {ve, 11}, {me, 16}, {ju, 24}, {ma, 30}}},
    {{{ma, 6}, {ve, 13}, {ju, 21}, {me, 27}, {sa, 30}}},
    {{{ju, 8}, {ve, 14}, {me, 19}, {sa, 25}, {ma, 30}}},
    {{{ve, 6}, {me, 12}, {ju, 19}, {sa, 25}, {ma, 30}}},
    {{{sa, 6}, {me, 12}, {ve, 20}, {ju, 25}, {ma, 30}}},
    {{{ve, 8}, {ju, 14}, {me, 20}, {ma, 25}, {sa, 30}}},
}};
constexpr Terms lilly_terms{{
    {{{ju, 6}, {ve, 14}, {me, 21}, {ma, 26}, {sa, 30}}},
    {{{ve, 8}, {me, 15}, {ju, 22}, {sa, 26}, {ma, 30}}},
    {{{me, 7}, {ju, 14}, {ve, 21}, {sa, 25}, {ma, 30}}},
    {{{ma, 6}, {ju, 13}, {me, 20}, {ve, 27}, {sa, 30}}},
    {{{sa, 6}, {me, 13}, {ve, 19}, {ju, 25}, {ma, 30}}},
    {{{me, 7}, {ve, 13}, {ju, 18}, {sa, 24}, {ma, 30}}},
    {{{sa, 6}, {ve, 11}, {ju, 19}, {me, 24}, {ma, 30}}},
    {{{ma, 6}, {ju, 14}, {ve, 21}, {me, 27}, {sa, 30}}},
    {{{ju, 8}, {ve, 14}, {me, 19}, {sa, 25}, {ma, 30}}},
    {{{ve, 6}, {me, 12}, {ju, 19}, {ma, 25}, {sa, 30}}},
    {{{sa, 6}, {me, 12}, {ve, 20}, {ju, 25}, {ma, 30}}},
    {{{ve, 8}, {ju, 14}, {me, 20}, {ma, 26}, {sa, 30}}},
}};

// From the first ten degrees of Aries on, again and again.
constexpr std::array<Body, 7> chaldean_faces{Body::mars, Body::sun,    Body::venus,  Body::mercury,
                                             Body::moon, Body::saturn, Body::jupiter};

constexpr std::array<int, 12> house_points{12, 6, 3, 9, 7, 1, 10, 5, 4, 11, 8, 2};
constexpr int day_ruler_points = 7;
constexpr int hour_ruler_points = 6;

const Terms& terms_of(TermTable table) {
  switch (table) {
    case TermTable::ptolemaic:
      return ptolemaic_terms;
    case TermTable::lilly:
      return lilly_terms;
    case TermTable::egyptian:
      break;
  }
  return egyptian_terms;
}

Body term_ruler(double longitude, TermTable table) {
  const auto& terms = terms_of(table)[static_cast<std::size_t>(sign_of(longitude))];
  const double degree = degree_in_sign(longitude);
  for (const auto& term : terms)
    if (degree < term.end) return term.ruler;
  return terms.back().ruler;
}

const TriplicityRulers& triplicity_of(double longitude, TriplicityTable table) {
  const auto element = static_cast<std::size_t>(element_of(sign_of(longitude)));
  return (table == TriplicityTable::dorothean ? dorothean : ptolemaic)[element];
}

std::optional<Body> ruler_in(const TriplicityRulers& triplicity, std::optional<Sect> sect) {
  if (!sect) return std::nullopt;
  return *sect == Sect::day ? triplicity.day : triplicity.night;
}

std::optional<Body> exalted_in(Sign sign) {
  for (const Body planet : seven_planets)
    if (sign_of(exaltation_degree(planet)) == sign) return planet;
  return std::nullopt;
}

Sign opposite(Sign sign) {
  return static_cast<Sign>((static_cast<std::size_t>(sign) + sign_count / 2) % sign_count);
}

void add_dignities(PlanetDignities& state) {
  const auto& rulers = state.rulers;
  const Body planet = state.planet;
  const auto add = [&](Dignity dignity, bool has) {
    if (!has) return;
    state.dignities.push_back(dignity);
    state.score += points_of(dignity);
  };
  add(Dignity::domicile, rulers.domicile == planet);
  add(Dignity::exaltation, rulers.exaltation == planet);
  const bool sect_known = rulers.triplicity.has_value();
  add(Dignity::triplicity,
      sect_known && (rulers.triplicity == planet || rulers.participating == planet));
  add(Dignity::term, rulers.term == planet);
  add(Dignity::face, rulers.face == planet);
}

void add_debilities(PlanetDignities& state) {
  const auto add = [&](Debility debility, bool has) {
    if (!has) return;
    state.debilities.push_back(debility);
    state.score += points_of(debility);
  };
  add(Debility::detriment, state.rulers.detriment == state.planet);
  add(Debility::fall, state.rulers.fall == state.planet);
  add(Debility::peregrine, state.rulers.triplicity && state.dignities.empty());
}

void add_points(PlanetPoints& points, Body planet, int more) {
  points.at(static_cast<std::size_t>(planet)) += more;
}

void add_points(PlanetPoints& sum, const PlanetPoints& more) {
  for (std::size_t i = 0; i < sum.size(); ++i)
    sum[i] += more[i];
}

bool receives(const PlanetDignities& guest, const PlanetDignities& host, Dignity dignity) {
  return dignity == Dignity::domicile ? guest.rulers.domicile == host.planet
                                      : guest.rulers.exaltation == host.planet;
}

}  // namespace

std::string_view name_of(Dignity dignity) {
  return dignity_names.at(static_cast<std::size_t>(dignity));
}
std::string_view name_of(Debility debility) {
  return debility_names.at(static_cast<std::size_t>(debility));
}
int points_of(Dignity dignity) {
  return dignity_points.at(static_cast<std::size_t>(dignity));
}
int points_of(Debility debility) {
  return debility_points.at(static_cast<std::size_t>(debility));
}
std::span<const std::string_view> triplicity_table_names() {
  return triplicity_names;
}
std::span<const std::string_view> term_table_names() {
  return term_names;
}

double exaltation_degree(Body planet) {
  return exaltations.at(static_cast<std::size_t>(planet));
}

DegreeRulers rulers_of_degree(double longitude, std::optional<Sect> sect,
                              const DignityTables& tables) {
  const Sign sign = sign_of(longitude);
  const auto& triplicity = triplicity_of(longitude, tables.triplicities);
  const auto ten_degrees = std::min(static_cast<std::size_t>(longitude / 10), std::size_t{35});
  return {.domicile = traditional_ruler(sign),
          .exaltation = exalted_in(sign),
          .triplicity = ruler_in(triplicity, sect),
          .participating = triplicity.participating,
          .term = term_ruler(longitude, tables.terms),
          .face = chaldean_faces[ten_degrees % chaldean_faces.size()],
          .detriment = traditional_ruler(opposite(sign)),
          .fall = exalted_in(opposite(sign))};
}

PlanetDignities dignities_of(Body planet, double longitude, std::optional<Sect> sect,
                             const DignityTables& tables) {
  PlanetDignities state;
  state.planet = planet;
  state.longitude = longitude;
  state.rulers = rulers_of_degree(longitude, sect, tables);
  add_dignities(state);
  add_debilities(state);
  return state;
}

PlanetPoints points_in_degree(double longitude, Sect sect, const DignityTables& tables) {
  const auto rulers = rulers_of_degree(longitude, sect, tables);
  PlanetPoints points{};
  add_points(points, rulers.domicile, points_of(Dignity::domicile));
  if (rulers.exaltation) add_points(points, *rulers.exaltation, points_of(Dignity::exaltation));
  add_points(points, *rulers.triplicity, points_of(Dignity::triplicity));
  if (rulers.participating) {
    add_points(points, *rulers.participating, points_of(Dignity::triplicity));
  }
  add_points(points, rulers.term, points_of(Dignity::term));
  add_points(points, rulers.face, points_of(Dignity::face));
  return points;
}

StrongestPlanets strongest_of(const PlanetPoints& points) {
  const int most = *std::ranges::max_element(points);
  StrongestPlanets strongest;
  for (const Body planet : seven_planets)
    if (points.at(static_cast<std::size_t>(planet)) == most) strongest.push_back(planet);
  return strongest;
}

MutualReceptions mutual_receptions(std::span<const PlanetDignities> planets) {
  MutualReceptions found;
  for (std::size_t i = 0; i < planets.size(); ++i) {
    for (std::size_t j = i + 1; j < planets.size(); ++j) {
      for (const auto dignity : {Dignity::domicile, Dignity::exaltation}) {
        if (receives(planets[i], planets[j], dignity) && receives(planets[j], planets[i], dignity))
          found.push_back({planets[i].planet, planets[j].planet, dignity});
      }
    }
  }
  return found;
}

ChartAlmuten almuten_of_chart(const AlmutenPlaces& places, Sect sect, const DignityTables& tables) {
  ChartAlmuten almuten;
  for (const double place :
       {places.sun, places.moon, places.ascendant, places.fortune, places.syzygy})
    add_points(almuten.essential, points_in_degree(place, sect, tables));
  for (std::size_t i = 0; i < places.houses.size(); ++i) {
    if (places.houses[i]) {
      almuten.accidental[i] = house_points.at(static_cast<std::size_t>(*places.houses[i] - 1));
    }
  }
  if (places.rulers) {
    add_points(almuten.of_time, places.rulers->day, day_ruler_points);
    add_points(almuten.of_time, places.rulers->hour, hour_ruler_points);
  }
  for (const auto& points : {almuten.essential, almuten.accidental, almuten.of_time})
    add_points(almuten.total, points);
  almuten.winners = strongest_of(almuten.total);
  return almuten;
}

}  // namespace astronova::astrology
