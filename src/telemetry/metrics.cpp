#include "telemetry/metrics.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include <fmt/format.h>
#include <prometheus/text_serializer.h>

namespace astronova::telemetry {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

struct Samples::Families {
  ClientMetric& add(std::string_view name, std::string_view help, MetricType type, Labels labels) {
    auto& metric = family(name, help, type).metric.emplace_back();
    metric.label.reserve(labels.size());
    for (auto& [label, value] : labels)
      metric.label.push_back({std::move(label), std::move(value)});
    return metric;
  }

  std::vector<MetricFamily> all;

 private:
  MetricFamily& family(std::string_view name, std::string_view help, MetricType type) {
    // Those of one name mostly come one after the other.
    const auto found = std::ranges::find(all.rbegin(), all.rend(), name, &MetricFamily::name);
    if (found == all.rend())
      return all.emplace_back(MetricFamily{std::string(name), std::string(help), type, {}});
    if (found->type != type) throw std::logic_error(fmt::format("{} is two kinds of metric", name));
    return *found;
  }
};

Samples::Samples() : families_(std::make_unique<Families>()) {}
Samples::~Samples() = default;

void Samples::counter(std::string_view name, std::string_view help, Labels labels, double value) {
  families_->add(name, help, MetricType::Counter, std::move(labels)).counter.value = value;
}

void Samples::gauge(std::string_view name, std::string_view help, Labels labels, double value) {
  families_->add(name, help, MetricType::Gauge, std::move(labels)).gauge.value = value;
}

void Samples::histogram(std::string_view name, std::string_view help, Labels labels,
                        std::span<const double> bounds, std::span<const std::uint64_t> counts,
                        double sum) {
  if (counts.size() != bounds.size() + 1)
    throw std::logic_error(fmt::format("{} has other than one count more than bounds", name));
  auto& histogram = families_->add(name, help, MetricType::Histogram, std::move(labels)).histogram;
  histogram.bucket.reserve(counts.size());
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    so_far += counts[i];
    const bool is_last = i == bounds.size();
    histogram.bucket.push_back(
        {so_far, is_last ? std::numeric_limits<double>::infinity() : bounds[i]});
  }
  histogram.sample_count = so_far;
  histogram.sample_sum = sum;
}

std::string Samples::text() const {
  return prometheus::TextSerializer().Serialize(families_->all);
}

void Metrics::add_source(Source source) {
  const std::lock_guard lock(mutex_);
  sources_.push_back(std::move(source));
}

std::string Metrics::text() const {
  Samples samples;
  const std::lock_guard lock(mutex_);
  for (const auto& source : sources_)
    source(samples);
  return samples.text();
}

}  // namespace astronova::telemetry
