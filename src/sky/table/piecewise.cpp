#include "sky/table/piecewise.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace astronova::sky::table {
namespace {

constexpr std::size_t points = 2 * terms;

using Function = std::function<Result<Values>(double)>;

// Halving must lessen what is missed to this, or it is not worth its bytes.
constexpr double worthwhile = 0.5;

// cos(k (j + 1/2) pi / points): the Chebyshev polynomials at the points of the fit.
const std::array<std::array<double, points>, terms>& polynomials() {
  static const auto table = [] {
    std::array<std::array<double, points>, terms> t{};
    for (std::size_t k = 0; k < terms; ++k) {
      for (std::size_t j = 0; j < points; ++j) {
        t.at(k).at(j) = std::cos(static_cast<double>(k) * (static_cast<double>(j) + 0.5) *
                                 std::numbers::pi / points);
      }
    }
    return t;
  }();
  return table;
}

struct Part {
  double begin = 0;
  double length = 0;
  std::uint32_t depth = 0;
  std::array<Values, terms> coefficients{};
  Values missed{};  // by at most so much at the points of the fit
};

class Fitter {
 public:
  Fitter(const FitSettings& settings, const Function& value) : settings_(settings), value_(value) {}

  Result<FittedSeries> run() {
    auto& series = fitted_.series;
    series.what = settings_.what;
    series.coordinates = static_cast<std::uint32_t>(settings_.coordinates);
    series.first_day = settings_.first_day;
    series.piece_days = settings_.piece_days;
    series.pieces = settings_.pieces;
    fitted_.index.reserve(settings_.pieces);
    for (std::uint64_t piece = 0; piece < settings_.pieces; ++piece) {
      leaves_.clear();
      const double begin = settings_.first_day + static_cast<double>(piece) * settings_.piece_days;
      const auto whole = fit(begin, settings_.piece_days, 0);
      if (!whole) return whole.error();
      if (auto done = divide(*whole); !done) return done.error();
      append_piece();
    }
    series.slot_count = fitted_.slots.size();
    series.part_count = fitted_.parts.size() / part_size(settings_.coordinates);
    return std::move(fitted_);
  }

 private:
  Result<Part> fit(double begin, double length, std::uint32_t depth) const {
    std::array<Values, points> samples{};
    for (std::size_t j = 0; j < points; ++j) {
      const double x = polynomials()[1].at(j);
      const auto values = value_(begin + length * (x + 1) / 2);
      if (!values) return values.error();
      samples.at(j) = *values;
      if (settings_.first_is_angle) unwrap(samples.at(j)[0], samples[0][0]);
    }
    Part part{begin, length, depth, {}, {}};
    for (std::size_t c = 0; c < settings_.coordinates; ++c)
      fit_coordinate(samples, c, part);
    return part;
  }

  static void unwrap(double& angle, double near) {
    angle -= 360 * std::round((angle - near) / 360);
  }

  static void fit_coordinate(const std::array<Values, points>& samples, std::size_t c, Part& part) {
    const auto& t = polynomials();
    for (std::size_t k = 0; k < terms; ++k) {
      double sum = 0;
      for (std::size_t j = 0; j < points; ++j)
        sum += samples[j][c] * t[k][j];
      part.coefficients[k][c] = sum * (k == 0 ? 1.0 : 2.0) / points;
    }
    for (std::size_t j = 0; j < points; ++j) {
      double value = 0;
      for (std::size_t k = 0; k < terms; ++k)
        value += part.coefficients[k][c] * t[k][j];
      part.missed[c] = std::max(part.missed[c], std::abs(value - samples[j][c]));
    }
  }

  // By how much a part misses, in tolerances.
  double missed(const Part& part) const {
    double most = 0;
    for (std::size_t c = 0; c < settings_.coordinates; ++c) {
      most = std::max(most, part.missed[c] / settings_.tolerance[c]);
    }
    return most;
  }

  Result<void> divide(const Part& part) {
    if (missed(part) <= 1 || part.depth == settings_.halvings_max) {
      leaves_.push_back(part);
      return {};
    }
    const double half = part.length / 2;
    const auto left = fit(part.begin, half, part.depth + 1);
    if (!left) return left.error();
    const auto right = fit(part.begin + half, half, part.depth + 1);
    if (!right) return right.error();
    // One half may hold all of what is missed, and the other be the better for it.
    if (std::max(missed(*left), missed(*right)) > worthwhile * missed(part) &&
        std::min(missed(*left), missed(*right)) > worthwhile * missed(part)) {
      leaves_.push_back(part);
      return {};
    }
    if (auto done = divide(*left); !done) return done;
    return divide(*right);
  }

  void append_piece() {
    std::uint32_t halvings = 0;
    for (const auto& leaf : leaves_)
      halvings = std::max(halvings, leaf.depth);
    const auto part_count = [&] {
      return static_cast<std::uint32_t>(fitted_.parts.size() / part_size(settings_.coordinates));
    };
    const auto begins_at =
        halvings == 0 ? part_count() : static_cast<std::uint32_t>(fitted_.slots.size());
    fitted_.index.push_back(begins_at << halvings_bits | halvings);
    for (const auto& leaf : leaves_) {
      const std::size_t slots = std::size_t{1} << (halvings - leaf.depth);
      if (halvings > 0) fitted_.slots.insert(fitted_.slots.end(), slots, part_count());
      fitted_.parts.push_back(leaf.begin + leaf.length / 2);
      fitted_.parts.push_back(2 / leaf.length);
      for (const auto& term : leaf.coefficients) {
        fitted_.parts.insert(fitted_.parts.end(), term.begin(),
                             term.begin() + static_cast<std::ptrdiff_t>(settings_.coordinates));
      }
    }
  }

  const FitSettings& settings_;
  const Function& value_;
  FittedSeries fitted_;
  std::vector<Part> leaves_;  // of the piece in hand, in the order of time
};

}  // namespace

Result<FittedSeries> fit_series(const FitSettings& settings, const Function& value) {
  return Fitter(settings, value).run();
}

}  // namespace astronova::sky::table
