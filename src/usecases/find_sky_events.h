#pragma once

#include <array>
#include <boost/container/static_vector.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "astrology/events/ingresses_and_stations.h"
#include "astrology/events/lunar_eclipses.h"
#include "astrology/events/nodes_and_apsides.h"
#include "astrology/events/out_of_bounds.h"
#include "astrology/events/planetary_hours.h"
#include "astrology/events/seasons_and_phases.h"
#include "astrology/events/void_of_course.h"
#include "usecases/warning.h"

namespace astronova::usecases {

/// What can be looked for, in the order in which events of one instant are given.
enum class SkyEventKind : std::uint8_t {
  seasons,
  lunar_phases,
  solar_eclipses,
  lunar_eclipses,
  ingresses,
  stations,
  aspects,
  void_of_course,
  rise_set,
  twilights,
  planetary_hours,
  out_of_bounds,
  nodes,
  apsides,
};
inline constexpr std::size_t sky_event_kind_count = 14;

/// The names of the API, by the enumerators' order: "seasons", "lunarPhases" ...
std::span<const std::string_view> sky_event_kind_names();

/// Whether the kind is of a place and comes several times a day: risings, twilights, hours.
bool is_of_the_day(SkyEventKind kind);

/// The longest ranges, in days: of all kinds (120 years), of those of the day (three years), and of
/// aspects (thirty years).
inline constexpr double sky_event_days_max = 43'830;
inline constexpr double sky_event_days_max_of_the_day = 1'096;
inline constexpr double sky_event_days_max_of_aspects = 10'958;
/// The most events that one answer has.
inline constexpr std::size_t sky_events_max = 50'000;

using AspectKinds =
    boost::container::static_vector<astrology::AspectKind, astrology::aspect_kind_count>;

/// Which events to find.
struct SkyEventsRequest {
  JulianDayUt from{};
  JulianDayUt to{};  ///< not itself in the range; not before `from`
  std::array<bool, sky_event_kind_count> kinds{};
  sky::Bodies bodies{};  ///< of ingresses, stations, aspects, risings, bounds and nodes; empty: Sun
                         ///< to Pluto
  std::optional<sky::Ayanamsa> ayanamsa{};         ///< of longitudes and signs; none: tropical
  std::optional<sky::GeographicPosition> place{};  ///< required for kinds of the day
  AspectKinds aspects{};                           ///< empty: the major ones
  astrology::VoidBodies void_bodies = astrology::VoidBodies::modern;

  bool wants(SkyEventKind kind) const { return kinds.at(static_cast<std::size_t>(kind)); }
};

/// The bodies that a search of a request asks the ephemeris for, in the order of sky::Body.
sky::Bodies bodies_of(const SkyEventsRequest& request);

/// Where an event stands in SkyEvents: its kind and its place in that kind's list.
struct SkyEventPlace {
  JulianDayUt at{};
  SkyEventKind kind{};
  std::uint32_t index = 0;
};

/// What was found: a list a kind, each in the order of time.
struct SkyEvents {
  std::vector<astrology::SeasonEvent> seasons{};
  std::vector<astrology::LunarPhaseEvent> lunar_phases{};
  std::vector<astrology::SolarEclipse> solar_eclipses{};
  std::vector<astrology::LunarEclipse> lunar_eclipses{};
  std::vector<astrology::IngressEvent> ingresses{};
  std::vector<astrology::StationEvent> stations{};
  std::vector<astrology::AspectEvent> aspects{};
  std::vector<astrology::VoidOfCourse> void_of_course{};
  std::vector<astrology::RiseSetEvent> rise_set{};
  std::vector<astrology::TwilightEvent> twilights{};
  std::vector<astrology::PlanetaryHour> planetary_hours{};
  std::vector<astrology::OutOfBoundsEvent> out_of_bounds{};
  std::vector<astrology::NodeCrossing> nodes{};
  std::vector<astrology::ApsisEvent> apsides{};
  std::vector<Warning> warnings{};

  std::size_t size() const;
  /// All in the order of time; of one instant in the order of kinds.
  std::vector<SkyEventPlace> in_order() const;
  /// Hands the event at a place to a function that takes each kind's type.
  template <class Visitor>
  void visit(const SkyEventPlace& place, const Visitor& visitor) const;
};

/// Finds them. What does not happen at a place (a Sun that does not set) is not there, and a
/// warning `horizon.circumpolar` or `hours.circumpolar` says from when to when. errors
/// those of src/astrology/events; invalid_value at "/to" for ranges beyond the limits above
///          and for more than sky_events_max events; at "/latitude" without a place that a kind
///          needs
/// threads  any; blocking, up to seconds where the ephemeris is no table
Result<SkyEvents> find_sky_events(const sky::Ephemeris& ephemeris, const SkyEventsRequest& request);

template <class Visitor>
void SkyEvents::visit(const SkyEventPlace& place, const Visitor& visitor) const {
  const auto index = static_cast<std::size_t>(place.index);
  switch (place.kind) {
    case SkyEventKind::seasons:
      return visitor(seasons[index]);
    case SkyEventKind::lunar_phases:
      return visitor(lunar_phases[index]);
    case SkyEventKind::solar_eclipses:
      return visitor(solar_eclipses[index]);
    case SkyEventKind::lunar_eclipses:
      return visitor(lunar_eclipses[index]);
    case SkyEventKind::ingresses:
      return visitor(ingresses[index]);
    case SkyEventKind::stations:
      return visitor(stations[index]);
    case SkyEventKind::aspects:
      return visitor(aspects[index]);
    case SkyEventKind::void_of_course:
      return visitor(void_of_course[index]);
    case SkyEventKind::rise_set:
      return visitor(rise_set[index]);
    case SkyEventKind::twilights:
      return visitor(twilights[index]);
    case SkyEventKind::planetary_hours:
      return visitor(planetary_hours[index]);
    case SkyEventKind::out_of_bounds:
      return visitor(out_of_bounds[index]);
    case SkyEventKind::nodes:
      return visitor(nodes[index]);
    case SkyEventKind::apsides:
      return visitor(apsides[index]);
  }
}

}  // namespace astronova::usecases
