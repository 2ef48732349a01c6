#include "api/event_request.h"

#include <array>

#include <fmt/format.h>

#include "api/chart_options.h"
#include "api/object_reader.h"
#include "api/query_object.h"

namespace astronova::api {
namespace {

using usecases::SkyEventKind;
using usecases::SkyEventsRequest;

constexpr std::array<std::string_view, 2> event_numbers{"latitude", "longitude"};
constexpr std::array<std::string_view, 3> event_lists{"kinds", "bodies", "aspects"};
constexpr std::array<std::string_view, 2> void_names{"modern", "traditional"};

// An instant, or a date, whose midnight is meant.
std::optional<Instant> read_border(ObjectReader& reader, std::string_view name) {
  const auto text = reader.string(name);
  if (!text) return std::nullopt;
  constexpr std::size_t date_bytes = 10;
  const bool is_date = text->size() == date_bytes;
  const auto instant = parse_rfc3339(std::string{*text} + (is_date ? "T00:00:00Z" : ""));
  if (instant) return *instant;
  reader.note(name, is_date ? "must be a date such as 2026-01-01, whose 00:00 UTC is meant, or an "
                              "instant such as 2026-01-01T00:00:00Z"
                            : instant.error().detail);
  return std::nullopt;
}

void read_range(ObjectReader& reader, EventsQuery& query) {
  reader.require("from");
  reader.require("to");
  const auto from = read_border(reader, "from");
  const auto to = read_border(reader, "to");
  if (from && to && *to < *from) reader.note("to", "must not be before from");
  query.from = from.value_or(Instant{});
  query.to = to.value_or(Instant{});
  query.request.from = to_julian_day(query.from);
  query.request.to = to_julian_day(query.to);
}

void read_kinds(ObjectReader& reader, SkyEventsRequest& request) {
  const auto named = reader.names_among("kinds", usecases::sky_event_kind_names());
  if (named) {
    for (const auto index : *named)
      request.kinds.at(index) = true;
    return;
  }
  for (std::size_t i = 0; i < usecases::sky_event_kind_count; ++i)
    request.kinds.at(i) = !usecases::is_of_the_day(static_cast<SkyEventKind>(i));
}

void read_event_place(ObjectReader& reader, SkyEventsRequest& request) {
  const auto latitude = reader.number("latitude", -90, 90);
  const auto longitude = reader.number("longitude", -180, 180);
  if (latitude && longitude) request.place = {*latitude, *longitude, 0};
  if (reader.has("latitude") != reader.has("longitude")) {
    reader.note(reader.has("latitude") ? "longitude" : "latitude",
                "is required: latitude and longitude go together");
  }
  if (reader.has("latitude") || reader.has("longitude")) return;
  for (std::size_t i = 0; i < usecases::sky_event_kind_count; ++i) {
    const auto kind = static_cast<SkyEventKind>(i);
    if (!usecases::is_of_the_day(kind) || !request.wants(kind)) continue;
    reader.note("latitude", fmt::format("is required, with longitude: {} are of a place",
                                        usecases::sky_event_kind_names()[i]));
    return;
  }
}

void read_bodies_and_aspects(ObjectReader& reader, SkyEventsRequest& request) {
  // All but the last, `earth`.
  const auto names = sky::body_names().first(sky::body_count - 1);
  if (const auto bodies = reader.names_among("bodies", names)) request.bodies = bodies_at(*bodies);
  if (const auto aspects = reader.names_among("aspects", astrology::aspect_names())) {
    for (const auto index : *aspects)
      request.aspects.push_back(static_cast<astrology::AspectKind>(index));
  }
}

}  // namespace

Result<EventsQuery> read_events_query(
    const std::vector<std::pair<std::string, std::string>>& query) {
  FieldErrors errors;
  JsonMemory memory;
  const auto object = query_object(query, {event_numbers, event_lists}, memory, errors);
  ObjectReader reader(object, "", errors);
  EventsQuery result;
  read_range(reader, result);
  read_kinds(reader, result.request);
  read_bodies_and_aspects(reader, result.request);
  const auto ayanamsa = reader.name_among("ayanamsa", sky::ayanamsa_names());
  if (reader.name_among("zodiac", zodiac_names) == 1U) {
    result.request.ayanamsa =
        ayanamsa ? static_cast<sky::Ayanamsa>(*ayanamsa) : sky::Ayanamsa::lahiri;
  }
  if (reader.name_among("voidBodies", void_names) == 1U) {
    result.request.void_bodies = astrology::VoidBodies::traditional;
  }
  read_event_place(reader, result.request);
  reader.finish();
  if (!errors.empty()) return errors.error();
  return result;
}

}  // namespace astronova::api
