#include "release/figures/metrics_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

namespace astronova::release {
namespace {

constexpr std::string_view metric = "astronova_http_request_duration_seconds";
// Whoever asks these looks after the server; what people get is judged.
constexpr std::array<std::string_view, 4> probes{"/livez", "/readyz", "/metrics",
                                                 "/api/v1/misc/health"};

struct Sample {
  std::string_view name{};
  std::string_view route{}, status{}, bound{};
  double value = 0;
};

std::optional<double> number_in(std::string_view text) {
  if (text == "+Inf") return std::numeric_limits<double>::infinity();
  if (text == "-Inf") return -std::numeric_limits<double>::infinity();
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Where the value of a label ends: at a quote that no backslash is before.
std::size_t end_of_value(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at;
    }
  }
  return std::string_view::npos;
}

// Takes {name="value",…} off the front. None of the values that matter has an escape.
bool take_labels(std::string_view& text, Sample& sample) {
  text.remove_prefix(1);
  while (!text.starts_with('}')) {
    const auto equals = text.find("=\"");
    if (equals == std::string_view::npos) return false;
    const auto name = text.substr(0, equals);
    text.remove_prefix(equals + 2);
    const auto end = end_of_value(text);
    if (end == std::string_view::npos) return false;
    const auto value = text.substr(0, end);
    if (name == "route") sample.route = value;
    if (name == "status") sample.status = value;
    if (name == "le") sample.bound = value;
    text.remove_prefix(end + 1);
    if (text.starts_with(',')) text.remove_prefix(1);
  }
  text.remove_prefix(1);
  return true;
}

std::optional<Sample> read_sample(std::string_view line) {
  Sample sample;
  const auto end = line.find_first_of("{ ");
  if (end == std::string_view::npos) return std::nullopt;
  sample.name = line.substr(0, end);
  line.remove_prefix(end);
  if (line.starts_with('{') && !take_labels(line, sample)) return std::nullopt;
  if (!line.starts_with(' ')) return std::nullopt;
  line.remove_prefix(1);
  // A time may stand behind the value.
  const auto value = number_in(line.substr(0, line.find(' ')));
  if (!value) return std::nullopt;
  sample.value = *value;
  return sample;
}

bool add(const Sample& sample, RequestCounts& counts) {
  if (sample.name == "process_start_time_seconds") counts.started_at = sample.value;
  if (!sample.name.starts_with(metric) || std::ranges::find(probes, sample.route) != probes.end())
    return true;
  const auto part = sample.name.substr(metric.size());
  if (part == "_count") {
    counts.requests += sample.value;
    if (sample.status.starts_with('5')) counts.failures += sample.value;
  }
  if (part == "_bucket") {
    const auto bound = number_in(sample.bound);
    if (!bound) return false;
    counts.buckets[*bound] += sample.value;
  }
  return true;
}

}  // namespace

Result<RequestCounts> read_request_counts(std::string_view text) {
  RequestCounts counts;
  bool is_told_of = false;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    // A server that was asked nothing yet has the metric's type alone.
    if (line.starts_with('#')) {
      is_told_of = is_told_of || line.find(metric) != std::string_view::npos;
      continue;
    }
    if (line.empty()) continue;
    const auto sample = read_sample(line);
    if (!sample || !add(*sample, counts)) {
      return Error{ErrorCode::malformed,
                   "a line is not in Prometheus's text format: " + std::string(line.substr(0, 100)),
                   {}};
    }
    is_told_of = is_told_of || sample->name.starts_with(metric);
  }
  if (!is_told_of)
    return Error{ErrorCode::malformed, "there is no " + std::string(metric) + " in it", {}};
  return counts;
}

Result<Figures> difference(const RequestCounts& before, const RequestCounts& after) {
  if (after.started_at != before.started_at || after.requests < before.requests)
    return Error{ErrorCode::conflict, "it was started again since the step began", {}};
  auto buckets = after.buckets;
  for (const auto& [bound, count] : before.buckets)
    buckets[bound] -= count;
  Figures figures;
  figures.requests = static_cast<std::uint64_t>(std::llround(after.requests - before.requests));
  figures.failures =
      static_cast<std::uint64_t>(std::llround(std::max(0.0, after.failures - before.failures)));
  figures.p99 = std::chrono::duration<double>(histogram_quantile(0.99, buckets));
  return figures;
}

double histogram_quantile(double quantile, const std::map<double, double>& buckets) {
  if (buckets.empty() || !(buckets.rbegin()->second > 0)) return 0;
  const double rank = quantile * buckets.rbegin()->second;
  double lower_bound = 0;
  double below = 0;
  for (const auto& [bound, count] : buckets) {
    if (count >= rank) {
      if (std::isinf(bound)) return lower_bound;
      return lower_bound + (bound - lower_bound) * (rank - below) / (count - below);
    }
    lower_bound = bound;
    below = count;
  }
  return lower_bound;
}

}  // namespace astronova::release
