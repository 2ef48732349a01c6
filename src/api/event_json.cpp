#include "api/event_json.h"

#include "api/moment_json.h"
#include "api/sky_json.h"

namespace astronova::api {
namespace {

constexpr int magnitude_decimals = 4;
constexpr int place_decimals = 2;  // a shadow goes so far in a second
constexpr int altitude_decimals = 3;
constexpr int duration_decimals = 1;

void write_instant(JsonWriter& json, JulianDayUt at) {
  json.write(rfc3339_bytes_max + 2, [&](char* to) {
    return put(put_rfc3339(put(to, "\""), printed_event_instant(at)), "\"");
  });
}

void write_contact(JsonWriter& json, const astrology::LocalContact& contact) {
  json.begin_object().key("at");
  write_instant(json, contact.at);
  json.member("altitude", contact.altitude, altitude_decimals)
      .member("visible", contact.visible)
      .end_object();
}

void write_contact(JsonWriter& json, JsonKey name,
                   const std::optional<astrology::LocalContact>& contact) {
  if (!contact) return;
  json.key(name);
  write_contact(json, *contact);
}

void write_local(JsonWriter& json, const astrology::LocalSolarEclipse& local) {
  json.key("local").begin_object().key("type").plain(name_of(local.type));
  if (local.type != astrology::SolarEclipseType::none) {
    json.member("magnitude", local.magnitude, magnitude_decimals)
        .member("obscuration", local.obscuration, magnitude_decimals)
        .key("maximum");
    write_contact(json, local.maximum);
    write_contact(json, "firstContact", local.first);
    write_contact(json, "secondContact", local.second);
    write_contact(json, "thirdContact", local.third);
    write_contact(json, "fourthContact", local.fourth);
  }
  json.member("visible", local.visible).end_object();
}

void write_local(JsonWriter& json, const astrology::LocalLunarEclipse& local) {
  json.key("local").begin_object().key("greatest");
  write_contact(json, local.greatest);
  for (std::size_t i = 0; i < astrology::lunar_contact_count; ++i) {
    if (!local.contacts.at(i)) continue;
    json.key(name_of(static_cast<astrology::LunarContact>(i)));
    write_contact(json, *local.contacts.at(i));
  }
  json.member("visible", local.visible).end_object();
}

// Writes one event as an object, whatever its type.
class EventJson {
 public:
  explicit EventJson(JsonWriter& json) : json_(json) {}

  void operator()(const astrology::SeasonEvent& event) const {
    begin("season", event.at).key("event").plain(name_of(event.point));
  }

  void operator()(const astrology::LunarPhaseEvent& event) const {
    begin("lunarPhase", event.at).key("phase").plain(name_of(event.phase));
    write_longitude(json_, event.longitude);
  }

  void operator()(const astrology::SolarEclipse& event) const {
    begin("solarEclipse", event.at)
        .key("type")
        .plain(name_of(event.type))
        .member("central", event.central)
        .member("magnitude", event.magnitude, magnitude_decimals)
        .member("gamma", event.gamma, magnitude_decimals)
        .member("saros", event.saros)
        .member("latitude", event.greatest.latitude, place_decimals)
        .member("longitude", event.greatest.longitude, place_decimals);
    if (event.duration) json_.member("duration", *event.duration, duration_decimals);
    json_.key("begins");
    write_instant(json_, event.begins);
    json_.key("ends");
    write_instant(json_, event.ends);
    if (event.local) write_local(json_, *event.local);
  }

  void operator()(const astrology::LunarEclipse& event) const {
    begin("lunarEclipse", event.at)
        .key("type")
        .plain(name_of(event.type))
        .member("penumbralMagnitude", event.penumbral_magnitude, magnitude_decimals)
        .member("umbralMagnitude", event.umbral_magnitude, magnitude_decimals)
        .member("gamma", event.gamma, magnitude_decimals)
        .member("saros", event.saros)
        .member("latitude", event.zenith.latitude, place_decimals)
        .member("longitude", event.zenith.longitude, place_decimals);
    for (std::size_t i = 0; i < astrology::lunar_contact_count; ++i) {
      if (!event.contacts.at(i)) continue;
      json_.key(name_of(static_cast<astrology::LunarContact>(i)));
      write_instant(json_, *event.contacts.at(i));
    }
    if (event.local) write_local(json_, *event.local);
  }

