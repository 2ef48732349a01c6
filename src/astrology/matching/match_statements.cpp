#include "astrology/matching/match_statements.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "astrology/zodiac.h"

namespace astronova::astrology {
namespace {

using sky::Body;

constexpr std::array<std::string_view, major_aspect_count> relations{
    "is conjunct", "is opposite", "is in trine to", "is square to", "is in sextile to"};

constexpr std::array<std::string_view, match_part_count> part_meanings{
    "how you feel for each other", "how you think and talk together",
    "attraction and shared energy", "what you believe in and strive for"};

constexpr std::array<std::string_view, 10> planet_names{
    "Sun", "Moon", "Mercury", "Venus", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune", "Pluto"};

std::string_view display_name(const AspectPoint& point) {
  if (point.kind == PointKind::ascendant) return "ascendant";
  if (point.kind == PointKind::midheaven) return "midheaven";
  const auto index = static_cast<std::size_t>(point.body);
  if (index < planet_names.size()) return planet_names.at(index);
  return point.body == Body::true_node ? "north node" : sky::name_of(point.body);
}

std::string capitalized(std::string_view name) {
  std::string text{name};
  if (text.front() >= 'a' && text.front() <= 'z') text.front() -= 'a' - 'A';
  return text;
}

// 3°12', truncated like all that is printed of longitudes.
std::string degrees_and_minutes(double degrees) {
  const auto minutes = static_cast<int>(std::floor((degrees + 1e-8) * 60));
  return fmt::format("{}°{:02}'", minutes / 60, minutes % 60);
}

std::string place_of(const AspectPoint& point) {
  return fmt::format("{} {} {}", capitalized(display_name(point)),
                     degrees_and_minutes(degree_in_sign(point.longitude)),
                     name_of(sign_of(point.longitude)));
}

Factor factor_of(const Aspect& aspect) {
  return {
      fmt::format("{}.{}.{}", name_of(aspect.first), name_of(aspect.kind), name_of(aspect.second)),
      fmt::format("{} {} {}, orb {}, {}", place_of(aspect.first), name_of(aspect.kind),
                  place_of(aspect.second), degrees_and_minutes(aspect.orb),
                  aspect.applying ? "applying" : "separating")};
}

// The part to which an aspect adds most, or from which it takes most.
std::size_t leading_part(const MatchContributions& contributions, bool helps) {
  const auto* const found =
      helps ? std::ranges::max_element(contributions) : std::ranges::min_element(contributions);
  return static_cast<std::size_t>(found - contributions.begin());
}

Statement statement_of(const Aspect& aspect, const MatchContributions& contributions,
                       std::string_view partner) {
  const double points = overall_contribution(contributions);
  const bool helps = points > 0;
  const auto part = leading_part(contributions, helps);
  const auto owner = partner.empty() ? std::string{"your partner"} : std::string{partner};
  return {
      fmt::format("Your {} {} {}'s {}, which {} {:.1f} points, {} {} part: {}.",
                  display_name(aspect.first), relations.at(static_cast<std::size_t>(aspect.kind)),
                  owner, display_name(aspect.second), helps ? "adds" : "takes", std::abs(points),
                  helps ? "most to the" : "most from the", name_of(static_cast<MatchPart>(part)),
                  part_meanings.at(part)),
      {factor_of(aspect)}};
}

// The places of the contributions by size, the greatest first when `sign` is 1, the least first
// when it is -1; those of the other sign are left out.
std::vector<std::size_t> ranked(std::span<const MatchContributions> contributions, double sign) {
  std::vector<std::size_t> order(contributions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order,
                [&](std::size_t i) { return overall_contribution(contributions[i]) * sign <= 0; });
  std::ranges::stable_sort(order, [&](std::size_t one, std::size_t other) {
    return overall_contribution(contributions[one]) * sign >
           overall_contribution(contributions[other]) * sign;
  });
  if (order.size() > match_statements_max) order.resize(match_statements_max);
  return order;
}

std::vector<Statement> statements_of(const Synastry& synastry,
                                     std::span<const MatchContributions> contributions,
                                     std::string_view partner, double sign) {
  std::vector<Statement> statements;
  for (const auto i : ranked(contributions, sign)) {
    statements.push_back(statement_of(synastry.aspects[i].aspect, contributions[i], partner));
  }
  return statements;
}

// The place of a point in MatchPoints, if it counts.
std::optional<std::size_t> match_index(const AspectPoint& point) {
  if (point.kind == PointKind::ascendant) return match_points_max - 2;
  if (point.kind == PointKind::midheaven) return match_points_max - 1;
  if (point.body <= Body::pluto) return static_cast<std::size_t>(point.body);
  if (point.body == Body::true_node) return match_points_max - 3;
  return std::nullopt;
}

}  // namespace

std::vector<MatchContributions> contributions_to(const Synastry& synastry,
                                                 const Compatibility& compatibility) {
  std::array<std::array<MatchContributions, match_points_max>, match_points_max> by_points{};
  for (const auto& counted : compatibility.aspects)
    by_points.at(counted.first).at(counted.second) = counted.contributions;
  std::vector<MatchContributions> contributions(synastry.aspects.size());
  for (std::size_t i = 0; i < contributions.size(); ++i) {
    const auto& aspect = synastry.aspects[i].aspect;
    const auto first = match_index(aspect.first);
    const auto second = match_index(aspect.second);
    if (first && second) contributions[i] = by_points.at(*first).at(*second);
  }
  return contributions;
}

double overall_contribution(const MatchContributions& contributions) {
  return std::accumulate(contributions.begin(), contributions.end(), 0.0) /
         (match_units_in_a_point * match_part_count);
}

MatchStatements match_statements(const Synastry& synastry,
                                 std::span<const MatchContributions> contributions,
                                 std::string_view partner) {
  return {statements_of(synastry, contributions, partner, 1),
          statements_of(synastry, contributions, partner, -1)};
}

}  // namespace astronova::astrology
