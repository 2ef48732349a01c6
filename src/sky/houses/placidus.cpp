#include "sky/houses/placidus.h"

#include <optional>

// A point of the ecliptic with right ascension a has the ascensional difference
//   d = asin(k sin a),  k = tan(latitude) tan(obliquity),
// and half arcs of 90 + d above and 90 - d below the horizon. A third or two thirds of them from
// the meridian are the conditions
//   cusp 11: a = armc + 30 + d/3       cusp 12: a = armc + 60 + 2d/3
//   cusp  3: a = armc + 150 + d/3      cusp  2: a = armc + 120 + 2d/3.
// For v = d/3 and b = armc + 30 and so on, they are sin 3v = k sin(b + v) and sin 3v = k sin(b +
// 2v). Both are algebraic in t = tan v, so no iteration needs a sine or an arc sine. |d| < 90
// confines t to |t| < tan 30; there is one solution in it when |k| < 1, since the derivative of d
// by a does not exceed |k|.
namespace astronova::sky {
namespace {

constexpr double tangent_max = 1 / std::numbers::sqrt3;
// Newton's iteration squares it: 1e-16, and 1e-12 still where k = 0.9999.
constexpr double step_max = 1e-8;
constexpr int iterations_max = 60;

struct Value {
  double value;
  double slope;
};

// sin 3v - k sin(b + v), over cos^3 v.
struct OneThird {
  double k_sine;
  double k_cosine;

  OneThird(double k, Direction b) : k_sine(k * b.sine), k_cosine(k * b.cosine) {}

  double start() const { return k_sine / (3 - k_cosine); }

  Value at(double t) const {
    const double square = t * t;
    const double turned = k_sine + k_cosine * t;
    return {t * (3 - square) - turned * (1 + square),
            3 - 3 * square - k_cosine * (1 + square) - 2 * t * turned};
  }
};

// sin 3v - k sin(b + 2v), over cos^3 v.
struct TwoThirds {
  double k_sine;
  double k_cosine;

  TwoThirds(double k, Direction b) : k_sine(k * b.sine), k_cosine(k * b.cosine) {}

  double start() const { return k_sine / (3 - 2 * k_cosine); }

  Value at(double t) const {
    const double square = t * t;
    const double secant = std::sqrt(1 + square);
    const double turned = k_sine * (1 - square) + 2 * k_cosine * t;
    return {t * (3 - square) - turned * secant,
            3 - 3 * square - 2 * (k_cosine - k_sine * t) * secant - turned * t / secant};
  }
};

// Newton's iteration, kept between bounds of which the lower has a negative value and the upper a
// positive one.
template <class Condition>
std::optional<double> solve(const Condition& condition) {
  double low = -tangent_max;
  double high = tangent_max;
  double t = condition.start();
  for (int i = 0; i < iterations_max; ++i) {
    const auto [value, slope] = condition.at(t);
    high = value > 0 ? t : high;
    low = value > 0 ? low : t;
    double next = t - value / slope;
    if (!(next >= low && next <= high)) next = (low + high) / 2;
    if (std::abs(next - t) < step_max) return next;
    t = next;
  }
  return std::nullopt;
}

// The directions of v and 2v, not of length one.
Direction once(double t) {
  return {t, 1};
}
Direction twice(double t) {
  return {2 * t, 1 - t * t};
}

}  // namespace

std::optional<IntermediateCusps> placidus_cusps(const LocalSphere& sphere) {
  const double k = sphere.latitude.sine / sphere.latitude.cosine *
                   (sphere.obliquity.sine / sphere.obliquity.cosine);
  const Direction eleventh = sphere.armc + thirty;
  const Direction twelfth = sphere.armc + sixty;
  const Direction second = sphere.armc + hundred_and_twenty;
  const Direction third = sphere.armc + hundred_and_fifty;
  const auto v11 = solve(OneThird{k, eleventh});
  const auto v12 = solve(TwoThirds{k, twelfth});
  const auto v2 = solve(TwoThirds{k, second});
  const auto v3 = solve(OneThird{k, third});
  if (!v11 || !v12 || !v2 || !v3) return std::nullopt;
  return IntermediateCusps{
      sphere.longitude_at(eleventh + once(*v11)), sphere.longitude_at(twelfth + twice(*v12)),
      sphere.longitude_at(second + twice(*v2)), sphere.longitude_at(third + once(*v3))};
}

}  // namespace astronova::sky
