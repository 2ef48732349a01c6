#include "rendering/wheel/spread.h"

#include <algorithm>
#include <random>

#include <gmock/gmock.h>

namespace astronova::rendering {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;

struct Problem {
  std::vector<double> targets, gaps, weights;
};

bool keeps_gaps(const Problem& problem, const std::vector<double>& places) {
  const std::size_t count = places.size();
  for (std::size_t i = 0; i < count; ++i) {
    const double next = i + 1 < count ? places[i + 1] : places[0] + 360;
    if (next - places[i] < problem.gaps[i] - 1e-7) return false;
  }
  return true;
}

double cost(const Problem& problem, const std::vector<double>& places) {
  double sum = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double moved = places[i] - problem.targets[i];
    sum += problem.weights[i] * moved * moved;
  }
  return sum;
}

/// The problem is convex: an arrangement that no run of neighbours can leave for a better one is
/// the best there is.
bool can_be_improved(const Problem& problem, const std::vector<double>& places) {
  const std::size_t count = places.size();
  for (std::size_t first = 0; first < count; ++first) {
    for (std::size_t length = 1; length <= count; ++length) {
      for (const double step : {-1e-3, 1e-3}) {
        auto moved = places;
        for (std::size_t k = 0; k < length; ++k)
          moved[(first + k) % count] += step;
        if (keeps_gaps(problem, moved) && cost(problem, moved) < cost(problem, places) - 1e-6) {
          return true;
        }
      }
    }
  }
  return false;
}

TEST(SpreadOnCircle, LeavesWhatHasRoomWhereItIs) {
  const std::vector<double> targets = {10, 50, 200, 355};
  EXPECT_THAT(spread_on_circle(targets, std::vector<double>(4, 15.0), std::vector<double>(4, 1.0)),
              Pointwise(DoubleNear(1e-9), targets));
}

TEST(SpreadOnCircle, PushesTwoApartEvenly) {
  EXPECT_THAT(
      spread_on_circle(std::vector{100.0, 102.0}, std::vector{6.0, 6.0}, std::vector{1.0, 1.0}),
      ElementsAre(DoubleNear(98, 1e-9), DoubleNear(104, 1e-9)));
}

TEST(SpreadOnCircle, PushesApartAcrossTheBeginningOfTheCircle) {
  EXPECT_THAT(
      spread_on_circle(std::vector{1.0, 359.0}, std::vector{6.0, 6.0}, std::vector{1.0, 1.0}),
      ElementsAre(DoubleNear(3, 1e-9), DoubleNear(357, 1e-9)));
}

TEST(SpreadOnCircle, FindsTheLeastDisplacementThatKeepsOrderAndGaps) {
  std::mt19937 random(42);
  const auto uniform = [&random] { return static_cast<double>(random()) / 4294967296.0; };
  for (int round = 0; round < 200; ++round) {
    Problem problem;
    const std::size_t count = 2 + random() % 12;
    const double width = round % 2 == 0 ? 40 : 360;
    const double start = 360 - width;
    for (std::size_t i = 0; i < count; ++i) {
      problem.targets.push_back(start * uniform() + width * uniform());
      problem.gaps.push_back(1 + 20 * uniform());
      problem.weights.push_back(uniform() < 0.2 ? 50 : 1);
    }
    std::sort(problem.targets.begin(), problem.targets.end());
    const auto places = spread_on_circle(problem.targets, problem.gaps, problem.weights);
    ASSERT_TRUE(keeps_gaps(problem, places)) << "round " << round;
    ASSERT_FALSE(can_be_improved(problem, places)) << "round " << round;
  }
}

TEST(SpreadOnCircle, SharesTheCircleWhenTheGapsAreTooMuchForIt) {
  const auto places = spread_on_circle(std::vector{0.0, 1.0, 2.0}, std::vector{200.0, 200.0, 200.0},
                                       std::vector{1.0, 1.0, 1.0});
  EXPECT_NEAR(places[1] - places[0], 120, 1e-6);
  EXPECT_NEAR(places[2] - places[1], 120, 1e-6);
}

}  // namespace
}  // namespace astronova::rendering
