#include "usecases/find_sky_events.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/instant.h"

namespace astronova::usecases {
namespace {

using sky::Body;

constexpr std::array<std::string_view, sky_event_kind_count> kind_names{
    "seasons",        "lunarPhases", "solarEclipses", "lunarEclipses", "ingresses",
    "stations",       "aspects",     "voidOfCourse",  "riseSet",       "twilights",
    "planetaryHours", "outOfBounds", "nodes",         "apsides"};

sky::Bodies sun_to_pluto() {
  sky::Bodies bodies;
  for (auto index = static_cast<int>(Body::sun); index <= static_cast<int>(Body::pluto); ++index)
    bodies.push_back(static_cast<Body>(index));
  return bodies;
}

// Hands each list of events with its kind to a function.
template <class Events, class Visitor>
void for_each_list(Events& events, const Visitor& visitor) {
  visitor(SkyEventKind::seasons, events.seasons);
  visitor(SkyEventKind::lunar_phases, events.lunar_phases);
  visitor(SkyEventKind::solar_eclipses, events.solar_eclipses);
  visitor(SkyEventKind::lunar_eclipses, events.lunar_eclipses);
  visitor(SkyEventKind::ingresses, events.ingresses);
  visitor(SkyEventKind::stations, events.stations);
  visitor(SkyEventKind::aspects, events.aspects);
  visitor(SkyEventKind::void_of_course, events.void_of_course);
  visitor(SkyEventKind::rise_set, events.rise_set);
  visitor(SkyEventKind::twilights, events.twilights);
  visitor(SkyEventKind::planetary_hours, events.planetary_hours);
  visitor(SkyEventKind::out_of_bounds, events.out_of_bounds);
  visitor(SkyEventKind::nodes, events.nodes);
  visitor(SkyEventKind::apsides, events.apsides);
}

Error too_long(std::string_view what, double days_max, std::string_view years) {
  return invalid_field("/to", fmt::format("{} are found for at most {} ({} days) at a time: take a "
                                          "shorter range",
                                          what, years, days_max));
}

Result<void> check_range(const SkyEventsRequest& request) {
  const double days = request.to.value - request.from.value;
  if (days > sky_event_days_max) return too_long("events", sky_event_days_max, "120 years");
  if (request.wants(SkyEventKind::aspects) && days > sky_event_days_max_of_aspects) {
    return too_long("aspects", sky_event_days_max_of_aspects, "30 years");
  }
  for (std::size_t i = 0; i < sky_event_kind_count; ++i) {
    const auto kind = static_cast<SkyEventKind>(i);
    if (!request.wants(kind) || !is_of_the_day(kind)) continue;
    if (!request.place) {
      return invalid_field("/latitude",
                           fmt::format("{} needs latitude and longitude", kind_names.at(i)));
    }
    if (days > sky_event_days_max_of_the_day) {
      return too_long(kind_names.at(i), sky_event_days_max_of_the_day, "3 years");
    }
  }
  return {};
}

std::string day_text(JulianDayUt day) {
  return format_rfc3339(std::chrono::round<std::chrono::seconds>(to_instant(day)));
}

// One warning a body and side of the horizon.
void warn_of_circumpolar(std::string_view code,
                         const std::vector<astrology::CircumpolarSpan>& spans,
                         std::vector<Warning>& warnings) {
  for (auto first = spans.begin(); first != spans.end();) {
    const auto last = std::find_if(first, spans.end(), [first](const auto& span) {
      return span.body != first->body || span.above != first->above;
    });
    auto text = fmt::format("{} stays {} the horizon", name_of(first->body),
                            first->above ? "above" : "below");
    for (auto span = first; span != last; ++span) {
      text += fmt::format("{} from {} to {}", span == first ? "" : ",", day_text(span->from),
                          day_text(span->to));
    }
    warnings.push_back({std::string{code}, text});
    first = last;
  }
}

class EventFinder {
 public:
  EventFinder(const sky::Ephemeris& ephemeris, const SkyEventsRequest& request)
      : ephemeris_(ephemeris),
        request_(request),
        bodies_(request.bodies.empty() ? sun_to_pluto() : request.bodies),
        frame_{sky::Center::geocentric, request.ayanamsa, {}} {}

  Result<SkyEvents> find() {
    using Step = void (EventFinder::*)();
    constexpr std::array<Step, 8> steps{&EventFinder::sun_and_moon,    &EventFinder::eclipses,
                                        &EventFinder::zodiacal_motion, &EventFinder::aspects,
                                        &EventFinder::void_moons,      &EventFinder::of_the_day,
                                        &EventFinder::planetary_hours, &EventFinder::other_bounds};
    for (const auto step : steps) {
      (this->*step)();
      if (failure_) return *failure_;
      if (events_.size() > sky_events_max) return too_many();
    }
    return std::move(events_);
  }

 private:
  bool wants(SkyEventKind kind) const { return request_.wants(kind); }

  template <class T>
  void take(Result<T>&& found, T& where) {
    if (found) {
      where = std::move(*found);
    } else if (!failure_) {
      failure_ = found.error();
    }
  }

  static Error too_many() {
    return invalid_field("/to",
                         fmt::format("the answer would have more than {} events: take a shorter "
                                     "range, or fewer kinds or bodies",
                                     sky_events_max));
  }

  void sun_and_moon() {
    const auto [from, to] = range();
    if (wants(SkyEventKind::seasons)) {
      take(astrology::find_seasons(ephemeris_, from, to), events_.seasons);
    }
    if (wants(SkyEventKind::lunar_phases)) {
      take(astrology::find_lunar_phases(ephemeris_, from, to, frame_), events_.lunar_phases);
    }
  }

