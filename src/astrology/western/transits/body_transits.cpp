#include "astrology/western/transits/body_transits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <ranges>

#include "astrology/western/natal_chart.h"
#include "base/angle.h"
#include "sky/search/find_events.h"

namespace astronova::astrology {
namespace {

using sky::search::Event;
using sky::search::EventKind;

bool has_stations(sky::Body body) {
  return body != sky::Body::sun && body != sky::Body::moon && !sky::is_lunar_point(body);
}

// The houses on either side of a cusp, in the order of the zodiac.
struct CuspSides {
  std::optional<int> before;
  std::optional<int> after;
};

std::vector<CuspSides> sides_of(std::span<const double> cusps) {
  constexpr double beside = 1e-7;
  std::vector<CuspSides> sides;
  for (const double cusp : cusps) {
    sides.push_back({house_of(normalized_degrees(cusp - beside), cusps),
                     house_of(normalized_degrees(cusp + beside), cusps)});
  }
  return sides;
}

class BodyFollower {
 public:
  BodyFollower(sky::Body body, std::span<const AspectWindow> windows, std::span<const double> cusps,
               Transits& transits)
      : body_(body),
        windows_(windows),
        sides_(sides_of(cusps)),
        marks_(windows, cusps),
        open_(windows.size(), none),
        transits_(transits) {}

  const std::vector<double>& longitudes() const { return marks_.longitudes(); }

  // Most stays have three events; to move them about costs more than to find them.
  void make_room_for(std::size_t events) {
    auto& transits = transits_.transits;
    const std::size_t wanted = transits.size() + events / 3 + windows_.size();
    if (wanted > transits.capacity()) transits.reserve(std::max(wanted, 2 * transits.capacity()));
  }

  void begin_at(double longitude) {
    for (std::size_t i = 0; i < windows_.size(); ++i) {
      const auto& window = windows_[i];
      const double since = normalized_degrees(longitude - (window.exact - window.orb));
      if (since < 2 * window.orb) open(i, std::nullopt);
    }
  }

  void take(const Event& event) {
    const bool turns = event.kind == EventKind::maximum || event.kind == EventKind::minimum;
    if (turns) {
      for (const auto& mark : marks_.at(event.value)) {
        if (mark.kind == MarkKind::window_exact) hit(mark.owner, event);
      }
      note_station(event);
    } else if (event.kind == EventKind::rising) {
      for (const auto& mark : marks_.at(event.value))
        go_forward(mark, event);
    } else {
      for (const auto& mark : marks_.at(event.value) | std::views::reverse)
        go_backward(mark, event);
    }
  }

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  void go_forward(const LongitudeMark& mark, const Event& event) {
    switch (mark.kind) {
      case MarkKind::window_begin:
        return open(mark.owner, event.when);
      case MarkKind::window_exact:
        return hit(mark.owner, event);
      case MarkKind::window_end:
        return close(mark.owner, event.when);
      case MarkKind::cusp:
        return note_ingress(sides_[mark.owner].after, event);
    }
  }

  void go_backward(const LongitudeMark& mark, const Event& event) {
    switch (mark.kind) {
      case MarkKind::window_begin:
        return close(mark.owner, event.when);
      case MarkKind::window_exact:
        return hit(mark.owner, event);
      case MarkKind::window_end:
        return open(mark.owner, event.when);
      case MarkKind::cusp:
        return note_ingress(sides_[mark.owner].before, event);
    }
  }

  // At the beginning of a range a body may lie on a border itself: that it is within orb is then
  // known before it is told.
  void open(std::size_t window, std::optional<JulianDayUt> when) {
    if (open_[window] != none) return;
    open_[window] = transits_.transits.size();
    auto& transit = transits_.transits.emplace_back();
    transit.transiting = body_;
    transit.natal = windows_[window].natal;
    transit.kind = windows_[window].kind;
    transit.enter = when;
  }

  void hit(std::size_t window, const Event& event) {
    if (open_[window] == none) open(window, std::nullopt);
    transits_.transits[open_[window]].exact.push_back({event.when, event.retrograde});
  }

  void close(std::size_t window, JulianDayUt when) {
    if (open_[window] == none) return;
    transits_.transits[open_[window]].leave = when;
    open_[window] = none;
  }

  void note_ingress(std::optional<int> house, const Event& event) {
    if (house) transits_.ingresses.push_back({body_, *house, event.when, event.retrograde});
  }

  void note_station(const Event& event) {
    if (!has_stations(body_)) return;
    TransitStation station{body_, event.when, event.kind == EventKind::maximum, event.value, {}};
    for (const auto& window : windows_) {
      const double orb =
          std::abs(signed_separation_degrees(window.exact, normalized_degrees(event.value)));
      if (orb <= window.orb) station.contacts.push_back({window.natal, window.kind, orb});
    }
    if (!station.contacts.empty()) transits_.stations.push_back(std::move(station));
  }

  sky::Body body_;
  std::span<const AspectWindow> windows_;
  std::vector<CuspSides> sides_;
  LongitudeMarks marks_;
  std::vector<std::size_t> open_;  // of each window the transit through it, where there is one now
  Transits& transits_;
};

}  // namespace

Result<void> add_transits_of(const sky::Ephemeris& ephemeris, sky::Body body,
                             std::span<const AspectWindow> windows, std::span<const double> cusps,
                             const sky::Frame& frame, JulianDayUt from, JulianDayUt to,
                             Transits& transits) {
  const std::array bodies{body};
  std::array<sky::BodyState, 1> states;
  if (auto done = ephemeris.states_at(from, bodies, frame, states); !done) return done.error();
  BodyFollower follower(body, windows, cusps, transits);
  sky::search::Query query{{sky::search::Coordinate::longitude, body}, follower.longitudes()};
  query.extrema = has_stations(body);
  const auto events = sky::search::find_events(ephemeris, query, from, to, frame);
  if (!events) return events.error();
  follower.make_room_for(events->size());
  follower.begin_at(states[0].longitude);
  for (const auto& event : *events)
    follower.take(event);
  return {};
}

}  // namespace astronova::astrology
