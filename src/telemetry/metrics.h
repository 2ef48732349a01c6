#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace astronova::telemetry {

using Labels = std::vector<std::pair<std::string, std::string>>;

/// What is measured at one moment, as Prometheus takes it: samples of one name are one metric, in
/// whatever order they are given. Values are in base units: seconds, bytes.
/// A name that is given as two kinds of metric is a bug of the caller's: std::logic_error.
class Samples {
 public:
  Samples();
  ~Samples();
  Samples(const Samples&) = delete;
  Samples& operator=(const Samples&) = delete;

  /// What only grows; its name ends in `_total`.
  void counter(std::string_view name, std::string_view help, Labels labels, double value);
  void gauge(std::string_view name, std::string_view help, Labels labels, double value);
  /// @param bounds the upper bounds of the buckets, ascending, without the infinite one
  /// @param counts how many lie in each bucket alone, and last above all bounds: one more than
  ///               bounds
  /// @param sum    of all observed values
  void histogram(std::string_view name, std::string_view help, Labels labels,
                 std::span<const double> bounds, std::span<const std::uint64_t> counts, double sum);

  /// Prometheus's text format, 0.0.4.
  std::string text() const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

/// Where all that is measured comes together when somebody asks for it.
///
/// Threads: all may call at once.
class Metrics {
 public:
  /// Fit for Content-Type of what text() answers.
  static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

  using Source = std::function<void(Samples&)>;

  /// Sources are asked in their order, on the thread that asks for the text; they must not wait.
  void add_source(Source source);

  /// All samples of all sources as of now.
  std::string text() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Source> sources_;
};

}  // namespace astronova::telemetry
