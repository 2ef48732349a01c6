#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/angle.h"
#include "sky/table/kernel.h"
#include "sky/table/table_format.h"
#include "tests/support/samples.h"

namespace astronova::sky::table {
namespace {

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

double degrees(double radians) {
  return radians * 180 / std::numbers::pi;
}

// Parts of random coefficients, as a file has them: each smaller than the one before.
class RandomParts {
 public:
  RandomParts(std::size_t coordinates, std::size_t count, std::array<double, 3> scale)
      : coordinates_(coordinates), bytes_(count * part_bytes(coordinates)) {
    std::byte* place = bytes_.data();
    const auto append = [&place](auto number) {
      std::memcpy(place, &number, sizeof number);
      place += sizeof number;
    };
    std::uniform_real_distribution<double> any(-1, 1);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t k = 0; k < terms; ++k) {
        for (std::size_t c = 0; c < coordinates; ++c) {
          const double term = scale[c] * any(random_) * std::pow(0.3, static_cast<double>(k));
          k < precise_terms ? append(term) : append(static_cast<float>(term));
        }
      }
    }
  }

  Point random_point() {
    std::uniform_real_distribution<double> x(-1, 1);
    std::uniform_real_distribution<double> per_day(0.05, 5);
    const auto part = random_() % (bytes_.size() / part_bytes(coordinates_));
    return {bytes_.data() + part * part_bytes(coordinates_), x(random_), per_day(random_)};
  }

  // A coordinate and its speed, by Clenshaw's recurrence.
  Motion motion(const Point& point, std::size_t c) const {
    double b1 = 0, b2 = 0, d1 = 0, d2 = 0;
    for (std::size_t k = terms - 1; k > 0; --k) {
      const double b = 2 * point.x * b1 - b2 + coefficient(point.part, k, c);
      const double d = 2 * point.x * d1 - d2 + 2 * b1;
      b2 = b1;
      b1 = b;
      d2 = d1;
      d1 = d;
    }
    return {point.x * b1 - b2 + coefficient(point.part, 0, c),
            (point.x * d1 - d2 + b1) * point.per_day};
  }

 private:
  double coefficient(const std::byte* part, std::size_t k, std::size_t c) const {
    const std::byte* const floats = part + precise_terms * coordinates_ * sizeof(double);
    double precise = 0;
    float rest = 0;
    if (k < precise_terms) {
      std::memcpy(&precise, part + (k * coordinates_ + c) * sizeof precise, sizeof precise);
      return precise;
    }
    std::memcpy(&rest, floats + ((k - precise_terms) * coordinates_ + c) * sizeof rest,
                sizeof rest);
    return static_cast<double>(rest);
  }

  std::mt19937_64 random_{11};
  std::size_t coordinates_;
  std::vector<std::byte> bytes_;
};