  void eclipses() {
    const auto [from, to] = range();
    if (wants(SkyEventKind::solar_eclipses)) {
      take(astrology::find_solar_eclipses(ephemeris_, from, to, request_.place),
           events_.solar_eclipses);
    }
    if (wants(SkyEventKind::lunar_eclipses)) {
      take(astrology::find_lunar_eclipses(ephemeris_, from, to, request_.place),
           events_.lunar_eclipses);
    }
  }

  void zodiacal_motion() {
    const astrology::MotionWishes wishes{wants(SkyEventKind::ingresses),
                                         wants(SkyEventKind::stations)};
    if (!wishes.ingresses && !wishes.stations) return;
    const auto [from, to] = range();
    astrology::ZodiacalMotion motion;
    take(astrology::find_zodiacal_motion(ephemeris_, bodies_, wishes, from, to, frame_), motion);
    events_.ingresses = std::move(motion.ingresses);
    events_.stations = std::move(motion.stations);
  }

  void aspects() {
    if (!wants(SkyEventKind::aspects)) return;
    const auto [from, to] = range();
    const std::span<const astrology::AspectKind> kinds =
        request_.aspects.empty() ? astrology::major_aspects() : std::span{request_.aspects};
    take(astrology::find_aspect_events(ephemeris_, bodies_, kinds, from, to), events_.aspects);
  }

  void void_moons() {
    if (!wants(SkyEventKind::void_of_course)) return;
    const auto [from, to] = range();
    take(astrology::find_void_of_course(ephemeris_, from, to, request_.void_bodies, frame_),
         events_.void_of_course);
  }

  void of_the_day() {
    sky::Bodies risen;
    if (wants(SkyEventKind::rise_set)) {
      std::ranges::copy_if(bodies_, std::back_inserter(risen),
                           [](Body body) { return !sky::is_lunar_point(body); });
    }
    if (risen.empty() && !wants(SkyEventKind::twilights)) return;
    const auto [from, to] = range();
    astrology::DiurnalEvents found;
    const astrology::DiurnalWishes wishes{risen, wants(SkyEventKind::twilights)};
    take(astrology::find_diurnal_events(ephemeris_, *request_.place, wishes, from, to), found);
    events_.rise_set = std::move(found.rise_set);
    events_.twilights = std::move(found.twilights);
    warn_of_circumpolar("horizon.circumpolar", found.circumpolar, events_.warnings);
  }

  void planetary_hours() {
    if (!wants(SkyEventKind::planetary_hours)) return;
    const auto [from, to] = range();
    astrology::PlanetaryHours found;
    take(astrology::find_planetary_hours(ephemeris_, *request_.place, from, to), found);
    events_.planetary_hours = std::move(found.hours);
    warn_of_circumpolar("hours.circumpolar", found.circumpolar, events_.warnings);
  }

  void other_bounds() {
    const auto [from, to] = range();
    if (wants(SkyEventKind::out_of_bounds)) {
      take(astrology::find_out_of_bounds(ephemeris_, bodies_, from, to), events_.out_of_bounds);
    }
    if (wants(SkyEventKind::nodes)) {
      take(astrology::find_node_crossings(ephemeris_, bodies_, from, to), events_.nodes);
    }
    if (wants(SkyEventKind::apsides)) {
      take(astrology::find_apsides(ephemeris_, from, to), events_.apsides);
    }
  }

  std::pair<JulianDayUt, JulianDayUt> range() const { return {request_.from, request_.to}; }

  const sky::Ephemeris& ephemeris_;
  const SkyEventsRequest& request_;
  sky::Bodies bodies_;
  sky::Frame frame_;
  SkyEvents events_;
  std::optional<Error> failure_;
};

}  // namespace

std::span<const std::string_view> sky_event_kind_names() {
  return kind_names;
}

sky::Bodies bodies_of(const SkyEventsRequest& request) {
  // Sun and Moon make phases, eclipses and hours; void Moons have to do with all to Pluto.
  auto bodies = sun_to_pluto();
  for (const auto body : request.bodies) {
    if (body > Body::pluto) bodies.push_back(body);
  }
  std::ranges::sort(bodies);
  return bodies;
}

bool is_of_the_day(SkyEventKind kind) {
  return kind == SkyEventKind::rise_set || kind == SkyEventKind::twilights ||
         kind == SkyEventKind::planetary_hours;
}

std::size_t SkyEvents::size() const {
  std::size_t sum = 0;
  for_each_list(*this, [&sum](SkyEventKind, const auto& list) { sum += list.size(); });
  return sum;
}

std::vector<SkyEventPlace> SkyEvents::in_order() const {
  std::vector<SkyEventPlace> places;
  places.reserve(size());
  for_each_list(*this, [&places](SkyEventKind kind, const auto& list) {
    for (std::size_t i = 0; i < list.size(); ++i)
      places.push_back({list[i].at, kind, static_cast<std::uint32_t>(i)});
  });
  std::ranges::sort(places, {}, [](const SkyEventPlace& place) {
    return std::tuple{place.at, place.kind, place.index};
  });
  return places;
}

Result<SkyEvents> find_sky_events(const sky::Ephemeris& ephemeris,
                                  const SkyEventsRequest& request) {
  if (auto good = check_range(request); !good) return good.error();
  return EventFinder(ephemeris, request).find();
}

}  // namespace astronova::usecases
