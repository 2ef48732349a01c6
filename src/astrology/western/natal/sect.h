#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "astrology/western/natal_chart.h"

namespace astronova::astrology {

/// Whether a chart is of the day or of the night. Half of the doctrine of dignities and lots
/// depends on it.
enum class Sect : std::uint8_t { day, night };

std::string_view name_of(Sect sect);  ///< "day", "night"

/// Day when the centre of the Sun stands on or above the horizon, geometrically (no refraction).
///   armc      right ascension of the midheaven, degrees
///   latitude  geographic, degrees, north positive
/// Source: Ptolemy, Tetrabiblos I.7, for the sects; the Sun's altitude is exact in every latitude,
/// while "houses 7 to 12" fails within the polar circles.
Sect sect_of(const sky::BodyState& sun, double armc, double latitude);

/// The sect of a chart cast for a latitude; none where it has no houses or no Sun.
std::optional<Sect> sect_of(const NatalChart& chart, double latitude);

/// To which sect a planet belongs: Sun, Jupiter and Saturn to the day, Moon, Venus and Mars to the
/// night, Mercury to the day when it rises before the Sun (its longitude is less than half a circle
/// behind the Sun's) and to the night when after.
Sect sect_of_planet(sky::Body planet, double sun_longitude, double mercury_longitude);

/// The planets by their part in a chart of a sect.
struct SectRoles {
  sky::Body luminary;       ///< of the sect
  sky::Body benefic;        ///< of the sect: Jupiter by day, Venus by night
  sky::Body malefic;        ///< of the sect: Saturn by day, Mars by night
  sky::Body other_benefic;  ///< contrary to the sect
  sky::Body other_malefic;  ///< contrary to the sect: the harder one
};
SectRoles roles_in(Sect sect);

}  // namespace astronova::astrology
