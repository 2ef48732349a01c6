#include "api/natal_json.h"

#include "api/natal_members_json.h"
#include "api/sky_json.h"
#include "api/western_json.h"

namespace astronova::api {
namespace {

using astrology::AspectPoint;

void write_optional_body(JsonWriter& json, JsonKey name, std::optional<sky::Body> body) {
  if (body) json.key(name).plain(name_of(*body));
}

void write_rulers(JsonWriter& json, const astrology::DegreeRulers& rulers) {
  json.begin_object().key("domicile").plain(name_of(rulers.domicile));
  write_optional_body(json, "exaltation", rulers.exaltation);
  write_optional_body(json, "triplicity", rulers.triplicity);
  write_optional_body(json, "participating", rulers.participating);
  json.key("term").plain(name_of(rulers.term)).key("face").plain(name_of(rulers.face));
  json.key("detriment").plain(name_of(rulers.detriment));
  write_optional_body(json, "fall", rulers.fall);
  json.end_object();
}

template <class Names>
void write_names(JsonWriter& json, JsonKey key, const Names& names) {
  json.key(key).begin_array();
  for (const auto name : names)
    json.plain(name_of(name));
  json.end_array();
}

void write_planet(JsonWriter& json, const astrology::PlanetDignities& planet,
                  std::optional<bool> of_sect) {
  json.begin_object().key("body").plain(name_of(planet.planet));
  write_longitude(json, planet.longitude);
  json.key("rulers");
  write_rulers(json, planet.rulers);
  write_names(json, "dignities", planet.dignities);
  write_names(json, "debilities", planet.debilities);
  json.member("score", planet.score);
  if (of_sect) json.member("ofSect", *of_sect);
  json.end_object();
}

void write_sect(JsonWriter& json, std::optional<astrology::Sect> sect) {
  if (!sect) return;
  const auto roles = astrology::roles_in(*sect);
  json.key("sect").begin_object().key("name").plain(name_of(*sect));
  json.key("luminary").plain(name_of(roles.luminary));
  json.key("benefic").plain(name_of(roles.benefic));
  json.key("malefic").plain(name_of(roles.malefic));
  json.key("otherBenefic").plain(name_of(roles.other_benefic));
  json.key("otherMalefic").plain(name_of(roles.other_malefic)).end_object();
}

void write_syzygy(JsonWriter& json, const astrology::Syzygy& syzygy) {
  const bool is_new = syzygy.kind == astrology::SyzygyKind::new_moon;
  json.key("syzygy").begin_object().key("kind").plain(is_new ? "newMoon" : "fullMoon");
  write_instant(json, "at", syzygy.when);
  write_longitude(json, syzygy.longitude);
  json.end_object();
}

void write_almuten(JsonWriter& json, const astrology::ChartAlmuten& almuten,
                   const std::optional<astrology::TimeRulers>& rulers) {
  json.key("almuten").begin_object();
  write_names(json, "winners", almuten.winners);
  if (rulers) {
    json.key("dayRuler").plain(name_of(rulers->day));
    json.key("hourRuler").plain(name_of(rulers->hour));
  }
  json.key("points").begin_array();
  for (std::size_t i = 0; i < almuten.total.size(); ++i) {
    json.begin_object()
        .key("body")
        .plain(name_of(static_cast<sky::Body>(i)))
        .member("essential", almuten.essential[i])
        .member("house", almuten.accidental[i])
        .member("dayAndHour", almuten.of_time[i])
        .member("total", almuten.total[i])
        .end_object();
  }
  json.end_array().end_object();
}

void write_cusps(JsonWriter& json, const sky::Houses& houses,
                 const std::vector<astrology::StrongestPlanets>& almutens) {
  json.key("cusps").begin_array();
  for (std::size_t i = 0; i < almutens.size(); ++i) {
    json.begin_object().member("house", i + 1);
    write_longitude(json, houses.cusps.at(i));
    write_names(json, "almuten", almutens[i]);
    json.end_object();
  }
  json.end_array();
}

// Two points, as in Aspect.
JsonWriter& write_pair(JsonWriter& json, const AspectPoint& first, const AspectPoint& second) {
  json.begin_object();
  write_point(json, "body1", first);
  return write_point(json, "body2", second);
}

void write_declination_point(JsonWriter& json, const astrology::DeclinationPoint& declined) {
  json.begin_object();
  write_point(json, "point", declined.point);
  write_longitude(json, declined.point.longitude);
  json.member("declination", declined.declination, angle_decimals)
      .member("outOfBounds", declined.out_of_bounds);
  write_place_in_zodiac(json, "antiscion", astrology::antiscion(declined.point.longitude));
  write_place_in_zodiac(json, "contraAntiscion",
                        astrology::contra_antiscion(declined.point.longitude));
  json.end_object();
}

void write_point_in_zodiac(JsonWriter& json, const AspectPoint& point) {
  json.begin_object();
  write_point(json, "point", point);
  write_longitude(json, point.longitude);
  json.end_object();
}

void write_tree(JsonWriter& json, const astrology::MidpointTree& tree) {
  json.begin_object();
  write_point(json, "point", tree.point).key("branches").begin_array();
  for (const auto& branch : tree.branches) {
    write_pair(json, branch.midpoint.first, branch.midpoint.second)
        .member("angle", branch.angle)
        .member("orb", branch.orb, angle_decimals)
        .end_object();
  }
  json.end_array().end_object();
}

template <class Aspects>
void write_aspects(JsonWriter& json, const Aspects& aspects) {
  json.key("aspects").begin_array();
  for (const auto& aspect : aspects)
    write_aspect(json, aspect, true);
  json.end_array();
}

void write_pattern(JsonWriter& json, const astrology::AspectPattern& pattern) {
  json.begin_object().key("kind").plain(name_of(pattern.kind));
  write_names(json, "points", pattern.points);
  if (pattern.focus) write_point(json, "focus", *pattern.focus);
  json.member("orb", pattern.orb_max, angle_decimals);
  write_aspects(json, pattern.aspects);
  json.end_object();
}

}  // namespace

void write_dignities(std::string& text, const usecases::NatalDignities& found,
                     const usecases::DignitiesRequest& request, const sky::Ephemeris& ephemeris) {
  NatalAnswer answer(text, found.basis, request.natal.birth);
  auto& json = answer.json();
  write_sect(json, found.basis.sect);
  const auto& [triplicities, terms] = request.tables;
  json.key("triplicities")
      .plain(astrology::triplicity_table_names()[static_cast<std::size_t>(triplicities)])
      .key("terms")
      .plain(astrology::term_table_names()[static_cast<std::size_t>(terms)]);
  json.key("planets").begin_array();
  for (std::size_t i = 0; i < found.planets.size(); ++i) {
    write_planet(json, found.planets[i],
                 found.basis.sect ? std::optional{bool{found.of_sect[i]}} : std::nullopt);
  }
  json.end_array().key("receptions").begin_array();
  for (const auto& reception : found.receptions) {
    json.begin_object().key("body1").plain(name_of(reception.first));
    json.key("body2").plain(name_of(reception.second));
    json.key("dignity").plain(name_of(reception.dignity)).end_object();
  }
  json.end_array();
  if (found.fortune) write_place_in_zodiac(json, "fortune", *found.fortune);
  if (found.syzygy) write_syzygy(json, *found.syzygy);
  if (found.almuten) write_almuten(json, *found.almuten, found.rulers);
  if (found.basis.chart.houses) write_cusps(json, *found.basis.chart.houses, found.cusp_almutens);
  answer.end(found.basis.warnings, ephemeris);
}

void write_lots(std::string& text, const usecases::NatalLots& found,
                const usecases::LotsRequest& request, const sky::Ephemeris& ephemeris) {
  NatalAnswer answer(text, found.basis, request.natal.birth);
  auto& json = answer.json();
  write_sect(json, found.basis.sect);
  json.key("lots").begin_array();
  for (const auto& placed : found.lots) {
    const auto& lot = astrology::lot_definitions()[placed.lot];
    json.begin_object().key("name").plain(lot.name);
    write_longitude(json, placed.longitude);
    if (placed.house) json.member("house", *placed.house);
    json.key("school").plain(name_of(lot.school));
    json.member("source", lot.source)
        .member("formula", astrology::formula_of(lot, *found.basis.sect))
        .end_object();
  }
  json.end_array();
  answer.end(found.basis.warnings, ephemeris);
}

void write_declinations(std::string& text, const usecases::NatalDeclinations& found,
                        const usecases::DeclinationsRequest& request,
                        const sky::Ephemeris& ephemeris) {
  NatalAnswer answer(text, found.basis, request.natal.birth);
  auto& json = answer.json();
  json.member("obliquity", found.obliquity, angle_decimals).key("points").begin_array();
  for (const auto& point : found.points)
    write_declination_point(json, point);
  json.end_array().key("parallels").begin_array();
  for (const auto& contact : found.parallels) {
    write_pair(json, contact.first.point, contact.second.point)
        .key("kind")
        .plain(name_of(contact.kind))
        .member("orb", contact.orb, angle_decimals)
        .end_object();
  }
  json.end_array().key("antiscia").begin_array();
  for (const auto& contact : found.mirrors) {
    write_pair(json, contact.first, contact.second)
        .key("kind")
        .plain(name_of(contact.mirror))
        .member("orb", contact.orb, angle_decimals)
        .member("applying", contact.applying)
        .end_object();
  }
  json.end_array();
  answer.end(found.basis.warnings, ephemeris);
}

void write_midpoints(std::string& text, const usecases::NatalMidpoints& found,
                     const usecases::MidpointsRequest& request, const sky::Ephemeris& ephemeris) {
  NatalAnswer answer(text, found.basis, request.natal.birth);
  auto& json = answer.json();
  json.key("midpoints").begin_array();
  for (const auto& midpoint : found.midpoints) {
    write_pair(json, midpoint.first, midpoint.second);
    write_longitude(json, midpoint.longitude);
    json.end_object();
  }
  json.end_array().key("trees").begin_array();
  for (const auto& tree : found.trees)
    write_tree(json, tree);
  json.end_array().key("dial").begin_array();
  for (const auto& on_dial : found.dial) {
    json.begin_object();
    write_point(json, "point", on_dial.point)
        .member("position", on_dial.position, angle_decimals)
        .end_object();
  }
  json.end_array();
  answer.end(found.basis.warnings, ephemeris);
}

void write_harmonic(std::string& text, const usecases::NatalHarmonic& found,
                    const usecases::HarmonicRequest& request, const sky::Ephemeris& ephemeris) {
  NatalAnswer answer(text, found.basis, request.natal.birth);
  auto& json = answer.json();
  json.member("number", found.harmonic.number).key("points").begin_array();
  for (const auto& point : found.harmonic.points)
    write_point_in_zodiac(json, point);
  json.end_array();
  write_aspects(json, found.harmonic.aspects);
  answer.end(found.basis.warnings, ephemeris);
}

void write_patterns(std::string& text, const usecases::NatalPatterns& found,
                    const usecases::PatternsRequest& request, const sky::Ephemeris& ephemeris) {
  NatalAnswer answer(text, found.basis, request.natal.birth);
  auto& json = answer.json();
  json.key("patterns").begin_array();
  for (const auto& pattern : found.patterns)
    write_pattern(json, pattern);
  json.end_array();
  answer.end(found.basis.warnings, ephemeris);
}

void write_mansions(std::string& text, const usecases::NatalMansions& found,
                    const usecases::NatalRequest& request, const sky::Ephemeris& ephemeris) {
  NatalAnswer answer(text, found.basis, request.birth);
  auto& json = answer.json();
  json.key("mansions").begin_array();
  for (const auto& placed : found.mansions) {
    json.begin_object().key("body").plain(name_of(placed.body));
    write_longitude(json, placed.longitude);
    json.member("number", placed.mansion.number)
        .member("name", placed.mansion.name)
        .member("meaning", placed.mansion.meaning)
        .end_object();
  }
  json.end_array();
  answer.end(found.basis.warnings, ephemeris);
}

}  // namespace astronova::api
