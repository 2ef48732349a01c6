// compatibility_figures [PAIRS]: what docs/astrology/compatibility.md says of random pairs, so that
// it can be made again: each part's raw sum, to calibrate by, and how the scores are spread.

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "sky/swiss/swiss_ephemeris.h"
#include "tests/support/random_births.h"

namespace {

using namespace astronova;
using astrology::match_part_count;
using astrology::MatchPart;
using testing::RandomBirths;

struct Spread {
  std::vector<double> values{};

  double mean() const {
    double sum = 0;
    for (const double value : values)
      sum += value;
    return sum / static_cast<double>(values.size());
  }
  double deviation() const {
    const double middle = mean();
    double sum = 0;
    for (const double value : values)
      sum += (value - middle) * (value - middle);
    return std::sqrt(sum / static_cast<double>(values.size()));
  }
  std::array<int, 10> tenths() const {
    std::array<int, 10> counts{};
    for (const double value : values)
      ++counts.at(static_cast<std::size_t>(value / 10));
    return counts;
  }
};

void print_row(const char* name, const Spread& spread) {
  std::printf("%-10s %6.2f %6.2f ", name, spread.mean(), spread.deviation());
  for (const int count : spread.tenths())
    std::printf("%6d", count);
  std::printf("\n");
}

void print_scores(
    const char* title,
    const std::vector<std::pair<astrology::MatchPoints, astrology::MatchPoints>>& pairs) {
  std::array<Spread, match_part_count> parts;
  Spread overall;
  double aspects = 0;
  for (const auto& [first, second] : pairs) {
    astrology::Compatibility score;
    score_compatibility(first, second, score);
    for (std::size_t part = 0; part < match_part_count; ++part)
      parts.at(part).values.push_back(score.part(static_cast<MatchPart>(part)));
    overall.values.push_back(score.overall());
    aspects += static_cast<double>(score.aspects.size());
  }
  std::printf("\n%s: %.1f aspects a pair\n             mean    dev.  of each tenth\n", title,
              aspects / static_cast<double>(pairs.size()));
  for (std::size_t part = 0; part < match_part_count; ++part)
    print_row(name_of(static_cast<MatchPart>(part)).data(), parts.at(part));
  print_row("overall", overall);
}

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const auto ephemeris = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  if (!ephemeris || count < 1) return 1;
  RandomBirths births(20261129);
  std::vector<std::pair<astrology::MatchPoints, astrology::MatchPoints>> pairs;
  for (int i = 0; i < count; ++i) {
    const auto first = match_points_of(**ephemeris, births.next());
    pairs.emplace_back(first, match_points_of(**ephemeris, births.next()));
  }
  std::printf("%d pairs\nraw          mean    dev.\n", count);
  for (std::size_t part = 0; part < match_part_count; ++part) {
    Spread raw;
    for (const auto& [first, second] : pairs) {
      raw.values.push_back(static_cast<double>(raw_compatibility(first, second).at(part)) / 1e6);
    }
    std::printf("%-10s %7.4f %7.4f\n", name_of(static_cast<MatchPart>(part)).data(), raw.mean(),
                raw.deviation());
  }
  print_scores("both times known", pairs);
  for (auto& [first, second] : pairs) {
    first = testing::without_time(first);
    second = testing::without_time(second);
  }
  print_scores("no time known", pairs);
  return 0;
}
