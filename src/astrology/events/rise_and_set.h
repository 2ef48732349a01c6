#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sky/ephemeris.h"

namespace astronova::astrology {

/// The four stations of a body's day.
enum class DiurnalPoint : std::uint8_t { rise, culmination, set, anti_culmination };
std::string_view name_of(DiurnalPoint point);  ///< "rise", ... "antiCulmination"

struct RiseSetEvent {
  JulianDayUt at{};
  sky::Body body{};
  DiurnalPoint point{};
};

/// How deep the Sun's centre is where a twilight begins or ends: 6, 12, 18 degrees.
enum class Twilight : std::uint8_t { civil, nautical, astronomical };
std::string_view name_of(Twilight twilight);

struct TwilightEvent {
  JulianDayUt at{};
  Twilight twilight{};
  bool dawn = false;  ///< begins, before sunrise; else it ends, after sunset
};

/// A body neither rises nor sets for longer than from one upper or lower culmination to the next
/// but one.
struct CircumpolarSpan {
  sky::Body body{};
  JulianDayUt from{};  ///< of its last passage of the horizon, or where the range begins
  JulianDayUt to{};    ///< of its next one, or where the range ends
  bool above = false;  ///< the horizon all the time; else below
};

/// What is meant by the horizon.
struct HorizonSettings {
  /// By how much air lifts what stands on the horizon, degrees. Swiss Ephemeris's own default, by
  /// Sinclair's formula at 1013.25 hPa and 15 degrees Celsius; almanacs take 34 minutes of arc.
  double refraction = 0.5598887;
};

struct DiurnalEvents {
  std::vector<RiseSetEvent> rise_set;        ///< in the order of time
  std::vector<TwilightEvent> twilights;      ///< in the order of time
  std::vector<CircumpolarSpan> circumpolar;  ///< in the order of the bodies, then of time
};

/// What is looked for.
struct DiurnalWishes {
  std::span<const sky::Body> bodies{};  ///< whose risings, culminations and settings
  bool twilights = false;
};

/// Risings and settings of the upper limb over a level horizon, through the air, seen from a place
/// (topocentric); culminations: passages of the meridian, above and below the pole; twilights. What
/// does not happen (polar day and night) is not there, and `circumpolar` tells from when to when.
///
/// Nothing is missed: where a body's altitude turns near the horizon, the turn itself is found.
///
/// range    half open, as in seasons_and_phases.h; the ephemeris is asked up to five days beyond
/// precise  within 0.05 s of the definition at latitudes up to 80 degrees; nearer to the poles, as
///          exact as the altitude is, 0.02 arc seconds
/// errors   those of sky::Ephemeris
/// threads  any; blocking
Result<DiurnalEvents> find_diurnal_events(const sky::Ephemeris& ephemeris,
                                          const sky::GeographicPosition& place,
                                          const DiurnalWishes& wishes, JulianDayUt from,
                                          JulianDayUt to, const HorizonSettings& settings = {});

}  // namespace astronova::astrology
