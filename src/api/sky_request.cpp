#include "api/sky_request.h"

#include <array>

#include <fmt/format.h>

#include "api/chart_options.h"
#include "api/object_reader.h"
#include "api/query_object.h"

namespace astronova::api {
namespace {

namespace json = boost::json;
using sky::Center;

constexpr std::int64_t step_minutes_max = 52'596'000;  // a hundred Julian years

constexpr std::array<std::string_view, 2> query_numbers{"latitude", "longitude"};
constexpr std::array<std::string_view, 1> query_lists{"bodies"};

std::optional<Instant> read_instant(ObjectReader& reader, std::string_view name) {
  const auto text = reader.string(name);
  if (!text) return std::nullopt;
  const auto instant = parse_rfc3339(*text);
  if (instant) return *instant;
  reader.note(name, instant.error().detail);
  return std::nullopt;
}

Instant read_at(ObjectReader& reader, const Clock& clock) {
  const auto at = read_instant(reader, "at");
  const auto date = reader.string("date");
  if (reader.has("at") && reader.has("date")) {
    reader.note("date", "cannot be given together with at; leave one of them out");
  } else if (date) {
    const auto midnight = parse_rfc3339(std::string{*date} + "T00:00:00Z");
    if (midnight) return *midnight;
    reader.note("date", "must be a date such as 2026-11-23; its 00:00 UTC is meant");
  }
  return at.value_or(clock.now());
}

// What both kinds of request say of frame and bodies.
struct View {
  sky::Bodies bodies;
  sky::Body node = sky::Body::true_node;
  Center center = Center::geocentric;
  std::optional<sky::Ayanamsa> ayanamsa;
  std::optional<sky::GeographicPosition> place;
};

void read_bodies(ObjectReader& reader, View& view) {
  const auto* given = reader.any("bodies");
  const auto indices = reader.names_among("bodies", sky::body_names());
  if (!indices) return;
  view.bodies = bodies_at(*indices);
  if (given->get_array().empty()) {
    reader.note("bodies", "must name at least one body, or be left out");
  }
  for (const auto body : view.bodies) {
    if (sky::is_defined(body, view.center)) continue;
    reader.note("bodies", fmt::format("{} has no {} position; leave it out", name_of(body),
                                      center_names[static_cast<std::size_t>(view.center)]));
  }
}

void read_place(ObjectReader& reader, View& view, double altitude) {
  const auto latitude = reader.number("latitude", -90, 90);
  const auto longitude = reader.number("longitude", -180, 180);
  if (latitude && longitude) view.place = {*latitude, *longitude, altitude};
  if (reader.has("latitude") != reader.has("longitude")) {
    reader.note(reader.has("latitude") ? "longitude" : "latitude",
                "is required: latitude and longitude go together");
  }
  if (view.center == Center::topocentric && !reader.has("latitude") && !reader.has("longitude")) {
    reader.note("center", "topocentric positions need latitude and longitude");
  }
}

View read_view(ObjectReader& reader, double altitude) {
  View view;
  if (const auto index = reader.name_among("center", center_names)) {
    view.center = static_cast<Center>(*index);
  }
  const auto ayanamsa = reader.name_among("ayanamsa", sky::ayanamsa_names());
  if (reader.name_among("zodiac", zodiac_names) == 1U) {
    view.ayanamsa = ayanamsa ? static_cast<sky::Ayanamsa>(*ayanamsa) : sky::Ayanamsa::lahiri;
  }
  read_bodies(reader, view);
  read_place(reader, view, altitude);
  return view;
}

}  // namespace

Result<PositionsQuery> read_positions_query(
    const std::vector<std::pair<std::string, std::string>>& query, const Clock& clock) {
  FieldErrors errors;
  JsonMemory memory;
  const auto object = query_object(query, {query_numbers, query_lists}, memory, errors);
  ObjectReader reader(object, "", errors);
  PositionsQuery result;
  result.at = read_at(reader, clock);
  auto view = read_view(reader, 0);
  if (const auto index = reader.name_among("node", node_names)) view.node = node_at(*index);
  reader.finish();
  if (!errors.empty()) return errors.error();
  result.sky = {
      to_julian_day(result.at), view.bodies, view.node, view.center, view.ayanamsa, view.place};
  return result;
}

Result<usecases::TableRequest> read_table_request(const json::value& body) {
  FieldErrors errors;
  ObjectReader reader(body, "", errors);
  usecases::TableRequest request;
  for (const auto* name : {"from", "to", "stepMinutes"})
    reader.require(name);
  const auto from = read_instant(reader, "from");
  const auto to = read_instant(reader, "to");
  if (from && to && *to < *from) reader.note("to", "must not be before from");
  request.from = from.value_or(Instant{});
  request.to = to.value_or(Instant{});
  request.step =
      std::chrono::minutes{reader.integer("stepMinutes", 1, step_minutes_max).value_or(1)};
  const double altitude = reader.number("altitude", -500, 25'000).value_or(0);
  auto view = read_view(reader, altitude);
  if (reader.has("altitude") && !view.place) {
    reader.note("altitude", "needs latitude and longitude");
  }
  reader.finish();
  if (!errors.empty()) return errors.error();
  request.bodies = view.bodies;
  request.frame = {view.center, view.ayanamsa, view.place.value_or(sky::GeographicPosition{})};
  return request;
}

}  // namespace astronova::api
