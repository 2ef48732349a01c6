#include "clients/google_cloud/monitoring_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

#include "base/json_writer.h"

namespace astronova::clients::google_cloud {
namespace {

using Kind = MetricDescription::Kind;

std::string_view name_of(MetricDescription::Kind kind) {
  return kind == Kind::gauge ? "GAUGE" : "CUMULATIVE";
}

std::string_view name_of(MetricDescription::Type type) {
  switch (type) {
    case MetricDescription::Type::integer:
      return "INT64";
    case MetricDescription::Type::real:
      return "DOUBLE";
    case MetricDescription::Type::distribution:
      break;
  }
  return "DISTRIBUTION";
}

std::string type_of(const MetricDescription& metric) {
  return std::string(metric_prefix).append(metric.name);
}

// The shortest text that reads back as the same number.
void write_number(JsonWriter& json, double value) {
  std::array<char, 32> text{};
  const auto* const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  json.raw({text.data(), static_cast<std::size_t>(end - text.data())});
}

// google.api.Distribution. Mean and deviation of nothing are zero.
void write_distribution(JsonWriter& json, const SpreadOfValues& spread) {
  const auto count = std::accumulate(spread.counts.begin(), spread.counts.end(), std::uint64_t{0});
  const double mean = count == 0 ? 0 : spread.sum / static_cast<double>(count);
  // What is left of a difference of large numbers may be below zero by an ulp.
  const double squares = count == 0 ? 0 : std::max(0.0, spread.sum_of_squares - mean * spread.sum);
  json.begin_object().member("count", std::string_view(std::to_string(count)));
  write_number(json.key("mean"), mean);
  write_number(json.key("sumOfSquaredDeviation"), squares);
  json.key("bucketOptions").begin_object().key("explicitBuckets").begin_object();
  json.key("bounds").begin_array();
  for (const double bound : spread.bounds)
    write_number(json, bound);
  json.end_array().end_object().end_object();
  json.key("bucketCounts").begin_array();
  for (const auto of_bucket : spread.counts)
    json.string(std::to_string(of_bucket));
  json.end_array().end_object();
}

struct ValueWriter {
  JsonWriter& json;

  void operator()(std::int64_t value) const {
    json.member("int64Value", std::string_view(std::to_string(value)));
  }
  void operator()(double value) const { write_number(json.key("doubleValue"), value); }
  void operator()(const SpreadOfValues& spread) const {
    write_distribution(json.key("distributionValue"), spread);
  }
};

void write_resource(JsonWriter& json, const MonitoredTask& task) {
  json.key("resource").begin_object().member("type", "generic_task");
  json.key("labels").begin_object();
  json.member("project_id", std::string_view(task.project_id));
  json.member("location", std::string_view(task.location));
  json.member("namespace", std::string_view(task.name_space));
  json.member("job", std::string_view(task.job));
  json.member("task_id", std::string_view(task.task_id));
  json.end_object().end_object();
}

void write_metric(JsonWriter& json, const TimeSeries& series) {
  json.key("metric").begin_object().member("type", std::string_view(type_of(*series.metric)));
  json.key("labels").begin_object();
  if (!series.metric->label.empty()) json.key(series.metric->label).string(series.label);
  json.end_object().end_object();
}

void write_point(JsonWriter& json, const TimeSeries& series, Instant began, Instant now) {
  json.key("points").begin_array().begin_object().key("interval").begin_object();
  if (series.metric->kind == Kind::cumulative)
    json.member("startTime", std::string_view(format_rfc3339(began)));
  json.member("endTime", std::string_view(format_rfc3339(now))).end_object();
  json.key("value").begin_object();
  std::visit(ValueWriter{json}, series.value);
  json.end_object().end_object().end_array();
}

}  // namespace

std::string metric_descriptor(const MetricDescription& metric) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().member("type", std::string_view(type_of(metric)));
  json.member("metricKind", name_of(metric.kind)).member("valueType", name_of(metric.type));
  json.member("unit", metric.unit).member("description", metric.description);
  json.member("displayName", metric.name).key("labels").begin_array();
  if (!metric.label.empty()) {
    json.begin_object().member("key", metric.label).member("valueType", "STRING");
    json.member("description", metric.label_description).end_object();
  }
  json.end_array().end_object();
  return text;
}

std::string time_series_request(const MonitoredTask& task, std::span<const TimeSeries> series,
                                Instant began, Instant now) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("timeSeries").begin_array();
  for (const auto& one : series) {
    json.begin_object();
    write_metric(json, one);
    write_resource(json, task);
    json.member("metricKind", name_of(one.metric->kind));
    json.member("valueType", name_of(one.metric->type));
    write_point(json, one, began, now);
    json.end_object();
  }
  json.end_array().end_object();
  return text;
}

}  // namespace astronova::clients::google_cloud
