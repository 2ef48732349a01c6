#include "api/chart_request.h"

#include <algorithm>

#include <fmt/format.h>

#include "api/birth_data.h"
#include "api/chart_options.h"
#include "base/utf8.h"

namespace astronova::api {
namespace {

namespace json = boost::json;
using usecases::GivenPoint;

constexpr std::array<std::string_view, 3> system_names{"western", "vedic", "chinese"};
constexpr double degrees_below_360 = 359.999999999999943;

std::vector<std::string_view> point_names() {
  const auto bodies = sky::body_names().first(sky::body_count - 1);
  std::vector<std::string_view> names{bodies.begin(), bodies.end()};
  names.insert(names.end(), {"ascendant", "midheaven"});
  return names;
}

void read_chart_type(ObjectReader& reader) {
  const auto type = reader.string("chartType");
  if (type && *type != "natal") {
    reader.note("chartType", quoted(*type) +
                                 " is not available; the one kind there is so far is "
                                 "natal");
  }
}

void read_systems(ObjectReader& reader, usecases::ChartRequest& request) {
  const auto* given = reader.any("systems");
  const auto systems = reader.names_among("systems", system_names);
  if (!systems) return;
  request.western = std::ranges::find(*systems, 0U) != systems->end();
  request.vedic = std::ranges::find(*systems, 1U) != systems->end();
  if (std::ranges::find(*systems, 2U) != systems->end()) {
    reader.note("systems", "chinese is not available yet; available are western and vedic");
  }
  if (given->get_array().empty()) {
    reader.note("systems", "must name at least one of western and vedic, or be left out");
  }
}

GivenPoint given_point(std::size_t index, double longitude, std::optional<double> speed) {
  astrology::AspectPoint point;
  point.longitude = longitude;
  point.speed = speed.value_or(0);
  const std::size_t bodies = sky::body_count - 1;
  if (index < bodies) {
    point.body = static_cast<sky::Body>(index);
  } else {
    point.kind =
        index == bodies ? astrology::PointKind::ascendant : astrology::PointKind::midheaven;
  }
  return {point, speed.has_value()};
}

std::vector<GivenPoint> read_positions(const json::value& value, std::string_view pointer,
                                       FieldErrors& errors) {
  ObjectReader reader(value, pointer, errors);
  std::vector<GivenPoint> points;
  const auto names = point_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto* position = reader.any(names[i]);
    if (!position) continue;
    const auto place = reader.pointer_to(names[i]);
    ObjectReader one(*position, place, errors);
    one.require("longitude");
    const auto longitude = one.number("longitude", 0, degrees_below_360);
    const auto speed = one.number("speed", -1000, 1000);
    one.finish();
    if (longitude) points.push_back(given_point(i, *longitude, speed));
  }
  reader.finish();
  if (const auto* object = value.if_object(); object && object->empty()) {
    errors.add(std::string{pointer}, "must name at least one position");
  }
  return points;
}

usecases::ChartSide read_side(ObjectReader& request, std::string_view name, FieldErrors& errors) {
  request.require(name);
  const auto* value = request.any(name);
  if (!value || value->is_null()) return std::vector<GivenPoint>{};
  const auto place = request.pointer_to(name);
  ObjectReader reader(*value, place, errors);
  const auto* birth = reader.any("birthData");
  const auto* positions = reader.any("positions");
  reader.finish();
  if (value->is_object() && (birth != nullptr) == (positions != nullptr)) {
    request.note(name, "must have birthData or positions, one of the two");
    return std::vector<GivenPoint>{};
  }
  if (birth) {
    return read_birth_data(*birth, reader.pointer_to("birthData"), errors)
        .value_or(usecases::BirthData{});
  }
  if (positions) return read_positions(*positions, reader.pointer_to("positions"), errors);
  return std::vector<GivenPoint>{};
}

usecases::ChartOptions read_options(ObjectReader& reader, OptionsOf which, FieldErrors& errors) {
  const auto* options = reader.any("options");
  if (!options || options->is_null()) return {};
  return read_chart_options(*options, reader.pointer_to("options"), which, errors);
}

}  // namespace

Result<usecases::ChartRequest> read_chart_request(const json::value& body) {
  FieldErrors errors;
  ObjectReader reader(body, "", errors);
  Result<usecases::ChartRequest> read{usecases::ChartRequest{}};
  auto& request = *read;
  reader.require("birthData");
  if (const auto* birth = reader.any("birthData"); birth && !birth->is_null()) {
    if (auto data = read_birth_data(*birth, "/birthData", errors)) request.birth = *std::move(data);
  }
  read_chart_type(reader);
  read_systems(reader, request);
  request.options = read_options(reader, OptionsOf::chart, errors);
  reader.finish();
  if (!errors.empty()) return errors.error();
  return read;
}

Result<usecases::ComparisonRequest> read_comparison_request(const json::value& body) {
  FieldErrors errors;
  ObjectReader reader(body, "", errors);
  usecases::ComparisonRequest request;
  request.first = read_side(reader, "first", errors);
  request.second = read_side(reader, "second", errors);
  request.options = read_options(reader, OptionsOf::comparison, errors);
  reader.finish();
  if (!errors.empty()) return errors.error();
  return request;
}

}  // namespace astronova::api
