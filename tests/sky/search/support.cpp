#include "tests/sky/search/support.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <iomanip>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/angle.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/build_table.h"
#include "sky/table/table_ephemeris.h"

namespace astronova::sky::search {
namespace {

double number_of(const BodyState& state, Coordinate coordinate) {
  switch (coordinate) {
    case Coordinate::longitude:
      return state.longitude;
    case Coordinate::longitude_speed:
      return state.longitude_speed;
    case Coordinate::latitude:
      return state.latitude;
    case Coordinate::declination:
      break;
  }
  return state.declination;
}

}  // namespace

std::unique_ptr<Ephemeris> swiss() {
  auto opened = open_swiss_ephemeris(default_ephemeris_directory);
  EXPECT_TRUE(opened) << "Swiss Ephemeris's files are missing";
  return std::move(*opened);
}

std::unique_ptr<Ephemeris> table_of(std::vector<Body> bodies, JulianDayUt first, JulianDayUt last) {
  const auto file = std::filesystem::temp_directory_path() /
                    ("astronova-search-test-" + std::to_string(getpid()) + ".table");
  const auto built = table::build_table(
      {default_ephemeris_directory, file.string(), first, last, {}, std::move(bodies)},
      [](const table::SeriesSize&) {});
  EXPECT_TRUE(built);
  auto behind = swiss();
  auto opened = open_table_ephemeris(file.string(), behind);
  std::filesystem::remove(file);  // the mapping stays
  EXPECT_TRUE(opened);
  return std::move(*opened);
}

double value_of(const Ephemeris& ephemeris, const Quantity& quantity, JulianDayUt when,
                const Frame& frame) {
  const std::array bodies{quantity.body, quantity.other.value_or(quantity.body)};
  std::array<BodyState, 2> states;
  EXPECT_TRUE(ephemeris.states_at(when, bodies, frame, states));
  double value = number_of(states[0], quantity.coordinate);
  if (quantity.other) {
    const double other = number_of(states[1], quantity.coordinate);
    value += quantity.combination == Combination::sum ? other : -other;
  }
  return quantity.coordinate == Coordinate::longitude ? normalized_degrees(value) : value;
}

std::vector<Event> events_of(const Ephemeris& ephemeris, const Query& query, JulianDayUt from,
                             JulianDayUt to, const Frame& frame) {
  auto events = find_events(ephemeris, query, from, to, frame);
  if (events) return std::move(*events);
  ADD_FAILURE() << events.error().detail;
  return {};
}

std::vector<Passage> brute_force(const std::function<double(double)>& function,
                                 const std::vector<double>& targets, double circle, double from,
                                 double to, double step) {
  const auto distance = [&](double value, double target) {
    const double difference = value - target;
    if (difference > circle / 2) return difference - circle;
    return difference < -circle / 2 ? difference + circle : difference;
  };
  const auto bisect = [&](double low, double high, double target) {
    const bool high_is_above = distance(function(high), target) >= 0;
    for (int i = 0; i < 50; ++i) {
      const double middle = (low + high) / 2;
      ((distance(function(middle), target) >= 0) == high_is_above ? high : low) = middle;
    }
    return (low + high) / 2;
  };
  std::vector<Passage> passages;
  double before = function(from);
  for (double day = from; day < to;) {
    const double next = std::min(day + step, to);
    const double after = function(next);
    for (const double target : targets) {
      const double a = distance(before, target);
      const double b = distance(after, target);
      if ((a >= 0) == (b >= 0) || std::abs(a - b) > 90) continue;
      passages.push_back({bisect(day, next, target), target, b >= 0});
    }
    day = next;
    before = after;
  }
  std::ranges::sort(passages, {}, &Passage::when);
  return passages;
}

void expect_same(const std::vector<Event>& events, const std::vector<Passage>& passages,
                 double seconds) {
  EXPECT_EQ(events.size(), passages.size());
  for (std::size_t i = 0; i < std::min(events.size(), passages.size()); ++i) {
    ASSERT_NEAR((events[i].when.value - passages[i].when) * 86'400, 0, seconds)
        << std::setprecision(15) << "event " << i << " at " << events[i].when.value;
    EXPECT_NEAR(std::remainder(events[i].value - passages[i].target, 360.0), 0, 1e-9);
    EXPECT_EQ(events[i].kind == EventKind::rising, passages[i].rising);
  }
}

}  // namespace astronova::sky::search
