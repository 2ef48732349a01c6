#pragma once

#include <array>
#include <boost/container/static_vector.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace astronova::sky {

/// What stands in the sky, in the order in which every list of the product gives it.
/// `earth` is there for heliocentric positions only.
enum class Body : std::uint8_t {
  sun,
  moon,
  mercury,
  venus,
  mars,
  jupiter,
  saturn,
  uranus,
  neptune,
  pluto,
  chiron,
  ceres,
  pallas,
  juno,
  vesta,
  mean_node,
  true_node,
  mean_south_node,
  true_south_node,
  mean_lilith,
  true_lilith,
  earth,
};
inline constexpr std::size_t body_count = 22;

/// A list of bodies, each once.
using Bodies = boost::container::static_vector<Body, body_count>;

/// From where a position is seen.
enum class Center : std::uint8_t { geocentric, topocentric, heliocentric };

/// The names of the API, by the enumerators' order: "sun", "meanSouthNode" ...
std::span<const std::string_view> body_names();
std::string_view name_of(Body body);
std::optional<Body> body_named(std::string_view name);

/// Whether a body has a position when seen from there: the Sun, the nodes and the apsides of the
/// Moon's orbit have none from the Sun, the Earth has none from itself.
bool is_defined(Body body, Center center);

/// Whether the body is a point of the Moon's orbit (node or apogee) and not a mass.
bool is_lunar_point(Body body);

}  // namespace astronova::sky
