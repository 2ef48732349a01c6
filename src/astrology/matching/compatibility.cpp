#include "astrology/matching/compatibility.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "astrology/matching/compatibility_weights.h"
#include "astrology/matching/synastry.h"

namespace astronova::astrology {
namespace {

using sky::Body;

constexpr std::size_t match_body_count = 11;
constexpr std::size_t moon_index = 1;
constexpr std::size_t mars_index = 4;
constexpr std::size_t first_generational = 7;  // Uranus
constexpr std::size_t last_generational = 9;   // Pluto
constexpr double raw_units = 1e6;

constexpr std::array<std::string_view, match_part_count> part_names{"emotional", "mental",
                                                                    "physical", "spiritual"};

bool is_generational(std::size_t point) {
  return point >= first_generational && point <= last_generational;
}

// Uranus, Neptune and Pluto stand for years on end where they do: among them they tell a generation
// from another, not a person.
bool pair_says_nothing(std::size_t one, std::size_t other) {
  return is_generational(one) && is_generational(other);
}

double temper_in(std::size_t point, std::size_t part) {
  const bool hot = point == mars_index && part == static_cast<std::size_t>(MatchPart::physical);
  return hot ? match_weights::temper_of_mars_physical : match_weights::temper.at(point);
}

double worth_of(std::size_t kind, std::size_t one, std::size_t other, std::size_t part) {
  if (pair_says_nothing(one, other)) return 0;
  const double nature = kind == 0 ? (temper_in(one, part) + temper_in(other, part)) / 2
                                  : match_weights::nature.at(kind).at(part);
  return nature * match_weights::affinity.at(one).at(part) *
         match_weights::affinity.at(other).at(part);
}

// The share of random pairs below a raw sum, if they were spread normally: points within (0, 100),
// by so much that what rounding adds to a score does not carry it out.
constexpr double half_range = 49.9;

double score_at(std::size_t part, double raw) {
  const auto [mean, deviation] = match_weights::calibration[part];
  return 50.0 + half_range * std::erf((raw - mean) / (deviation * std::numbers::sqrt2));
}

double slope_at_zero(std::size_t part) {
  const auto [mean, deviation] = match_weights::calibration[part];
  const double z = mean / deviation;
  return half_range * std::sqrt(2 / std::numbers::pi) / deviation * std::exp(-z * z / 2);
}

// All that does not depend on the pair, computed once: what a part is before any aspect counts,
// what an exact aspect of each kind between two points is worth, and which kind may be near for a
// separation, by its whole degrees. The five major aspects leave room between their orbs, so there
// is at most one.
class Tables {
 public:
  static constexpr std::uint8_t none = major_aspect_count;

  Tables() {
    near_.fill(none);
    for (std::size_t part = 0; part < match_part_count; ++part)
      bases_.at(part) = score_at(part, 0);
    const auto settings = AspectSettings::major();
    for (std::size_t kind = 0; kind < major_aspect_count; ++kind) {
      const auto& orb = settings.orbs.at(kind);
      angles_.at(kind) = angle_of(static_cast<AspectKind>(kind));
      orbs_.at(kind) = {orb.orb, orb.luminary_orb};
      fill_worth(kind);
      const int first = static_cast<int>(std::max(angles_.at(kind) - orb.luminary_orb, 0.0));
      const int last = static_cast<int>(std::min(angles_.at(kind) + orb.luminary_orb, 180.0));
      for (int degree = first; degree <= last; ++degree)
        near_.at(static_cast<std::size_t>(degree)) = static_cast<std::uint8_t>(kind);
    }
  }

  // Of a separation in [0, 180]. A byte indexes the table whatever it is.
  std::uint8_t kind_near(double separation) const {
    return near_[static_cast<std::uint8_t>(static_cast<int>(separation))];
  }
  double angle(std::size_t kind) const { return angles_[kind]; }
  double orb(std::size_t kind, bool luminary) const {
    return orbs_[kind][static_cast<std::size_t>(luminary)];
  }
  double base(std::size_t part) const { return bases_[part]; }
  const match_weights::Parts& worth(std::size_t kind, std::size_t one, std::size_t other) const {
    return worth_[kind][one][other];
  }

 private:
  void fill_worth(std::size_t kind) {
    for (std::size_t one = 0; one < match_points_max; ++one) {
      for (std::size_t other = 0; other < match_points_max; ++other) {
        for (std::size_t part = 0; part < match_part_count; ++part)
          worth_.at(kind).at(one).at(other).at(part) = worth_of(kind, one, other, part);
      }
    }
  }

