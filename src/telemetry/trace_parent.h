#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/trace_context.h"

namespace astronova::telemetry {

/// Reads the header `traceparent` (W3C Trace Context, level 1, 3.2): the trace, whether its caller
/// records it, and as `parent_id` the caller's span. `span_id` is left zero, for the reader's own.
///
/// Version 00 has to be exact. Of a later version what is known is taken, and what follows it is
/// ignored. Upper case, ids of zeros, version ff and all else give nothing: a trace begins anew.
std::optional<TraceContext> parse_trace_parent(std::string_view text);

/// The header `traceparent` for what is called by the work: version 00, its trace and its span.
std::string format_trace_parent(const TraceContext& work);

/// Bytes as hexadecimal digits in lower case, as traces write ids.
template <std::size_t Size>
std::string format_id(const std::array<std::uint8_t, Size>& id) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * Size);
  for (const auto byte : id) {
    text += digits[byte >> 4U];
    text += digits[byte & 0xFU];
  }
  return text;
}

}  // namespace astronova::telemetry
