#include "api/table_text.h"

#include <fmt/format.h>

#include "api/chart_options.h"
#include "api/sky_json.h"

namespace astronova::api {
namespace {

std::span<const sky::BodyState> row_of(const usecases::Table& table, std::size_t row) {
  return std::span{table.states}.subspan(row * table.bodies.size(), table.bodies.size());
}

void write_row(JsonWriter& json, const usecases::Table& table, std::size_t row) {
  const auto at = table.instants[row];
  json.begin_object()
      .member("at", format_rfc3339(at))
      .member("julianDayUt", to_julian_day(at).value, julian_day_decimals)
      .key("positions")
      .begin_object();
  const auto states = row_of(table, row);
  for (std::size_t i = 0; i < states.size(); ++i) {
    json.key(name_of(table.bodies[i]));
    write_row_position(json, states[i]);
  }
  json.end_object().end_object();
}

}  // namespace

std::string write_table_json(const usecases::Table& table, const usecases::TableRequest& request,
                             const sky::Ephemeris& ephemeris) {
  constexpr std::size_t bytes_per_position = 200;
  std::string text;
  text.reserve(1'024 + table.states.size() * bytes_per_position);
  JsonWriter json(text);
  const auto& frame = request.frame;
  json.begin_object()
      .member("center", center_names[static_cast<std::size_t>(frame.center)])
      .member("zodiac", zodiac_names[frame.ayanamsa ? 1 : 0]);
  if (frame.ayanamsa) json.member("ayanamsa", name_of(*frame.ayanamsa));
  json.key("bodies").begin_array();
  for (const auto body : table.bodies)
    json.string(name_of(body));
  json.end_array().member("stepMinutes", request.step.count()).key("rows").begin_array();
  for (std::size_t row = 0; row < table.instants.size(); ++row)
    write_row(json, table, row);
  json.end_array().key("provenance");
  write_provenance(json, ephemeris.provenance(), "");
  json.end_object();
  return text;
}

std::string write_table_csv(const usecases::Table& table) {
  constexpr std::size_t bytes_per_position = 90;
  std::string text = "at,julianDayUt";
  text.reserve(1'024 + table.states.size() * bytes_per_position);
  auto out = std::back_inserter(text);
  for (const auto body : table.bodies) {
    fmt::format_to(out,
                   ",{0}.longitude,{0}.latitude,{0}.distance,{0}.speed,{0}.rightAscension,"
                   "{0}.declination",
                   name_of(body));
  }
  text += "\r\n";
  for (std::size_t row = 0; row < table.instants.size(); ++row) {
    const auto at = table.instants[row];
    fmt::format_to(out, "{},{:.9f}", format_rfc3339(at), to_julian_day(at).value);
    for (const auto& state : row_of(table, row)) {
      fmt::format_to(out, ",{:.7f},{:.7f},{:.10f},{:.7f},{:.7f},{:.7f}",
                     printed_longitude(state.longitude), state.latitude, state.distance,
                     state.longitude_speed, printed_longitude(state.right_ascension),
                     state.declination);
    }
    text += "\r\n";
  }
  return text;
}

}  // namespace astronova::api