  using Row = std::array<match_weights::Parts, match_points_max>;
  std::array<double, match_part_count> bases_{};  // points
  std::array<std::uint8_t, 256> near_{};
  std::array<double, major_aspect_count> angles_{};
  std::array<std::array<double, 2>, major_aspect_count> orbs_{};  // without and with a luminary
  std::array<std::array<Row, match_points_max>, major_aspect_count> worth_{};
};

const Tables& tables() {
  static const Tables made;
  return made;
}

// The same for both orders of the two, which a way from one to the other is not.
double separation_between(double one, double other) {
  const double apart = std::abs(other - one);
  return std::min(apart, 360.0 - apart);
}

void find_match_aspects(const Tables& table, const MatchPoints& first, const MatchPoints& second,
                        MatchAspects& aspects) {
  aspects.clear();
  for (std::size_t i = 0; i < first.count; ++i) {
    if (i == moon_index && !first.has_moon) continue;
    for (std::size_t j = 0; j < second.count; ++j) {
      if (j == moon_index && !second.has_moon) continue;
      const double separation = separation_between(first.longitudes[i], second.longitudes[j]);
      const auto kind = table.kind_near(separation);
      if (kind == Tables::none) continue;
      const double orb = std::abs(separation - table.angle(kind));
      const double allowed = table.orb(kind, i < 2 || j < 2);
      if (orb > allowed) continue;
      aspects.push_back({static_cast<std::uint8_t>(i),
                         static_cast<std::uint8_t>(j),
                         static_cast<AspectKind>(kind),
                         orb,
                         orb_weight(orb, allowed),
                         {}});
    }
  }
}

// To the nearest whole number, halves to the even one, as llrint does, but without a call: a double
// of this size has no room for a fraction. For numbers below 2^50.
double rounded(double number) {
  constexpr double without_fractions = 6'755'399'441'055'744.0;  // 1.5 * 2^52
  return (number + without_fractions) - without_fractions;
}

using RawParts = std::array<std::int64_t, match_part_count>;
using RawAspects = boost::container::static_vector<RawParts, match_points_max * match_points_max>;

// Rounded one by one: whole numbers have the same sum in any order.
RawParts raw_of(const Tables& table, const MatchAspect& aspect) {
  const auto& worth =
      table.worth(static_cast<std::size_t>(aspect.kind), aspect.first, aspect.second);
  RawParts raw{};
  for (std::size_t part = 0; part < match_part_count; ++part)
    raw[part] = static_cast<std::int64_t>(rounded(worth[part] * aspect.weight * raw_units));
  return raw;
}

// Of each aspect, and their sum.
RawParts sum_of(const Tables& table, const MatchAspects& aspects, RawAspects& raw_aspects) {
  RawParts sum{};
  for (const auto& aspect : aspects) {
    const auto& raw = raw_aspects.emplace_back(raw_of(table, aspect));
    for (std::size_t part = 0; part < match_part_count; ++part)
      sum[part] += raw[part];
  }
  return sum;
}

// Units of a score for each raw unit: one factor for all aspects of a pair, so that what they
// contribute is in proportion to what they are worth and adds up to the score.
double units_per_raw_unit(const Tables& table, std::size_t part, std::int64_t raw) {
  if (raw == 0) return slope_at_zero(part) * match_units_in_a_point / raw_units;
  const auto sum = static_cast<double>(raw);
  return (score_at(part, sum / raw_units) - table.base(part)) * match_units_in_a_point / sum;
}

const sky::BodyState* state_in(const NatalChart& chart, Body body) {
  const auto found = std::ranges::find(chart.placements, body, &Placement::body);
  return found == chart.placements.end() ? nullptr : &found->state;
}

}  // namespace

std::string_view name_of(MatchPart part) {
  return part_names[static_cast<std::size_t>(part)];
}

sky::Bodies match_bodies() {
  sky::Bodies bodies;
  for (auto body = static_cast<int>(Body::sun); body <= static_cast<int>(Body::pluto); ++body)
    bodies.push_back(static_cast<Body>(body));
  bodies.push_back(Body::true_node);
  return bodies;
}

MatchPoints match_points(const NatalChart& chart) {
  MatchPoints points;
  for (const auto body : match_bodies()) {
    const auto* state = state_in(chart, body);
    if (!state && body != Body::moon) throw std::logic_error("a chart lacks a body that counts");
    if (!state) points.has_moon = false;
    points.longitudes.at(points.count++) = state ? state->longitude : 0;
  }
  if (chart.houses) {
    points.longitudes.at(points.count++) = chart.houses->angles.ascendant;
    points.longitudes.at(points.count++) = chart.houses->angles.midheaven;
  }
  return points;
}

AspectPoint match_point(const MatchPoints& points, std::size_t index) {
  AspectPoint point;
  point.longitude = points.longitudes.at(index);
  if (index < match_body_count) {
    point.body = index + 1 < match_body_count ? static_cast<Body>(index) : Body::true_node;
  } else {
    point.kind = index == match_body_count ? PointKind::ascendant : PointKind::midheaven;
  }
  return point;
}

double Compatibility::part(MatchPart which) const {
  return parts[static_cast<std::size_t>(which)] / match_units_in_a_point;
}

double Compatibility::overall() const {
  MatchUnits sum = 0;
  for (const auto units : parts)
    sum += units;
  return sum / (match_units_in_a_point * match_part_count);
}

MatchUnits compatibility_base(MatchPart part) {
  return static_cast<MatchUnits>(
      std::lrint(tables().base(static_cast<std::size_t>(part)) * match_units_in_a_point));
}

void score_compatibility(const MatchPoints& first, const MatchPoints& second,
                         Compatibility& compatibility) {
  const Tables& table = tables();
  find_match_aspects(table, first, second, compatibility.aspects);
  RawAspects raw_aspects;
  const auto sum = sum_of(table, compatibility.aspects, raw_aspects);
  std::array<double, match_part_count> factors{};
  for (std::size_t part = 0; part < match_part_count; ++part) {
    factors[part] = units_per_raw_unit(table, part, sum[part]);
    compatibility.parts[part] = compatibility_base(static_cast<MatchPart>(part));
  }
  for (std::size_t i = 0; i < raw_aspects.size(); ++i) {
    auto& aspect = compatibility.aspects[i];
    const auto& raw = raw_aspects[i];
    for (std::size_t part = 0; part < match_part_count; ++part) {
      const auto units =
          static_cast<MatchUnits>(rounded(factors[part] * static_cast<double>(raw[part])));
      aspect.contributions[part] = units;
      compatibility.parts[part] += units;
    }
  }
}

std::array<std::int64_t, match_part_count> raw_compatibility(const MatchPoints& first,
                                                             const MatchPoints& second) {
  MatchAspects aspects;
  RawAspects raw_aspects;
  find_match_aspects(tables(), first, second, aspects);
  return sum_of(tables(), aspects, raw_aspects);
}

}  // namespace astronova::astrology