  void operator()(const astrology::IngressEvent& event) const {
    begin("ingress", event.at)
        .key("body")
        .plain(name_of(event.body))
        .key("sign")
        .plain(name_of(event.sign))
        .member("retrograde", event.retrograde);
  }

  void operator()(const astrology::StationEvent& event) const {
    begin("station", event.at)
        .key("body")
        .plain(name_of(event.body))
        .key("direction")
        .plain(event.turns_retrograde ? "retrograde" : "direct");
    write_longitude(json_, event.longitude);
  }

  void operator()(const astrology::AspectEvent& event) const {
    begin("aspect", event.at)
        .key("body1")
        .plain(name_of(event.first))
        .key("body2")
        .plain(name_of(event.second))
        .key("aspect")
        .plain(name_of(event.kind))
        .member("angle", static_cast<int>(angle_of(event.kind)));
  }

  void operator()(const astrology::VoidOfCourse& event) const {
    begin("voidOfCourse", event.at).key("until");
    write_instant(json_, event.until);
    json_.key("sign").plain(name_of(event.sign)).key("nextSign").plain(name_of(event.next_sign));
    json_.key("lastAspect");
    if (!event.last_aspect) {
      json_.null();
      return;
    }
    const auto& aspect = *event.last_aspect;
    const auto other = aspect.first == sky::Body::moon ? aspect.second : aspect.first;
    json_.begin_object()
        .key("body")
        .plain(name_of(other))
        .key("aspect")
        .plain(name_of(aspect.kind))
        .end_object();
  }

  void operator()(const astrology::RiseSetEvent& event) const {
    begin(name_of(event.point), event.at).key("body").plain(name_of(event.body));
  }

  void operator()(const astrology::TwilightEvent& event) const {
    begin("twilight", event.at)
        .key("twilight")
        .plain(name_of(event.twilight))
        .key("event")
        .plain(event.dawn ? "dawn" : "dusk");
  }

  void operator()(const astrology::PlanetaryHour& event) const {
    begin("planetaryHour", event.at).key("until");
    write_instant(json_, event.until);
    json_.member("hour", event.number)
        .member("day", event.by_day())
        .key("ruler")
        .plain(name_of(event.ruler));
  }

  void operator()(const astrology::OutOfBoundsEvent& event) const {
    begin("outOfBounds", event.at)
        .key("body")
        .plain(name_of(event.body))
        .key("event")
        .plain(event.leaves ? "leaves" : "returns")
        .key("side")
        .plain(event.north ? "north" : "south");
  }

  void operator()(const astrology::NodeCrossing& event) const {
    begin("node", event.at)
        .key("body")
        .plain(name_of(event.body))
        .key("node")
        .plain(event.ascending ? "ascending" : "descending");
  }

  void operator()(const astrology::ApsisEvent& event) const {
    begin("apsis", event.at)
        .key("body")
        .plain(name_of(event.body()))
        .key("apsis")
        .plain(name_of(event.apsis))
        .member("distance", event.distance, distance_decimals);
  }

 private:
  JsonWriter& begin(std::string_view kind, JulianDayUt at) const {
    json_.key("kind").plain(kind).key("at");
    write_instant(json_, at);
    return json_;
  }

  JsonWriter& json_;
};

}  // namespace

Instant printed_event_instant(JulianDayUt at) {
  return std::chrono::round<std::chrono::seconds>(to_instant(at));
}

void write_events(std::string& text, const usecases::SkyEvents& events, const EventsQuery& query,
                  const sky::Ephemeris& ephemeris) {
  JsonWriter json(text);
  json.begin_object()
      .member("from", format_rfc3339(query.from))
      .member("to", format_rfc3339(query.to))
      .key("items")
      .begin_array();
  const EventJson write_event(json);
  for (const auto& place : events.in_order()) {
    json.begin_object();
    events.visit(place, write_event);
    json.end_object();
  }
  json.end_array().key("warnings");
  write_warnings(json, events.warnings);
  json.key("provenance");
  write_provenance(json, ephemeris.provenance(), "");
  json.end_object();
}

}  // namespace astronova::api
