#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "base/trace_context.h"

namespace astronova::clients {

/// A piece of work in a trace, over. Names and attributes are those of OpenTelemetry
/// (https://opentelemetry.io/docs/specs/semconv/http/http-spans/), and nothing in them is personal.
struct Span {
  enum class Kind : std::uint8_t { server, client };
  using Value = std::variant<std::string, std::int64_t>;

  TraceContext trace{};
  Kind kind = Kind::server;
  std::string name{};
  Instant began{};
  std::chrono::nanoseconds took{0};
  bool is_error = false;
  std::vector<std::pair<std::string_view, Value>> attributes{};  ///< names of static lifetime
};

/// What became of spans that were sent.
struct SpanDelivery {
  std::size_t rejected = 0;  ///< of those sent; they are not to be sent again
  /// Why none was taken, for operators; none: they were.
  std::optional<std::string> trouble{};
  bool may_be_repeated = false;                       ///< with trouble: it may pass
  std::optional<std::chrono::seconds> retry_after{};  ///< when to come again, where it was said
};

/// Where spans go to be kept.
///
/// Threads: one at a time; it waits until `within` at the most.
class SpanExporter {
 public:
  virtual ~SpanExporter() = default;
  virtual SpanDelivery send(std::span<const Span> spans, std::chrono::milliseconds within) = 0;
};

}  // namespace astronova::clients
