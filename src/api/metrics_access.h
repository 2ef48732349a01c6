#pragma once

#include <functional>
#include <string>

#include "base/address_ranges.h"
#include "http/message.h"

namespace astronova::api {

/// What GET /metrics answers, and to whom.
struct MetricsAccess {
  std::function<std::string()> text;  ///< called on workers; may take milliseconds
  std::string_view content_type;      ///< of static lifetime
  AddressRanges readers;
};

/// Whether the sender of a request may read metrics: whoever has connected is a reader. A proxy
/// that has connected for somebody else, and says so, may not: nothing here knows whom it speaks
/// for.
bool may_read(const http::Request& request, const MetricsAccess& access);

}  // namespace astronova::api
