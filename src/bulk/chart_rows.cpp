#include "bulk/chart_rows.h"

#include <algorithm>

#include <fmt/format.h>

#include "api/sky_json.h"
#include "base/json_writer.h"
#include "bulk/csv.h"
#include "usecases/default_bodies.h"

namespace astronova::bulk {
namespace {

using usecases::ChartRequest;

sky::Bodies bodies_of(const ChartRequest& request) {
  const auto& options = request.options;
  if (!options.bodies.empty()) return options.bodies;
  return usecases::default_bodies(options.center, options.node);
}

std::size_t cusp_count(const ChartRequest& request) {
  return request.options.house_system == sky::HouseSystem::gauquelin ? 36 : 12;
}

// One row: a comma before each value. Numbers are those of the API, digit for digit.
class Row {
 public:
  explicit Row(std::string& row) : row_(row) {}

  void empty(std::size_t columns = 1) { row_.append(columns, ','); }
  void text(std::string_view value) {
    row_ += ',';
    append_csv_field(row_, value);
  }
  void number(double value, int decimals) {
    row_ += ',';
    JsonWriter(row_).fixed(value, decimals);
  }
  void longitude(double degrees) { number(api::printed_longitude(degrees), api::angle_decimals); }

 private:
  std::string& row_;
};

void write_moment(const usecases::CastChart& cast, const usecases::BirthData& birth, Row& row) {
  const auto& moment = cast.moment.civil;
  row.text(format_rfc3339(moment.utc));
  row.number(cast.moment.julian_day.value, api::julian_day_decimals);
  row.text(birth.civil.timezone);
  row.text(format_utc_offset(moment.utc_offset));
  row.text(moment.time_known ? "true" : "false");
  row.text(birth.place_name);
  row.number(birth.place.latitude, api::angle_decimals);
  row.number(birth.place.longitude, api::angle_decimals);
}

void write_houses(const std::optional<sky::Houses>& houses, std::size_t cusps, Row& row) {
  if (!houses) {
    row.empty(5 + cusps);
    return;
  }
  row.text(name_of(houses->system));
  row.longitude(houses->angles.ascendant);
  row.longitude(houses->angles.midheaven);
  row.longitude(houses->angles.vertex);
  row.longitude(houses->angles.east_point);
  // A system without a solution gives way to one of twelve houses.
  const std::size_t known = std::min(cusps, houses->count);
  for (std::size_t i = 0; i < known; ++i)
    row.longitude(houses->cusps.at(i));
  row.empty(cusps - known);
}

void write_placement(const astrology::Placement& placement, Row& row) {
  const auto& state = placement.state;
  row.longitude(state.longitude);
  row.number(state.latitude, api::angle_decimals);
  row.number(state.longitude_speed, api::angle_decimals);
  if (placement.house) {
    row.number(*placement.house, 0);
  } else {
    row.empty();
  }
}

// A body that the ephemeris does not cover is left out of a chart: both lists have one order.
void write_bodies(const astrology::NatalChart& chart, const sky::Bodies& bodies, Row& row) {
  auto placement = chart.placements.begin();
  for (const auto body : bodies) {
    if (placement == chart.placements.end() || placement->body != body) {
      row.empty(4);
      continue;
    }
    write_placement(*placement++, row);
  }
}

void write_warnings(const usecases::CastChart& cast, Row& row) {
  std::string codes;
  for (const auto& warning : cast.warnings) {
    if (!codes.empty()) codes += ' ';
    codes += warning.code;
  }
  row.text(codes);
}

}  // namespace

ChartRows::ChartRows(const ChartRequest& request)
    : bodies_(bodies_of(request)), cusps_(cusp_count(request)) {}

std::string ChartRows::header() const {
  std::string header =
      "line,id,utc,julianDayUt,timezone,utcOffset,timeKnown,place,latitude,longitude,"
      "houseSystem,ascendant,midheaven,vertex,eastPoint";
  for (std::size_t cusp = 1; cusp <= cusps_; ++cusp)
    header += fmt::format(",cusp{}", cusp);
  for (const auto body : bodies_)
    header += fmt::format(",{0}.longitude,{0}.latitude,{0}.speed,{0}.house", name_of(body));
  return header + ",warnings";
}

void ChartRows::append(const usecases::CastChart& cast, const usecases::BirthData& birth,
                       std::string& row) const {
  Row columns(row);
  const auto& chart = cast.western->chart;
  write_moment(cast, birth, columns);
  write_houses(chart.houses, cusps_, columns);
  write_bodies(chart, bodies_, columns);
  write_warnings(cast, columns);
}

}  // namespace astronova::bulk
