#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace astronova::sky {

/// Every house system that Swiss Ephemeris 2.10.03 computes.
enum class HouseSystem : std::uint8_t {
  placidus,
  koch,
  porphyry,
  regiomontanus,
  campanus,
  equal,     ///< from the ascendant
  equal_mc,  ///< tenth cusp on the midheaven
  whole_sign,
  alcabitius,
  morinus,
  topocentric,  ///< Polich and Page
  vehlow,       ///< equal, the ascendant in the middle of the first house
  meridian,     ///< axial rotation
  horizontal,   ///< azimuthal
  krusinski,    ///< Krusinski, Pisa and Goelzer
  apc,
  sripati,
  carter,     ///< poli-equatorial
  gauquelin,  ///< 36 sectors, counted clockwise
  sunshine,   ///< Makransky's, Treindl's solution
  sunshine_makransky,
  pullen_sd,  ///< sinusoidal delta
  pullen_sr,  ///< sinusoidal ratio
  savard_a,
  equal_aries,  ///< equal, the first house is Aries
};
inline constexpr std::size_t house_system_count = 25;

/// The names of the API by the enumerators' order: "placidus", "equalMc", "wholeSign" ...
std::span<const std::string_view> house_system_names();
std::string_view name_of(HouseSystem system);
std::optional<HouseSystem> house_system_named(std::string_view name);

}  // namespace astronova::sky
