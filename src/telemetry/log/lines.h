#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/log.h"
#include "base/trace_context.h"
#include "http/request_observer.h"

namespace astronova::telemetry {

/// A request and its answer, as the log tells of it.
struct ApiCall {
  Severity severity{};
  Instant time{};              ///< when the answer was sent
  std::string_view method;     ///< "GET"
  std::string_view endpoint;   ///< the route's template, "none" where there is no route
  std::string_view user_id;    ///< a pseudonym of 16 hexadecimal digits; empty: nobody is known
  std::string_view remote_ip;  ///< shortened
  std::string_view request_id;
  std::string_view protocol;
  unsigned status = 0;
  std::uint64_t response_bytes = 0;
  std::chrono::nanoseconds took{};
  bool is_cut = false;
  bool is_refused = false;
  const TraceContext& trace;
};

/// Puts lines at the end of a string, each without what ends it.
class LineFormat {
 public:
  virtual ~LineFormat() = default;
  virtual void put(std::string& out, const LogEvent& event, Instant time,
                   const TraceContext& trace) const = 0;
  virtual void put(std::string& out, const ApiCall& call) const = 0;
};

/// One JSON object a line, in the shape that Cloud Logging reads.
/// source: https://cloud.google.com/logging/docs/structured-logging
class JsonLines final : public LineFormat {
 public:
  /// `project` is the id of a Google Cloud project, or empty; with one, traces are named so that
  /// Cloud Trace shows them beside the log.
  explicit JsonLines(std::string_view project);

  void put(std::string& out, const LogEvent& event, Instant time,
           const TraceContext& trace) const override;
  void put(std::string& out, const ApiCall& call) const override;

 private:
  const std::string trace_prefix_;
};

/// For people at a terminal: the time of day (UTC), the severity where it is not INFO, and the
/// message; of what is a field those that the message has not.
class TextLines final : public LineFormat {
 public:
  void put(std::string& out, const LogEvent& event, Instant time,
           const TraceContext& trace) const override;
  void put(std::string& out, const ApiCall& call) const override;
};

}  // namespace astronova::telemetry
