#pragma once

#include "sky/table/kernel.h"
#include "sky/table/lanes.h"
#include "sky/table/table_format.h"

// The kernels' one source: `lanes` points at a time, Four coordinates of a point at a time.
// Anonymous as lanes.h is, and for the same reason.
namespace astronova::sky::table {
namespace {

using Four = LanesOf<4>::Numbers;
using FourFloats [[gnu::vector_size(4 * sizeof(float))]] = float;

// Chebyshev's polynomials at the points of a group, and their derivatives by the day.
template <class Numbers>
struct Basis {
  Numbers values[terms];
  Numbers per_day[terms];
};

template <class Numbers>
Basis<Numbers> basis_at(Numbers x, Numbers x_per_day) {
  Basis<Numbers> basis;  // NOLINT(cppcoreguidelines-pro-type-member-init): all of it is set below
  const Numbers twice = x + x;
  basis.values[0] = Numbers{} + 1.0;
  basis.values[1] = x;
  basis.per_day[0] = Numbers{};
  basis.per_day[1] = x_per_day;
  // T_k' = k U_(k-1), Chebyshev's polynomial of the second kind.
  Numbers second = x_per_day * twice;
  Numbers before = x_per_day;
  for (std::size_t k = 2; k < terms; ++k) {
    basis.values[k] = twice * basis.values[k - 1] - basis.values[k - 2];
    basis.per_day[k] = second * static_cast<double>(k);
    const Numbers next = twice * second - before;
    before = second;
    second = next;
  }
  return basis;
}

// The points of a group; where there are fewer, the first again.
template <class Numbers>
Basis<Numbers> basis_of(const Point* points, std::size_t used) {
  Numbers x;
  Numbers per_day;
  for (std::size_t i = 0; i < sizeof(Numbers) / sizeof(double); ++i) {
    const Point& point = points[i < used ? i : 0];
    x[i] = point.x;
    per_day[i] = point.per_day;
  }
  return basis_at(x, per_day);
}

template <class T>
T read(const std::byte* place) {
  T value;
  __builtin_memcpy(&value, place, sizeof value);
  return value;
}

// Coefficient k of coordinate c.
template <std::size_t Coordinates>
double coefficient(const std::byte* part, std::size_t k, std::size_t c) {
  if (k < precise_terms) return read<double>(part + (k * Coordinates + c) * sizeof(double));
  const std::byte* const rest = part + precise_terms * Coordinates * sizeof(double);
  return static_cast<double>(
      read<float>(rest + ((k - precise_terms) * Coordinates + c) * sizeof(float)));
}

// Coefficients k of three coordinates; in the fourth place lies what follows them, but nothing
// follows the last ones.
inline Four coefficients(const std::byte* part, std::size_t k) {
  if (k < precise_terms) return read<Four>(part + k * 3 * sizeof(double));
  const std::byte* const rest = part + precise_terms * 3 * sizeof(double);
  const std::size_t first = (k - precise_terms) * 3;
  if (k < terms - 1) {
    return __builtin_convertvector(read<FourFloats>(rest + first * sizeof(float)), Four);
  }
  const auto last = read<FourFloats>(rest + (first - 1) * sizeof(float));
  return __builtin_convertvector(FourFloats{last[1], last[2], last[3], 0}, Four);
}

// The sum begins with the smallest.
template <std::size_t Coordinates, class Numbers>
Motion motion_of(const std::byte* part, const Basis<Numbers>& basis, std::size_t lane,
                 std::size_t coordinate) {
  Motion motion;
  for (std::size_t k = terms; k-- > 0;) {
    const double term = coefficient<Coordinates>(part, k, coordinate);
    motion.value += term * basis.values[k][lane];
    motion.per_day += term * basis.per_day[k][lane];
  }
  return motion;
}

// Longitude, latitude and distance lie together in a BodyState, and so do their speeds.
inline void write_motions(const std::byte* part, const double* values, const double* per_day,
                          std::size_t lanes, BodyState& state) {
  Four value{};
  Four speed{};
  for (std::size_t k = terms; k-- > 0;) {
    const Four term = coefficients(part, k);
    value += term * values[k * lanes];
    speed += term * per_day[k * lanes];
  }
  state.longitude = value[0];
  state.latitude = value[1];
  state.distance = value[2];
  state.longitude_speed = speed[0];
  state.latitude_speed = speed[1];
  state.distance_speed = speed[2];
}

template <std::size_t Lanes>
struct Program {
  using Numbers = typename LanesOf<Lanes>::Numbers;
  using Bits = typename LanesOf<Lanes>::Bits;
  using OnSphere = Sphere<Numbers, Bits>;

