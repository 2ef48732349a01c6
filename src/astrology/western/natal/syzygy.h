#pragma once

#include <cstdint>

#include "base/result.h"
#include "sky/ephemeris.h"

namespace astronova::astrology {

enum class SyzygyKind : std::uint8_t { new_moon, full_moon };

/// The new or full Moon that was last before a birth, or at it.
struct Syzygy {
  SyzygyKind kind{};
  JulianDayUt when{};
  /// Of the new Moon, or at a full Moon of the luminary that stood above the horizon of the place
  /// (Ptolemy, Tetrabiblos III.3): tropical, or of the frame's zodiac; degrees, [0, 360).
  double longitude = 0;
};

/// errors   outside_ephemeris when the data do not reach 16 days back
/// threads  any; blocking
Result<Syzygy> prenatal_syzygy(const sky::Ephemeris& ephemeris, JulianDayUt birth,
                               const sky::GeographicPosition& place, const sky::Frame& frame = {});

}  // namespace astronova::astrology
