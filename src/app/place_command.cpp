#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include "api/errors.h"
#include "api/location_json.h"
#include "api/location_request.h"
#include "app/commands.h"
#include "app/report_error.h"
#include "places/zone_boundaries.h"

namespace astronova::app {
namespace {

struct PlaceFlags {
  std::string text, latitude, longitude, limit, language;
  bool as_json = false;
};

const FlagsByPointer flag_of_pointer{
    {"/q", "PLACE"},       {"/latitude", "--lat"}, {"/longitude", "--lon"},
    {"/limit", "--limit"}, {"/lang", "--lang"},
};

// The flags as the query that means the same.
api::Query query_of(const PlaceFlags& flags) {
  api::Query query;
  const auto put = [&](const char* name, const std::string& value) {
    if (!value.empty()) query.emplace_back(name, value);
  };
  put("q", flags.text);
  put("latitude", flags.latitude);
  put("longitude", flags.longitude);
  put("limit", flags.limit);
  put("lang", flags.language);
  return query;
}

void print_place(const places::Place& place, std::string_view distance) {
  fmt::print("  {:<48} {:>10} {:>11.5f} {:>11.5f}  {}{}\n", places::label(place), place.population,
             place.latitude, place.longitude,
             places::zones_at(place.latitude, place.longitude).front(), distance);
}

void print_heading() {
  fmt::print("  {:<48} {:>10} {:>11} {:>11}  {}\n", "place", "people", "latitude", "longitude",
             "zone");
}

int find(const PlaceFlags& flags) {
  const auto search = api::read_location_search(query_of(flags));
  if (!search) return report_error(search.error(), flag_of_pointer);
  const auto found = places::search_places(search->text, search->limit, search->language);
  if (!found) return report_error(api::below(found.error(), "/q", ""), flag_of_pointer);
  if (flags.as_json) {
    fmt::print("{}\n", api::write_places(*found));
  } else if (found->empty()) {
    fmt::print(stderr, "error: no place is found by that name\n");
    return exit_failed;
  } else {
    print_heading();
    for (const auto& place : *found)
      print_place(place, "");
  }
  return exit_done;
}

int find_nearest(const PlaceFlags& flags) {
  const auto reverse = api::read_location_reverse(query_of(flags));
  if (!reverse) return report_error(reverse.error(), flag_of_pointer);
  const auto found = places::nearest_places(reverse->latitude, reverse->longitude, reverse->limit,
                                            reverse->language);
  if (flags.as_json) {
    fmt::print("{}\n", api::write_near_places(reverse->latitude, reverse->longitude, found));
    return exit_done;
  }
  fmt::print("  zone {}\n\n",
             fmt::join(places::zones_at(reverse->latitude, reverse->longitude), " or "));
  print_heading();
  for (const auto& near : found) {
    print_place(near.place, fmt::format("  {:.1f} km away", near.distance_km));
  }
  return exit_done;
}

}  // namespace

void add_place_command(CLI::App& program, int& status) {
  auto* command = program.add_subcommand("place", "Find a place, or the places near a point");
  const auto flags = std::make_shared<PlaceFlags>();
  auto* text = command->add_option("PLACE", flags->text, "A name, such as \"paris, texas\"");
  auto* latitude =
      command->add_option("--lat", flags->latitude, "Latitude of a point, degrees, north positive");
  auto* longitude = command->add_option("--lon", flags->longitude,
                                        "Longitude of a point, degrees, east positive");
  latitude->needs(longitude)->excludes(text);
  longitude->needs(latitude);
  command->add_option("--limit", flags->limit, "How many places at most");
  command->add_option("--lang", flags->language, "Language of the names, such as de");
  command->add_flag("--json", flags->as_json, "Print what the locations routes answer");
  command->callback(
      [flags, &status] { status = flags->latitude.empty() ? find(*flags) : find_nearest(*flags); });
}

}  // namespace astronova::app