  static std::size_t used(std::size_t first, std::size_t count) {
    return count - first < Lanes ? count - first : Lanes;
  }

  static void motions(const Point* points, std::size_t count, Motion* motions) {
    for (std::size_t first = 0; first < count; first += Lanes) {
      const auto basis = basis_of<Numbers>(points + first, used(first, count));
      for (std::size_t i = 0; i < used(first, count); ++i)
        motions[first + i] = motion_of<1>(points[first + i].part, basis, i, 0);
    }
  }

  static void orientations(const Point* points, std::size_t count, Orientation* orientations) {
    for (std::size_t first = 0; first < count; first += Lanes) {
      const auto basis = basis_of<Numbers>(points + first, used(first, count));
      Numbers obliquity{};
      for (std::size_t i = 0; i < used(first, count); ++i) {
        const std::byte* const part = points[first + i].part;
        const Motion nutation = motion_of<2>(part, basis, i, 0);
        orientations[first + i].nutation = nutation;
        orientations[first + i].origin = nutation;
        obliquity[i] = motion_of<2>(part, basis, i, 1).value;
      }
      const auto direction = OnSphere::direction_of(obliquity);
      for (std::size_t i = 0; i < used(first, count); ++i) {
        auto& orientation = orientations[first + i];
        orientation.obliquity = obliquity[i];
        orientation.sin_obliquity = direction.sine[i];
        orientation.cos_obliquity = direction.cosine[i];
      }
    }
  }

  // One for all the lanes, or one a lane; where there are fewer, the first again.
  struct Orientations {
    const Orientation* first;
    std::size_t step;
    std::size_t used;

    template <class Member>
    Numbers operator()(Member member) const {
      if (step == 0) return OnSphere::all(member(*first));
      Numbers numbers;
      for (std::size_t i = 0; i < Lanes; ++i)
        numbers[i] = member(first[i < used ? i : 0]);
      return numbers;
    }
  };

  // From mean to true equinox, to the zodiac that is asked for, and to the equator.
  static void orient(const Orientations& at, BodyState* states, std::size_t stride) {
    Numbers longitude{};
    Numbers latitude{};
    for (std::size_t i = 0; i < Lanes; ++i) {
      const BodyState& state = states[(i < at.used ? i : 0) * stride];
      longitude[i] = state.longitude;
      latitude[i] = state.latitude;
    }
    const Numbers origin = at([](const Orientation& o) { return o.origin.value; });
    const Numbers nutation = at([](const Orientation& o) { return o.nutation.value; });
    const Numbers shown = OnSphere::into_circle(longitude + origin);
    const auto along = OnSphere::direction_of(longitude + nutation);
    const auto across = OnSphere::direction_of(latitude);
    const Numbers sine = at([](const Orientation& o) { return o.sin_obliquity; });
    const Numbers cosine = at([](const Orientation& o) { return o.cos_obliquity; });
    const Numbers x = along.cosine * across.cosine;
    const Numbers above = along.sine * across.cosine;
    const Numbers y = above * cosine - across.sine * sine;
    const Numbers z = above * sine + across.sine * cosine;
    const Numbers right_ascension = OnSphere::degrees_of(y, x);
    const Numbers declination = OnSphere::signed_degrees_of(z, OnSphere::root(x * x + y * y));
    for (std::size_t i = 0; i < at.used; ++i) {
      BodyState& state = states[i * stride];
      const Orientation& o = at.first[i * at.step];
      state.longitude = shown[i];
      state.longitude_speed += o.origin.per_day;
      state.right_ascension = right_ascension[i];
      state.declination = declination[i];
    }
  }

  static void states(const Point* points, std::size_t count, const Orientation* orientations,
                     std::size_t step, BodyState* states, std::size_t stride) {
    for (std::size_t first = 0; first < count; first += Lanes) {
      const std::size_t used_lanes = used(first, count);
      const auto basis = basis_of<Numbers>(points + first, used_lanes);
      const auto* const values = reinterpret_cast<const double*>(&basis.values);
      const auto* const per_day = reinterpret_cast<const double*>(&basis.per_day);
      BodyState* const here = states + first * stride;
      for (std::size_t i = 0; i < used_lanes; ++i)
        write_motions(points[first + i].part, values + i, per_day + i, Lanes, here[i * stride]);
      orient({orientations + first * step, step, used_lanes}, here, stride);
    }
  }
};

template <std::size_t Lanes>
constexpr Kernel kernel_named(const char* name) {
  return {name, &Program<Lanes>::motions, &Program<Lanes>::orientations, &Program<Lanes>::states};
}

}  // namespace
}  // namespace astronova::sky::table
