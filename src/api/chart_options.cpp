#include "api/chart_options.h"

#include <fmt/format.h>

namespace astronova::api {
namespace {

using usecases::ChartOptions;

constexpr std::array<std::string_view, 2> theme_names{"light", "dark"};
constexpr double orb_degrees_max = 15;

// The names of the bodies that a chart seen from the Earth can have: all but the last, `earth`.
std::span<const std::string_view> chart_body_names() {
  static_assert(static_cast<std::size_t>(sky::Body::earth) == sky::body_count - 1);
  return sky::body_names().first(sky::body_count - 1);
}

void read_orbs(ObjectReader& reader, ChartOptions& options, FieldErrors& errors) {
  const auto* orbs = reader.any("orbs");
  if (!orbs || orbs->is_null()) return;
  const auto pointer = reader.pointer_to("orbs");
  ObjectReader orb_reader(*orbs, pointer, errors);
  for (std::size_t i = 0; i < astrology::aspect_kind_count; ++i) {
    const auto kind = static_cast<astrology::AspectKind>(i);
    const auto orb = orb_reader.number(name_of(kind), 0, orb_degrees_max);
    if (!orb) continue;
    if (!options.aspects.wants(kind)) {
      orb_reader.note(
          name_of(kind),
          fmt::format("{} is not among the aspects asked for; add it to aspects", name_of(kind)));
      continue;
    }
    options.aspects.set_orb(kind, *orb);
  }
  orb_reader.finish();
}

void read_aspects(ObjectReader& reader, ChartOptions& options, FieldErrors& errors) {
  if (const auto wanted = reader.names_among("aspects", astrology::aspect_names())) {
    for (auto& orb : options.aspects.orbs)
      orb.wanted = false;
    for (const auto index : *wanted) {
      options.aspects.want(static_cast<astrology::AspectKind>(index));
    }
  }
  read_orbs(reader, options, errors);
}

void read_bodies(ObjectReader& reader, ChartOptions& options) {
  if (const auto index = reader.name_among("node", node_names)) options.node = node_at(*index);
  const auto* given = reader.any("bodies");
  if (const auto bodies = reader.names_among("bodies", chart_body_names())) {
    options.bodies = bodies_at(*bodies);
    if (given && given->is_array() && given->get_array().empty()) {
      reader.note("bodies", "must name at least one body, or be left out");
    }
  }
}

void read_frame(ObjectReader& reader, ChartOptions& options) {
  options.sidereal = reader.name_among("zodiac", zodiac_names) == 1U;
  if (const auto index = reader.name_among("ayanamsa", sky::ayanamsa_names())) {
    options.ayanamsa = static_cast<sky::Ayanamsa>(*index);
  }
}

void read_center(ObjectReader& reader, ChartOptions& options) {
  if (const auto index = reader.name_among("center", std::span{center_names}.first(2))) {
    options.center = static_cast<sky::Center>(*index);
  }
}

void read_wheel(ObjectReader& reader, ChartOptions& options) {
  const bool wanted = reader.boolean("svg").value_or(false);
  const auto theme = reader.name_among("theme", theme_names).value_or(0);
  if (wanted) options.wheel = theme == 0 ? rendering::Theme::light : rendering::Theme::dark;
}

}  // namespace

sky::Body node_at(std::size_t index) {
  return index == 0 ? sky::Body::true_node : sky::Body::mean_node;
}

sky::Bodies bodies_at(std::span<const std::size_t> indices) {
  sky::Bodies bodies;
  for (const auto index : indices)
    bodies.push_back(static_cast<sky::Body>(index));
  return bodies;
}

ChartOptions read_option_members(const boost::json::value& value, std::string_view pointer,
                                 const OptionMembers& members, FieldErrors& errors) {
  ObjectReader reader(value, pointer, errors);
  ChartOptions options;
  if (members.aspects_by_default) options.aspects = *members.aspects_by_default;
  if (members.frame) read_frame(reader, options);
  if (members.center) read_center(reader, options);
  if (members.bodies) read_bodies(reader, options);
  if (members.aspects) read_aspects(reader, options, errors);
  if (members.houses) {
    if (const auto index = reader.name_among("houseSystem", sky::house_system_names())) {
      options.house_system = static_cast<sky::HouseSystem>(*index);
    }
  }
  if (members.wheel) read_wheel(reader, options);
  reader.finish();
  return options;
}

ChartOptions read_chart_options(const boost::json::value& value, std::string_view pointer,
                                OptionsOf which, FieldErrors& errors) {
  const bool chart = which == OptionsOf::chart;
  return read_option_members(value, pointer,
                             {.frame = true,
                              .center = true,
                              .bodies = true,
                              .houses = chart,
                              .aspects = true,
                              .wheel = chart},
                             errors);
}

}  // namespace astronova::api
