#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/quantity.h"
#include "base/result.h"
#include "sky/ephemeris.h"

namespace astronova::sky::search {

/// Which number of a body is watched.
enum class Coordinate : std::uint8_t {
  longitude,        ///< ecliptic, of the Frame's zodiac, degrees, modulo 360
  longitude_speed,  ///< degrees a day
  latitude,         ///< ecliptic, degrees
  declination,      ///< from the true equator of date, degrees
};

/// How the numbers of two bodies make one.
enum class Combination : std::uint8_t { difference, sum };

/// What is watched: a number of one body, or the difference (`body` minus `other`) or sum of two.
struct Quantity {
  Coordinate coordinate = Coordinate::longitude;
  Body body{};
  std::optional<Body> other{};
  Combination combination = Combination::difference;
};

/// What is looked for. Aspects of two bodies are values of the difference of their longitudes (a
/// square: 90 and 270), ingresses a body's longitude at every 30 degrees, lunar phases the
/// difference of Moon and Sun at every 90, tithis at every 12, stations the extrema of a longitude,
/// nodes the value 0 of a latitude.
struct Query {
  Quantity quantity;
  std::vector<double> values{};  ///< in the quantity's unit; longitudes modulo 360
  double every = 0;              ///< and every multiple of this from 0 to 360: longitudes only
  bool extrema = false;          ///< and where the quantity turns
};

enum class EventKind : std::uint8_t { rising, falling, maximum, minimum };

/// An instant that was looked for.
struct Event {
  JulianDayUt when{};
  EventKind kind{};         ///< how the quantity passes the value, or that it turns there
  double value = 0;         ///< the one of the query that is taken, [0, 360) for longitudes; of an
                            ///< extremum the extreme value
  double rate = 0;          ///< of the quantity, its unit a day
  bool retrograde = false;  ///< the body's longitude decreases; of longitudes and their speeds
  bool other_retrograde = false;  ///< the same of `other`
};

/// All instants of a range at which a quantity takes a value or turns, in the order of time.
///
/// Nothing is missed for lack of a fine enough step: where the ephemeris is made of polynomials
/// (Ephemeris::polynomials) their monotone stretches are found from their coefficients, and
/// elsewhere from polynomials that are fitted to its answers until they agree.
///
/// Range: half open in effect: an event that falls on the border of two adjoining ranges is found
/// in exactly one of them.
///
/// Precision: the port, asked at `when`, answers the value within 1e-7 degrees (1e-7 degrees a day
/// for tropical speeds, 1e-6 for sidereal ones), or `when` is within a millisecond of where it
/// does, whichever is coarser. The two adapters agree on an event's time as well as they agree on
/// the quantity: 0.0015 arc seconds divided by its rate; on a station, within half an hour.
///
/// Steps: where the ephemeris steps over a value (borders of its polynomials, the true node every
/// 27.55 days), the event is there, once; the port takes the value on neither side of it.
///
/// Touching: a quantity that turns within 1e-7 of a value touches it: that is one event, a maximum
/// or a minimum, `value` being the query's. Turning beyond, it passes the value twice.
///
/// Noise: two successive extrema that differ by less than 3e-7 degrees (a 1000th of an arc second,
/// the steps of Swiss Ephemeris itself) are none.
///
/// Threads: as the port; nothing is kept.
///
/// Errors: those of the port at either end of the range; invalid_value for a range that ends
/// before it begins, for `every` below 0.001 degrees or of anything but a longitude, and for
/// values that are no numbers.
Result<std::vector<Event>> find_events(const Ephemeris& ephemeris, const Query& query,
                                       JulianDayUt from, JulianDayUt to, const Frame& frame = {});

}  // namespace astronova::sky::search