Orientation random_orientation(std::mt19937_64& random) {
  std::uniform_real_distribution<double> nutation(-0.005, 0.005);
  std::uniform_real_distribution<double> obliquity(22, 25);
  Orientation orientation;
  orientation.nutation = {nutation(random), nutation(random)};
  orientation.origin = random() % 2 == 0 ? orientation.nutation : Motion{-24, -4e-5};
  orientation.obliquity = obliquity(random);
  orientation.sin_obliquity = std::sin(radians(orientation.obliquity));
  orientation.cos_obliquity = std::cos(radians(orientation.obliquity));
  return orientation;
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

// Longitudes of any turn, latitudes up to the poles.
constexpr std::array<double, 3> wide{400, 60, 30};

TEST(Kernels, AllThatTheProcessorHasGiveTheSameBitsAtAMillionPoints) {
  constexpr std::size_t at_once = 1000;
  RandomParts one(1, 200, wide);
  RandomParts two(2, 200, {0.005, 23, 0});
  RandomParts three(3, 1000, wide);
  std::mt19937_64 random(12);
  for (int round = 0; round < astronova::samples(1000); ++round) {
    std::vector<Point> of_one, of_two, of_three;
    std::vector<Orientation> orientations;
    // Counts that fill no register, too.
    const std::size_t count = at_once - static_cast<std::size_t>(round % 16);
    for (std::size_t i = 0; i < count; ++i) {
      of_one.push_back(one.random_point());
      of_two.push_back(two.random_point());
      of_three.push_back(three.random_point());
      orientations.push_back(random_orientation(random));
    }
    std::vector<Motion> motions;
    std::vector<Orientation> oriented;
    std::vector<BodyState> shared, single;
    for (const auto& kernel : kernels()) {
      std::vector<Motion> its_motions(count);
      std::vector<Orientation> its_oriented(count);
      std::vector<BodyState> its_shared(count), its_single(2 * count);
      kernel.motions(of_one.data(), count, its_motions.data());
      kernel.orientations(of_two.data(), count, its_oriented.data());
      kernel.states(of_three.data(), count, orientations.data(), 0, its_shared.data(), 1);
      kernel.states(of_three.data(), count, orientations.data(), 1, its_single.data(), 2);
      if (&kernel == kernels().data()) {
        motions = its_motions;
        oriented = its_oriented;
        shared = its_shared;
        single = its_single;
      }
      ASSERT_TRUE(same_bits(motions, its_motions)) << kernel.name;
      ASSERT_TRUE(same_bits(oriented, its_oriented)) << kernel.name;
      ASSERT_TRUE(same_bits(shared, its_shared)) << kernel.name;
      ASSERT_TRUE(same_bits(single, its_single)) << kernel.name;
    }
  }
}

TEST(Kernels, StatesAreThePolynomialsAndTheirPlacesOnTheEquator) {
  RandomParts parts(3, 1000, {400, 40, 30});
  std::mt19937_64 random(13);
  for (int i = 0; i < 100'000; ++i) {
    const Point point = parts.random_point();
    const Orientation orientation = random_orientation(random);
    BodyState state;
    kernels().back().states(&point, 1, &orientation, 1, &state, 1);
    const Motion longitude = parts.motion(point, 0);
    const Motion latitude = parts.motion(point, 1);
    ASSERT_GE(state.longitude, 0);
    ASSERT_LT(state.longitude, 360);
    ASSERT_NEAR(std::remainder(state.longitude - longitude.value - orientation.origin.value, 360.0),
                0, 1e-12);
    ASSERT_NEAR(state.longitude_speed, longitude.per_day + orientation.origin.per_day, 1e-10);
    ASSERT_NEAR(state.latitude, latitude.value, 1e-12);
    ASSERT_NEAR(state.latitude_speed, latitude.per_day, 1e-10);
    ASSERT_NEAR(state.distance, parts.motion(point, 2).value, 1e-12);
    const double l = radians(longitude.value + orientation.nutation.value);
    const double b = radians(latitude.value);
    const double e = radians(orientation.obliquity);
    const double x = std::cos(l) * std::cos(b);
    const double y = std::sin(l) * std::cos(b) * std::cos(e) - std::sin(b) * std::sin(e);
    const double z = std::sin(l) * std::cos(b) * std::sin(e) + std::sin(b) * std::cos(e);
    ASSERT_GE(state.right_ascension, 0);
    ASSERT_LT(state.right_ascension, 360);
    const double across = std::hypot(x, y);
    ASSERT_NEAR(std::remainder(state.right_ascension - degrees(std::atan2(y, x)), 360.0) * across,
                0, 2e-13);
    ASSERT_NEAR(state.declination, degrees(std::atan2(z, across)), 2e-13);
  }
}

TEST(Kernels, TheDirectionOfTheObliquityIsThatOfTheMathematicalLibrary) {
  RandomParts parts(2, 1000, {0.005, 180, 0});
  for (int i = 0; i < 100'000; ++i) {
    const Point point = parts.random_point();
    Orientation orientation;
    kernels().back().orientations(&point, 1, &orientation);
    const double obliquity = radians(orientation.obliquity);
    // Of the angle in radians, half a unit in the last place is lost before the library has it.
    ASSERT_NEAR(orientation.sin_obliquity, std::sin(obliquity), 1e-15);
    ASSERT_NEAR(orientation.cos_obliquity, std::cos(obliquity), 1e-15);
    ASSERT_EQ(orientation.origin.value, orientation.nutation.value);
  }
}

TEST(Kernels, AreInTheOrderOfTheirSpeedAndTheFirstIsScalar) {
  EXPECT_EQ(kernels().front().name, "scalar");
  EXPECT_GE(kernels().size(), 2U);
}

}  // namespace
}  // namespace astronova::sky::table
