#include "api/predictive_json.h"
#include "api/sky_json.h"
#include "api/technique_json.h"
#include "api/western_json.h"

namespace astronova::api {
namespace {

using astrology::AspectPoint;
using astrology::Transit;

// {"transiting":"saturn","natal":"sun","aspect":"trine","angle":120
void begin_pair(JsonWriter& json, sky::Body transiting, const AspectPoint& natal,
                astrology::AspectKind kind) {
  json.begin_object()
      .key("transiting")
      .plain(sky::name_of(transiting))
      .key("natal")
      .plain(name_of(natal))
      .key("aspect")
      .plain(name_of(kind))
      .member("angle", static_cast<std::int64_t>(angle_of(kind)));
}

void write_hits(JsonWriter& json, const astrology::ExactHits& hits) {
  json.begin_array();
  for (const auto& hit : hits)
    write_instant(json, hit.when);
  json.end_array().key("retrograde").begin_array();
  for (const auto& hit : hits)
    json.boolean(hit.retrograde);
  json.end_array();
}

void write_current(JsonWriter& json, const astrology::CurrentTransit& current) {
  const auto& [aspect, pass] = current;
  begin_pair(json, aspect.first.body, aspect.second, aspect.kind);
  json.member("orb", aspect.orb, angle_decimals).member("applying", aspect.applying);
  json.key("enter");
  write_instant(json, pass.enter);
  json.key("exactAt");
  write_hits(json, pass.exact);
  json.key("leave");
  write_instant(json, pass.leave);
  json.end_object();
}

void write_transit(JsonWriter& json, const Transit& transit) {
  begin_pair(json, transit.transiting, transit.natal, transit.kind);
  json.key("enter");
  write_instant(json, transit.enter);
  json.key("exact");
  write_hits(json, transit.exact);
  json.key("leave");
  write_instant(json, transit.leave);
  json.end_object();
}

void write_ingress(JsonWriter& json, const astrology::HouseIngress& ingress) {
  json.begin_object()
      .key("transiting")
      .plain(sky::name_of(ingress.transiting))
      .member("house", ingress.house)
      .key("at");
  write_instant(json, ingress.when);
  json.member("retrograde", ingress.retrograde).end_object();
}

void write_station(JsonWriter& json, const astrology::TransitStation& station) {
  json.begin_object().key("transiting").plain(sky::name_of(station.transiting)).key("at");
  write_instant(json, station.when);
  json.key("direction").plain(station.turns_retrograde ? "retrograde" : "direct");
  write_direction(json, "longitude", station.longitude);
  json.key("contacts").begin_array();
  for (const auto& contact : station.contacts) {
    json.begin_object()
        .key("natal")
        .plain(name_of(contact.natal))
        .key("aspect")
        .plain(name_of(contact.kind))
        .member("orb", contact.orb, angle_decimals)
        .end_object();
  }
  json.end_array().end_object();
}

void write_sky(JsonWriter& json, const astrology::TransitingSky& sky) {
  json.key("positions");
  write_placements(json, sky.placements);
  json.key("aspects").begin_array();
  for (const auto& current : sky.transits)
    write_current(json, current);
  json.end_array();
}

void write_range(JsonWriter& json, const astrology::Transits& transits) {
  json.key("transits").begin_array();
  for (const auto& transit : transits.transits)
    write_transit(json, transit);
  json.end_array().key("ingresses").begin_array();
  for (const auto& ingress : transits.ingresses)
    write_ingress(json, ingress);
  json.end_array().key("stations").begin_array();
  for (const auto& station : transits.stations)
    write_station(json, station);
  json.end_array();
}

}  // namespace

void write_transits(std::string& text, const usecases::FoundTransits& found,
                    const usecases::TransitRequest& request, const sky::Ephemeris& ephemeris) {
  JsonWriter json(text);
  json.begin_object();
  write_birth(json, found.natal.moment, request.birth);
  if (const auto* range = std::get_if<usecases::TransitRange>(&request.when)) {
    json.key("from");
    write_instant(json, range->from);
    json.key("to");
    write_instant(json, range->to);
    write_range(json, std::get<astrology::Transits>(found.found));
  } else {
    json.key("at");
    write_instant(json, std::get<JulianDayUt>(request.when));
    write_sky(json, std::get<astrology::TransitingSky>(found.found));
  }
  write_end(json, found.natal.warnings, ephemeris);
  json.end_object();
}

}  // namespace astronova::api
