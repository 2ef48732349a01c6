#include "astrology/events/aspect_events.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>

#include "astrology/events/waited_for.h"
#include "sky/search/find_events.h"

namespace astronova::astrology {
namespace {

using sky::Body;

bool is_lilith(Body body) {
  return body == Body::mean_lilith || body == Body::true_lilith;
}

bool move_as_one(Body a, Body b) {
  return sky::is_lunar_point(a) && sky::is_lunar_point(b) && is_lilith(a) == is_lilith(b);
}

// The angles of the kinds on both sides of the circle, and which kind each is of.
class WantedAngles {
 public:
  explicit WantedAngles(std::span<const AspectKind> kinds) {
    for (const auto kind : kinds) {
      const double angle = angle_of(kind);
      add(angle, kind);
      if (angle > 0 && angle < 180) add(360 - angle, kind);
    }
  }

  const std::vector<double>& values() const { return values_; }

  AspectKind kind_of(double value) const {
    const auto nearest = std::ranges::min_element(
        values_, {}, [value](double angle) { return std::abs(angle - value); });
    return kinds_[static_cast<std::size_t>(nearest - values_.begin())];
  }

 private:
  void add(double angle, AspectKind kind) {
    values_.push_back(angle);
    kinds_.push_back(kind);
  }

  std::vector<double> values_;
  std::vector<AspectKind> kinds_;
};

class AspectSearch {
 public:
  AspectSearch(const sky::Ephemeris& ephemeris, std::span<const AspectKind> kinds, JulianDayUt from,
               JulianDayUt to)
      : ephemeris_(ephemeris), angles_(kinds), from_(from), to_(to) {}

  Result<void> look_at(Body a, Body b) {
    if (a == b || move_as_one(a, b)) return {};
    if (auto wanted = waited_for(); !wanted) return wanted;
    if (a > b) std::swap(a, b);
    // The swifter of two less the other: its difference rises mostly, which is cheaper to see.
    const bool moon_second = b == Body::moon;
    const sky::search::Quantity quantity{sky::search::Coordinate::longitude, moon_second ? b : a,
                                         moon_second ? a : b};
    const auto found =
        sky::search::find_events(ephemeris_, {quantity, angles_.values()}, from_, to_);
    if (!found) return found.error();
    for (const auto& event : *found)
      events_.push_back({event.when, a, b, angles_.kind_of(event.value)});
    return {};
  }

  std::vector<AspectEvent> take() {
    std::ranges::sort(events_, {}, [](const AspectEvent& event) {
      return std::tuple{event.at, event.first, event.second, event.kind};
    });
    return std::move(events_);
  }

 private:
  const sky::Ephemeris& ephemeris_;
  WantedAngles angles_;
  JulianDayUt from_;
  JulianDayUt to_;
  std::vector<AspectEvent> events_;
};

}  // namespace

std::span<const AspectKind> major_aspects() {
  static constexpr std::array kinds{AspectKind::conjunction, AspectKind::opposition,
                                    AspectKind::trine, AspectKind::square, AspectKind::sextile};
  return kinds;
}

Result<std::vector<AspectEvent>> find_aspect_events(const sky::Ephemeris& ephemeris,
                                                    std::span<const Body> bodies,
                                                    std::span<const AspectKind> kinds,
                                                    JulianDayUt from, JulianDayUt to) {
  AspectSearch search(ephemeris, kinds, from, to);
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    for (std::size_t j = i + 1; j < bodies.size(); ++j) {
      if (auto done = search.look_at(bodies[i], bodies[j]); !done) return done.error();
    }
  }
  return search.take();
}

Result<std::vector<AspectEvent>> find_aspect_events_with(const sky::Ephemeris& ephemeris, Body body,
                                                         std::span<const Body> others,
                                                         std::span<const AspectKind> kinds,
                                                         JulianDayUt from, JulianDayUt to) {
  AspectSearch search(ephemeris, kinds, from, to);
  for (const auto other : others) {
    if (auto done = search.look_at(body, other); !done) return done.error();
  }
  return search.take();
}

}  // namespace astronova::astrology
