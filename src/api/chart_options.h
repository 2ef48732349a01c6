#pragma once

#include <array>
#include <boost/json/value.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/object_reader.h"
#include "usecases/cast_natal_chart.h"

namespace astronova::api {

inline constexpr std::array<std::string_view, 2> zodiac_names{"tropical", "sidereal"};
inline constexpr std::array<std::string_view, 2> node_names{"true", "mean"};
/// By the order of sky::Center.
inline constexpr std::array<std::string_view, 3> center_names{"geocentric", "topocentric",
                                                              "heliocentric"};

/// mean_node or true_node, by its index among node_names.
sky::Body node_at(std::size_t index);
/// The bodies at these indices among sky::body_names.
sky::Bodies bodies_at(std::span<const std::size_t> indices);

/// Which members of ChartOptions a request may have.
enum class OptionsOf { chart, comparison };

/// The same for a technique, which has no use for some; what it may not have is an unknown member.
struct OptionMembers {
  bool frame = false;    ///< `zodiac` and `ayanamsa`
  bool center = false;   ///< `center`
  bool bodies = false;   ///< `bodies` and `node`
  bool houses = false;   ///< `houseSystem`
  bool aspects = false;  ///< `aspects` and `orbs`
  bool wheel = false;    ///< `svg` and `theme`
  /// What is looked for when `aspects` is absent; none: the five major ones.
  std::optional<astrology::AspectSettings> aspects_by_default{};
};
usecases::ChartOptions read_option_members(const boost::json::value& value,
                                           std::string_view pointer, const OptionMembers& members,
                                           FieldErrors& errors);

/// Reads ChartOptions (or AspectsOptions) of the contract; what is wrong is noted.
usecases::ChartOptions read_chart_options(const boost::json::value& value, std::string_view pointer,
                                          OptionsOf which, FieldErrors& errors);

}  // namespace astronova::api
