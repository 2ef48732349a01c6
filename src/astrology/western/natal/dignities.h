#pragma once

#include <array>
#include <boost/container/static_vector.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "astrology/western/natal/sect.h"
#include "astrology/zodiac.h"
#include "sky/bodies.h"

namespace astronova::astrology {

/// The five essential dignities, the strongest first, and what takes strength away.
enum class Dignity : std::uint8_t { domicile, exaltation, triplicity, term, face };
inline constexpr std::size_t dignity_count = 5;
enum class Debility : std::uint8_t { detriment, fall, peregrine };
inline constexpr std::size_t debility_count = 3;

std::string_view name_of(Dignity dignity);
std::string_view name_of(Debility debility);

/// What each is worth: 5, 4, 3, 2, 1, and -5, -4, -5 (Lilly, Christian Astrology, p. 115).
int points_of(Dignity dignity);
int points_of(Debility debility);

/// Whose rulers of the triplicities.
enum class TriplicityTable : std::uint8_t {
  dorothean,  ///< Dorotheus, Carmen I.1: a ruler by day, by night, and one that takes part in both
  ptolemaic,  ///< Ptolemy, Tetrabiblos I.18, as Lilly has it: by day and by night; Mars has water
};
/// Whose bounds of the five planets in each sign.
enum class TermTable : std::uint8_t {
  egyptian,   ///< Ptolemy, Tetrabiblos I.20; Valens, Dorotheus
  ptolemaic,  ///< Ptolemy's own, Tetrabiblos I.21, in Robbins' text
  lilly,      ///< the same in Lilly's table, Christian Astrology, p. 104
};
std::span<const std::string_view> triplicity_table_names();
std::span<const std::string_view> term_table_names();

struct DignityTables {
  TriplicityTable triplicities = TriplicityTable::dorothean;
  TermTable terms = TermTable::egyptian;
};

/// Who rules a degree of the zodiac.
struct DegreeRulers {
  sky::Body domicile{};
  std::optional<sky::Body> exaltation{};
  std::optional<sky::Body> triplicity{};     ///< of the sect; none where that is not known
  std::optional<sky::Body> participating{};  ///< of the triplicity, where the table has one
  sky::Body term{};
  sky::Body face{};  ///< Chaldean order from Mars in Aries
  sky::Body detriment{};
  std::optional<sky::Body> fall{};
};

/// longitude: degrees, [0, 360). A border belongs to what it opens. sect: none when the time of
/// birth is unknown.
DegreeRulers rulers_of_degree(double longitude, std::optional<Sect> sect,
                              const DignityTables& tables = {});

/// The degree of its sign of exaltation that is a planet's own, in ecliptic longitude (the Sun's is
/// 19 degrees of Aries: 19). For the seven planets.
double exaltation_degree(sky::Body planet);

/// The essential state of one of the seven planets.
struct PlanetDignities {
  sky::Body planet{};
  double longitude = 0;
  DegreeRulers rulers{};
  boost::container::static_vector<Dignity, dignity_count> dignities{};
  boost::container::static_vector<Debility, debility_count> debilities{};
  int score = 0;  ///< the sum of their points
};

/// A planet has the dignity of triplicity as the ruler of the sect or as the participating one. It
/// is peregrine when it has none of the five dignities. Without a sect neither is judged.
PlanetDignities dignities_of(sky::Body planet, double longitude, std::optional<Sect> sect,
                             const DignityTables& tables = {});

/// Points of the seven planets, by their Body.
using PlanetPoints = std::array<int, 7>;

/// What each planet has of a degree: 5 as the ruler of its sign, 4, 3 (also for a participating
/// ruler of the triplicity), 2 and 1.
PlanetPoints points_in_degree(double longitude, Sect sect, const DignityTables& tables = {});

/// The planets with the most points: one, or several that have as many, in the order of the bodies.
/// Of a degree's points it is the almuten of the degree.
using StrongestPlanets = boost::container::static_vector<sky::Body, 7>;
StrongestPlanets strongest_of(const PlanetPoints& points);

/// Two planets that stand each in a dignity of the other.
struct MutualReception {
  sky::Body first{};
  sky::Body second{};
  Dignity dignity{};  ///< domicile or exaltation, the same for both
};
using MutualReceptions = boost::container::static_vector<MutualReception, 42>;
MutualReceptions mutual_receptions(std::span<const PlanetDignities> planets);

/// The winner over the chart (almuten figuris).
struct ChartAlmuten {
  PlanetPoints essential{};   ///< over the five places
  PlanetPoints accidental{};  ///< by house
  PlanetPoints of_time{};     ///< as rulers of the day and of the hour
  PlanetPoints total{};
  StrongestPlanets winners{};
};

/// Who rules the planetary day and hour of a birth.
struct TimeRulers {
  sky::Body day{};
  sky::Body hour{};
};

/// What the almuten of a chart is computed of. Longitudes in degrees, [0, 360).
struct AlmutenPlaces {
  double sun = 0;
  double moon = 0;
  double ascendant = 0;
  double fortune = 0;
  double syzygy = 0;                         ///< the new or full Moon before birth
  std::array<std::optional<int>, 7> houses;  ///< of the planets, by their Body
  std::optional<TimeRulers> rulers{};        ///< none where the Sun does not rise and set
};

/// Points of essential dignity in the five places; 12, 6, 3, 9, 7, 1, 10, 5, 4, 11, 8, 2 points for
/// a planet in house 1 to 12; 7 for the ruler of the day and 6 for that of the hour.
/// Source: Ibn Ezra's method, after Zoller, Tools and Techniques of the Medieval Astrologer.
ChartAlmuten almuten_of_chart(const AlmutenPlaces& places, Sect sect,
                              const DignityTables& tables = {});

}  // namespace astronova::astrology
