#include "api/predictive_json.h"
#include "api/sky_json.h"
#include "api/technique_json.h"
#include "astrology/western/natal/lots.h"

namespace astronova::api {
namespace {

void write_span(JsonWriter& json, JulianDayUt begin, JulianDayUt end) {
  json.key("begin");
  write_instant(json, begin);
  json.key("end");
  write_instant(json, end);
}

void write_profection_of(JsonWriter& json, const astrology::Profection& profection) {
  json.begin_object()
      .key("sign")
      .plain(name_of(profection.sign))
      .key("ruler")
      .plain(sky::name_of(profection.ruler))
      .member("house", profection.house);
  write_span(json, profection.begin, profection.end);
  json.key("natalBodies").begin_array();
  for (const auto body : profection.natal_bodies)
    json.plain(sky::name_of(body));
  json.end_array().end_object();
}

void write_firdar(JsonWriter& json, const astrology::Firdar& firdar) {
  json.begin_object().key("lord").plain(name_of(firdar.lord)).member("years", firdar.years);
  write_span(json, firdar.begin, firdar.end);
  json.key("parts").begin_array();
  for (const auto& part : firdar.parts) {
    json.begin_object().key("lord").plain(name_of(part.lord));
    write_span(json, part.begin, part.end);
    json.end_object();
  }
  json.end_array().end_object();
}

// Whose time it is; null where nothing was asked for.
void write_current_lords(JsonWriter& json, const usecases::FoundFirdaria& found) {
  if (!found.current) {
    json.null();
    return;
  }
  const auto& firdar = found.firdaria[*found.current];
  json.begin_object().key("lord").plain(name_of(firdar.lord)).key("part");
  if (found.current_part) {
    json.plain(name_of(firdar.parts[*found.current_part].lord));
  } else {
    json.null();
  }
  json.end_object();
}

void write_releasing_period(JsonWriter& json, const astrology::ReleasingPeriod& period) {
  json.begin_object()
      .member("level", period.level)
      .key("sign")
      .plain(name_of(period.sign))
      .key("ruler")
      .plain(sky::name_of(period.ruler));
  write_span(json, period.begin, period.end);
  json.member("loosingOfTheBond", period.loosing_of_the_bond)
      .member("fromFortune", period.from_fortune)
      .member("peak", period.is_peak())
      .end_object();
}

}  // namespace

void write_profection(std::string& text, const usecases::FoundProfection& found,
                      const usecases::ProfectionRequest& request, const sky::Ephemeris& ephemeris) {
  const auto& profected = found.profected;
  JsonWriter json(text);
  json.begin_object();
  write_birth(json, found.natal.moment, request.birth);
  json.key("at");
  write_instant(json, request.at);
  json.key("from").plain(name_of(request.from)).member("age", profected.age).key("year");
  write_profection_of(json, profected.year);
  json.member("month", profected.month + 1).key("months").begin_array();
  for (const auto& month : profected.months)
    write_profection_of(json, month);
  json.end_array();
  write_end(json, found.natal.warnings, ephemeris);
  json.end_object();
}

void write_firdaria(std::string& text, const usecases::FoundFirdaria& found,
                    const usecases::FirdariaRequest& request, const sky::Ephemeris& ephemeris) {
  JsonWriter json(text);
  json.begin_object();
  write_birth(json, found.natal.moment, request.birth);
  json.key("sect")
      .plain(name_of(found.sect))
      .key("nodes")
      .plain(astrology::firdaria_nodes_names()[static_cast<std::size_t>(request.nodes)]);
  if (request.at) {
    json.key("at");
    write_instant(json, *request.at);
    json.key("current");
    write_current_lords(json, found);
  }
  json.key("periods").begin_array();
  for (const auto& firdar : found.firdaria)
    write_firdar(json, firdar);
  json.end_array();
  write_end(json, found.natal.warnings, ephemeris);
  json.end_object();
}

void write_releasing(std::string& text, const usecases::FoundReleasing& found,
                     const usecases::ReleasingRequest& request, const sky::Ephemeris& ephemeris) {
  JsonWriter json(text);
  json.begin_object();
  write_birth(json, found.natal.moment, request.birth);
  json.key("lot").plain(astrology::lot_names()[request.lot]);
  write_direction(json, "lotLongitude", found.lot_longitude);
  write_direction(json, "fortuneLongitude", found.fortune_longitude);
  json.key("from").plain(name_of(found.from)).key("periods").begin_array();
  for (const auto& period : found.periods)
    write_releasing_period(json, period);
  json.end_array();
  write_end(json, found.natal.warnings, ephemeris);
  json.end_object();
}

}  // namespace astronova::api
