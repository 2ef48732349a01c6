#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "astrology/western/natal/sect.h"
#include "astrology/western/natal_chart.h"
#include "base/result.h"

namespace astronova::astrology {

/// The Lot of Fortune, degrees, [0, 360): ascendant + Moon - Sun by day, ascendant + Sun - Moon by
/// night (Paulus Alexandrinus, Introductory Matters, 23).
double lot_of_fortune(Sect sect, double ascendant, double sun, double moon);
/// The Lot of Spirit: Fortune with the Sun and the Moon in each other's place.
double lot_of_spirit(Sect sect, double ascendant, double sun, double moon);

/// From whom a lot is handed down.
enum class LotSchool : std::uint8_t {
  hermetic,     ///< the seven of Paulus Alexandrinus
  hellenistic,  ///< Dorotheus, Valens
  medieval,     ///< Abu Ma'shar and those after him
  modern,
};
std::string_view name_of(LotSchool school);

/// What a formula is made of.
struct LotTerm {
  enum class Kind : std::uint8_t {
    ascendant,
    body,    ///< one of the seven planets
    lot,     ///< another lot, by its place in the table
    cusp,    ///< a house's cusp; of the seventh the descendant
    ruler,   ///< the place of the traditional ruler of the sign on a house's cusp
    degree,  ///< a degree of the zodiac: of an exaltation, of Cancer
  };
  Kind kind{};
  std::uint16_t number = 0;  ///< the Body, lot, house or degree
};

/// One lot: as far from `from_term` as `to_term` is from `minus_term`.
///   by day    from_term + to_term - minus_term
///   by night  the same; with `reversed` from_term + minus_term - to_term; with `night_to` and
///             `night_minus` from_term + night_to - night_minus
struct LotDefinition {
  std::string_view name;  ///< of the API: "fortune", "marriageOfMen"
  LotSchool school{};
  std::string_view source;
  LotTerm from_term;
  LotTerm to_term;
  LotTerm minus_term;
  bool reversed = false;
  std::optional<LotTerm> night_to{};
  std::optional<LotTerm> night_minus{};
};

/// The table of all lots, in the order of every list: the Hermetic seven first.
std::span<const LotDefinition> lot_definitions();
inline constexpr std::size_t hermetic_lot_count = 7;
std::span<const std::string_view> lot_names();

/// The formula of a lot in a sect, "ascendant + moon - sun".
std::string formula_of(const LotDefinition& lot, Sect sect);

/// What lots are computed of. All longitudes in degrees, [0, 360), of one zodiac.
struct LotPlaces {
  double ascendant = 0;
  std::array<double, 7> planets{};  ///< Sun to Saturn, by their Body
  std::array<double, 12> cusps{};
};

/// The places of a chart.
/// errors  invalid_value when the chart has no twelve houses or lacks one of the seven planets
Result<LotPlaces> lot_places(const NatalChart& chart);

/// The longitude of a lot, degrees, [0, 360). `lot` is an index into lot_definitions().
double longitude_of_lot(std::size_t lot, const LotPlaces& places, Sect sect);

/// A lot in a chart.
struct PlacedLot {
  std::size_t lot = 0;  ///< into lot_definitions()
  double longitude = 0;
  std::optional<int> house{};
};

/// The lots of a chart, in the order of `lots`, each with its house.
/// threads  any; errors as lot_places
Result<std::vector<PlacedLot>> place_lots(const NatalChart& chart, Sect sect,
                                          std::span<const std::size_t> lots);

}  // namespace astronova::astrology
