#include "sky/table/verify_steps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>

namespace astronova::sky::table {
namespace {

constexpr double second = 1.0 / 86'400;
constexpr double jump_distance = 5e-9;

// Swiss Ephemeris takes the speed of osculating points from instants 17 seconds apart: so far from
// a jump it is still off, and a jump that is nothing by itself is much in such a speed.
constexpr double around = 20 * second;

double jump_degrees(Body body) {
  const bool osculating = body == Body::true_node || body == Body::true_south_node;
  return (osculating ? 0.00005 : 0.0005) / 3600;
}

struct Both {
  BodyState table;
  BodyState reference;
};

class StepSearch {
 public:
  StepSearch(const Ephemeris& table, const Ephemeris& reference, Body body)
      : table_(table), reference_(reference), body_(body), jump_degrees_(jump_degrees(body)) {}

  Result<Both> at(double day) const {
    Both both;
    if (auto done = table_.states_at({day}, {&body_, 1}, {}, {&both.table, 1}); !done) {
      return done.error();
    }
    if (auto done = reference_.states_at({day}, {&body_, 1}, {}, {&both.reference, 1}); !done) {
      return done.error();
    }
    return both;
  }

  // Between two instants that are near each other, beyond the motion by the table's speed.
  Result<bool> jumps_between(double from, double to) const {
    const auto before = at(from);
    const auto after = at(to);
    if (!before || !after) return before ? after.error() : before.error();
    const auto [a, b] = std::tie(before->reference, after->reference);
    const auto [u, v] = std::tie(before->table, after->table);
    const double half = (to - from) / 2;
    const double longitude = std::remainder(b.longitude - a.longitude, 360.0) -
                             half * (u.longitude_speed + v.longitude_speed);
    const double latitude = b.latitude - a.latitude - half * (u.latitude_speed + v.latitude_speed);
    const double distance = b.distance - a.distance - half * (u.distance_speed + v.distance_speed);
    return std::abs(longitude) > jump_degrees_ || std::abs(latitude) > jump_degrees_ ||
           std::abs(distance) > jump_distance;
  }

  // A jump keeps its size however near its two sides come; all else vanishes.
  Result<bool> jumps_within(double begin, double end) const {
    constexpr int samples = 48;
    const double step = (end - begin) / samples;
    for (int i = 0; i < samples; ++i) {
      auto found = narrowed(begin + i * step, begin + (i + 1) * step);
      if (!found || *found) return found;
    }
    return false;
  }

 private:
  // By how much the difference of the two changes, in jumps.
  double change(const Both& before, const Both& after) const {
    const auto of = [](const Both& both, auto member) {
      return both.reference.*member - both.table.*member;
    };
    const auto changed = [&](auto member) { return of(after, member) - of(before, member); };
    return std::max(
        {std::abs(std::remainder(changed(&BodyState::longitude), 360.0)) / jump_degrees_,
         std::abs(changed(&BodyState::latitude)) / jump_degrees_,
         std::abs(changed(&BodyState::distance)) / jump_distance});
  }

  Result<bool> narrowed(double begin, double end) const {
    auto before = at(begin);
    auto after = at(end);
    if (!before || !after) return before ? after.error() : before.error();
    while (end - begin > second && change(*before, *after) > 1) {
      const double middle = begin + (end - begin) / 2;
      auto between = at(middle);
      if (!between) return between.error();
      if (change(*before, *between) > change(*between, *after)) {
        end = middle;
        after = std::move(between);
      } else {
        begin = middle;
        before = std::move(between);
      }
    }
    if (end - begin > second) return false;
    return jumps_between(begin, end);
  }

  const Ephemeris& table_;
  const Ephemeris& reference_;
  Body body_;
  double jump_degrees_;
};

}  // namespace

Result<bool> steps_near(const Ephemeris& table, const Ephemeris& reference, const TableFile& file,
                        Body body, JulianDayUt when) {
  const double first = file.first().value;
  const double last = file.last().value;
  const auto within = [&](double day) { return std::clamp(day, first, last); };
  const StepSearch search(table, reference, body);
  auto here = search.jumps_between(within(when.value - around), within(when.value + around));
  if (!here || *here) return here;
  const double delta_t = table.delta_t(when).value * second;
  const auto part = file.body(body).unpacked_part_at(when.value + delta_t, 0);
  return search.jumps_within(within(part.begin - delta_t), within(part.end - delta_t));
}

}  // namespace astronova::sky::table
