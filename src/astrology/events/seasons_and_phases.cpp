#include "astrology/events/seasons_and_phases.h"

#include <array>
#include <cmath>

#include "sky/search/find_events.h"

namespace astronova::astrology {
namespace {

using sky::Body;

constexpr double quarter_turn = 90;

template <class Point>
Point quarter_of(double value) {
  return static_cast<Point>(std::lround(value / quarter_turn) % 4);
}

Result<std::vector<sky::search::Event>> quarters_of(const sky::Ephemeris& ephemeris,
                                                    const sky::search::Quantity& quantity,
                                                    JulianDayUt from, JulianDayUt to) {
  sky::search::Query query{quantity};
  query.every = quarter_turn;
  return sky::search::find_events(ephemeris, query, from, to);
}

}  // namespace

std::string_view name_of(SeasonPoint point) {
  constexpr std::array<std::string_view, 4> names{"marchEquinox", "juneSolstice",
                                                  "septemberEquinox", "decemberSolstice"};
  return names.at(static_cast<std::size_t>(point));
}

std::string_view name_of(PrincipalPhase phase) {
  constexpr std::array<std::string_view, 4> names{"new", "firstQuarter", "full", "lastQuarter"};
  return names.at(static_cast<std::size_t>(phase));
}

Result<std::vector<SeasonEvent>> find_seasons(const sky::Ephemeris& ephemeris, JulianDayUt from,
                                              JulianDayUt to) {
  const auto found =
      quarters_of(ephemeris, {sky::search::Coordinate::longitude, Body::sun}, from, to);
  if (!found) return found.error();
  std::vector<SeasonEvent> seasons;
  seasons.reserve(found->size());
  for (const auto& event : *found)
    seasons.push_back({event.when, quarter_of<SeasonPoint>(event.value)});
  return seasons;
}

Result<std::vector<LunarPhaseEvent>> find_lunar_phases(const sky::Ephemeris& ephemeris,
                                                       JulianDayUt from, JulianDayUt to,
                                                       const sky::Frame& frame) {
  const auto found =
      quarters_of(ephemeris, {sky::search::Coordinate::longitude, Body::moon, Body::sun}, from, to);
  if (!found) return found.error();
  std::vector<JulianDayUt> instants;
  for (const auto& event : *found)
    instants.push_back(event.when);
  std::vector<sky::BodyState> moons(instants.size());
  if (auto done = ephemeris.states_of(Body::moon, instants, frame, moons); !done) {
    return done.error();
  }
  std::vector<LunarPhaseEvent> phases;
  phases.reserve(found->size());
  for (std::size_t i = 0; i < found->size(); ++i) {
    const auto& event = (*found)[i];
    phases.push_back({event.when, quarter_of<PrincipalPhase>(event.value), moons[i].longitude});
  }
  return phases;
}

}  // namespace astronova::astrology
