#include "api/natal_json.h"
#include "api/natal_members_json.h"
#include "api/sky_json.h"
#include "api/western_json.h"

namespace astronova::api {
namespace {

std::string_view word_for(const sky::FixedStar& star) {
  return star.name.empty() ? star.designation : star.name;
}

void write_star(JsonWriter& json, const usecases::NatalStar& one) {
  json.begin_object()
      .member("name", word_for(*one.star))
      .member("designation", one.star->designation);
  if (one.star->magnitude) json.member("magnitude", *one.star->magnitude, 2);
  write_longitude(json, one.state.longitude);
  json.member("latitude", one.state.latitude, angle_decimals);
  write_direction(json, "rightAscension", one.state.right_ascension)
      .member("declination", one.state.declination, angle_decimals)
      .end_object();
}

void write_paran(JsonWriter& json, const astrology::Paran& paran, std::string_view star) {
  json.begin_object().key("body").plain(name_of(paran.body));
  json.key("event").plain(name_of(paran.body_at.event));
  write_instant(json, "at", paran.body_at.when).member("star", star);
  json.key("starEvent").plain(name_of(paran.star_at.event));
  write_instant(json, "starAt", paran.star_at.when)
      .member("orbMinutes", paran.orb_minutes, 4)
      .end_object();
}

void write_orbital_point(JsonWriter& json, JsonKey name, const sky::OrbitalPoint& point) {
  json.key(name).begin_object();
  write_longitude(json, point.longitude);
  json.member("latitude", point.latitude, angle_decimals)
      .member("distance", point.distance, distance_decimals);
  write_direction(json, "rightAscension", point.right_ascension)
      .member("declination", point.declination, angle_decimals)
      .end_object();
}

void write_orbit(JsonWriter& json, const usecases::BodyOrbit& orbit) {
  const auto& points = orbit.points;
  json.begin_object().key("body").plain(name_of(orbit.body));
  if (points.ascending_node) write_orbital_point(json, "ascendingNode", *points.ascending_node);
  if (points.descending_node) write_orbital_point(json, "descendingNode", *points.descending_node);
  write_orbital_point(json, "perihelion", points.perihelion);
  write_orbital_point(json, "aphelion", points.aphelion);
  json.end_object();
}

void write_asteroid(JsonWriter& json, const usecases::NumberedAsteroid& asteroid) {
  json.begin_object().member("number", asteroid.number).member("name", asteroid.name);
  write_position_members(json, asteroid.state);
  if (asteroid.house) json.member("house", *asteroid.house);
  json.end_object();
}

// A position of GeoJSON: longitude first.
void write_part(JsonWriter& json, const std::vector<astrology::MapPoint>& part) {
  json.begin_array();
  for (const auto& point : part) {
    json.begin_array()
        .fixed(point.longitude, angle_decimals)
        .fixed(point.latitude, angle_decimals)
        .end_array();
  }
  json.end_array();
}

void write_feature(JsonWriter& json, const astrology::LocalityLine& line) {
  json.begin_object().key("type").plain("Feature").key("properties").begin_object();
  json.key("body").plain(name_of(line.body)).key("angle").plain(name_of(line.angle)).end_object();
  json.key("geometry").begin_object().key("type").plain("MultiLineString");
  json.key("coordinates").begin_array();
  for (const auto& part : line.parts)
    write_part(json, part);
  json.end_array().end_object().end_object();
}

}  // namespace

void write_stars(std::string& text, const usecases::NatalStars& found,
                 const usecases::StarsRequest& request, const sky::Ephemeris& ephemeris) {
  NatalAnswer answer(text, found.basis, request.natal.birth);
  auto& json = answer.json();
  json.key("stars").begin_array();
  for (const auto& star : found.stars)
    write_star(json, star);
  json.end_array().key("conjunctions").begin_array();
  for (const auto& conjunction : found.conjunctions) {
    json.begin_object();
    write_point(json, "point", conjunction.point)
        .member("star", word_for(*found.stars[conjunction.star].star))
        .member("orb", conjunction.orb, angle_decimals)
        .end_object();
  }
  json.end_array().key("parans").begin_array();
  for (const auto& paran : found.parans)
    write_paran(json, paran, word_for(*found.stars[paran.star].star));
  json.end_array();
  answer.end(found.basis.warnings, ephemeris);
}

void write_orbits(std::string& text, const usecases::NatalOrbits& found,
                  const usecases::OrbitsRequest& request, const sky::Ephemeris& ephemeris) {
  NatalAnswer answer(text, found.basis, request.natal.birth);
  auto& json = answer.json();
  json.key("method").plain(sky::orbit_method_names()[static_cast<std::size_t>(request.method)]);
  json.key("orbits").begin_array();
  for (const auto& orbit : found.orbits)
    write_orbit(json, orbit);
  json.end_array().key("asteroids").begin_array();
  for (const auto& asteroid : found.asteroids)
    write_asteroid(json, asteroid);
  json.end_array();
  answer.end(found.basis.warnings, ephemeris);
}

void write_relocation(std::string& text, const usecases::Relocation& found,
                      const usecases::RelocationRequest& request, const sky::Ephemeris& ephemeris) {
  NatalAnswer answer(text, found.basis, request.natal.birth);
  auto& json = answer.json();
  json.key("relocatedTo")
      .begin_object()
      .member("latitude", request.place.latitude, angle_decimals)
      .member("longitude", request.place.longitude, angle_decimals)
      .end_object();
  json.key("chart");
  write_western(json, found.western, request.natal.options);
  answer.end(found.warnings, ephemeris);
}

void write_lines(std::string& text, const usecases::NatalLines& found,
                 const usecases::LinesRequest& request, const sky::Ephemeris& ephemeris) {
  NatalAnswer answer(text, found.basis, request.natal.birth);
  auto& json = answer.json();
  json.key("type").plain("FeatureCollection").key("features").begin_array();
  for (const auto& line : found.lines)
    write_feature(json, line);
  json.end_array();
  answer.end(found.basis.warnings, ephemeris);
}

void write_local_space(std::string& text, const usecases::NatalLocalSpace& found,
                       const usecases::NatalRequest& request, const sky::Ephemeris& ephemeris) {
  NatalAnswer answer(text, found.basis, request.birth);
  auto& json = answer.json();
  json.key("directions").begin_array();
  for (const auto& [body, direction] : found.directions) {
    json.begin_object().key("body").plain(name_of(body));
    write_direction(json, "azimuth", direction.azimuth)
        .member("altitude", direction.altitude, angle_decimals)
        .end_object();
  }
  json.end_array();
  answer.end(found.basis.warnings, ephemeris);
}

}  // namespace astronova::api
