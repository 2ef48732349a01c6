#include "places/gazetteer.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.h"
#include "places/gazetteer/built_in.h"
#include "places/gazetteer/place_query.h"
#include "places/gazetteer/place_search.h"

namespace astronova::places {
namespace {

using gazetteer::built_in_gazetteer;
using gazetteer::GazetteerFile;
using gazetteer::PlaceId;

constexpr std::size_t others_max = 5;
constexpr std::size_t suggestions_max = 3;

Place place_of(const GazetteerFile& file, PlaceId id, std::string_view language) {
  const auto text = file.text_of(id);
  const auto division = file.division(id);
  const auto country = file.country_of_division(division);
  Place place;
  place.name = file.translation(language, id).value_or(text.name);
  place.admin = file.division_name(division);
  place.country =
      file.translation(language, file.place_count() + country).value_or(file.country_name(country));
  place.country_code = file.country_code(country);
  place.latitude = file.latitude(id) / 1e5;
  place.longitude = file.longitude(id) / 1e5;
  place.population = text.population;
  return place;
}

std::vector<Place> places_of(const GazetteerFile& file,
                             const std::vector<gazetteer::Match>& matches,
                             std::string_view language) {
  std::vector<Place> places;
  places.reserve(matches.size());
  for (const auto& match : matches)
    places.push_back(place_of(file, match.place, language));
  return places;
}

Error no_such_place(std::string_view text, const gazetteer::PlaceQuery& query) {
  auto near = gazetteer::find_matches(built_in_gazetteer(), query, suggestions_max);
  if (near.empty() && !query.regions.empty()) {
    near = gazetteer::find_matches(built_in_gazetteer(), {query.name, {}}, suggestions_max);
  }
  std::string detail = fmt::format("no place is called {}", quoted(text));
  if (!near.empty()) {
    detail += "; did you mean ";
    for (std::size_t i = 0; i < near.size(); ++i) {
      if (i > 0) detail += i + 1 == near.size() ? " or " : ", ";
      detail +=
          fmt::format("\"{}\"", label(place_of(built_in_gazetteer().file(), near[i].place, "")));
    }
    return invalid_field("", detail + '?');
  }
  return invalid_field("", detail + "; give latitude and longitude, or the nearest larger place");
}

}  // namespace

Result<std::vector<Place>> search_places(std::string_view text, std::size_t limit,
                                         std::string_view language) {
  const auto query = gazetteer::read_place_query(text);
  if (!query) return query.error();
  const auto matches = gazetteer::find_matches(built_in_gazetteer(), *query, limit);
  return places_of(built_in_gazetteer().file(), matches, language);
}

Result<NamedPlace> place_named(std::string_view text) {
  const auto query = gazetteer::read_place_query(text);
  if (!query) return query.error();
  auto matches = gazetteer::find_whole_names(built_in_gazetteer(), *query);
  if (matches.empty()) return no_such_place(text, *query);
  matches.resize(std::min(matches.size(), others_max + 1));
  NamedPlace named;
  named.others = places_of(built_in_gazetteer().file(), matches, "");
  named.place = named.others.front();
  named.others.erase(named.others.begin());
  return named;
}

std::vector<NearPlace> nearest_places(double latitude, double longitude, std::size_t limit,
                                      std::string_view language) {
  const auto found = built_in_gazetteer().nearest().around(latitude, longitude, limit);
  std::vector<NearPlace> near;
  near.reserve(found.size());
  for (const auto& one : found) {
    near.push_back({place_of(built_in_gazetteer().file(), one.place, language), one.distance_km});
  }
  return near;
}

std::string label(const Place& place) {
  std::string text(place.name);
  if (!place.admin.empty() && place.admin != place.name)
    fmt::format_to(std::back_inserter(text), ", {}", place.admin);
  if (place.country != place.name) fmt::format_to(std::back_inserter(text), ", {}", place.country);
  return text;
}

std::size_t place_count() {
  return built_in_gazetteer().file().place_count();
}

std::string_view gazetteer_sources() {
  return built_in_gazetteer().file().sources();
}

}  // namespace astronova::places
