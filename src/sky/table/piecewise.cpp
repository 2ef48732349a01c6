#include "sky/table/piecewise.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <span>

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
    series.part_count = fitted_.part_begins.size();
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
      const double coefficient = sum * (k == 0 ? 1.0 : 2.0) / points;
      part.coefficients[k][c] =
          k < precise_terms ? coefficient : static_cast<double>(static_cast<float>(coefficient));
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
    const auto too_long = is_too_long(part);
    if (!too_long) return too_long.error();
    if ((missed(part) <= 1 && !*too_long) || part.depth == settings_.halvings_max) {
      leaves_.push_back(part);
      return {};
    }
    const double half = part.length / 2;
    const auto left = fit(part.begin, half, part.depth + 1);
    if (!left) return left.error();
    const auto right = fit(part.begin + half, half, part.depth + 1);
    if (!right) return right.error();
    // One half may hold all of what is missed, and the other be the better for it.
    if (!*too_long && std::max(missed(*left), missed(*right)) > worthwhile * missed(part) &&
        std::min(missed(*left), missed(*right)) > worthwhile * missed(part)) {
      leaves_.push_back(part);
      return {};
    }
    if (auto done = divide(*left); !done) return done;
    return divide(*right);
  }

  Result<bool> is_too_long(const Part& part) const {
    if (!settings_.is_too_long) return false;
    return settings_.is_too_long(part.begin, part.begin + part.length);
  }

  void append_piece() {
    std::uint32_t halvings = 0;
    for (const auto& leaf : leaves_)
      halvings = std::max(halvings, leaf.depth);
    const auto begins_at =
        halvings == 0 ? part_count() : static_cast<std::uint32_t>(fitted_.slots.size());
    fitted_.index.push_back(begins_at << halvings_bits | halvings);
    for (const auto& leaf : leaves_) {
      const std::size_t slots = std::size_t{1} << (halvings - leaf.depth);
      const std::uint32_t entry = part_count() << halvings_bits | leaf.depth;
      if (halvings > 0) fitted_.slots.insert(fitted_.slots.end(), slots, entry);
      append_part(leaf);
    }
  }

  std::uint32_t part_count() const {
    return static_cast<std::uint32_t>(fitted_.part_begins.size());
  }

  void append_part(const Part& part) {
    fitted_.part_begins.push_back(part.begin);
    for (std::size_t k = 0; k < terms; ++k) {
      for (std::size_t c = 0; c < settings_.coordinates; ++c) {
        if (k < precise_terms) {
          append_number(part.coefficients[k][c]);
        } else {
          append_number(static_cast<float>(part.coefficients[k][c]));
        }
      }
    }
  }

  template <class T>
  void append_number(T number) {
    const auto bytes = std::bit_cast<std::array<std::byte, sizeof(T)>>(number);
    fitted_.parts.insert(fitted_.parts.end(), bytes.begin(), bytes.end());
  }

  const FitSettings& settings_;
  const Function& value_;
  FittedSeries fitted_;
  std::vector<Part> leaves_;  // of the piece in hand, in the order of time
};

// A part of one of many series.
struct PartOf {
  double begin;
  std::size_t series;
  std::size_t number;
};

std::vector<PartOf> in_order_of_time(const std::vector<FittedSeries>& series) {
  std::vector<PartOf> parts;
  for (std::size_t i = 0; i < series.size(); ++i) {
    for (std::size_t j = 0; j < series[i].part_begins.size(); ++j)
      parts.push_back({series[i].part_begins[j], i, j});
  }
  std::ranges::stable_sort(parts, {}, &PartOf::begin);
  return parts;
}

std::uint32_t placed(std::uint32_t entry, const std::vector<std::uint32_t>& places) {
  const std::uint32_t halvings = entry & ((1U << halvings_bits) - 1);
  return places[entry >> halvings_bits] << halvings_bits | halvings;
}

// Writes where the parts are, instead of their numbers, into the arrays that name them.
void place_parts(FittedSeries& one, const std::vector<std::uint32_t>& places) {
  for (auto& entry : one.index) {
    const bool names_a_part = (entry & ((1U << halvings_bits) - 1)) == 0;
    if (names_a_part) entry = placed(entry, places);
  }
  for (auto& entry : one.slots)
    entry = placed(entry, places);
}

std::uint64_t append(std::vector<std::byte>& bytes, const std::vector<std::uint32_t>& numbers) {
  const auto at = bytes.size();
  const auto added = std::as_bytes(std::span{numbers});
  bytes.insert(bytes.end(), added.begin(), added.end());
  return at;
}

void fill_unit(std::vector<std::byte>& bytes) {
  bytes.resize((bytes.size() + part_unit - 1) / part_unit * part_unit);
}

}  // namespace

void append_series(std::vector<FittedSeries>& series, std::vector<std::byte>& bytes) {
  std::size_t numbers = 0;
  for (const auto& one : series)
    numbers += one.index.size() + one.slots.size();
  std::size_t end = (bytes.size() + numbers * sizeof(std::uint32_t) + part_unit - 1) / part_unit;
  const auto order = in_order_of_time(series);
  std::vector<std::vector<std::uint32_t>> places(series.size());
  for (std::size_t i = 0; i < series.size(); ++i)
    places[i].resize(series[i].part_begins.size());
  for (const auto& part : order) {
    places[part.series][part.number] = static_cast<std::uint32_t>(end);
    end += series[part.series].series.coordinates;
  }
  for (std::size_t i = 0; i < series.size(); ++i) {
    place_parts(series[i], places[i]);
    series[i].series.index = append(bytes, series[i].index);
    series[i].series.slots = append(bytes, series[i].slots);
  }
  fill_unit(bytes);
  bytes.reserve(end * part_unit);
  for (const auto& part : order) {
    const auto size =
        static_cast<std::ptrdiff_t>(part_bytes(series[part.series].series.coordinates));
    const auto begin =
        series[part.series].parts.begin() + static_cast<std::ptrdiff_t>(part.number) * size;
    bytes.insert(bytes.end(), begin, begin + size);
  }
}

Result<FittedSeries> fit_series(const FitSettings& settings, const Function& value) {
  return Fitter(settings, value).run();
}

}  // namespace astronova::sky::table
