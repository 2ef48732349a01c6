#pragma once

#include <functional>
#include <string>

#include "http/message.h"
#include "limits/client_address.h"

namespace astronova::api {

/// What GET /metrics answers, and to whom.
struct MetricsAccess {
  std::function<std::string()> text;  ///< called on workers; may take milliseconds
  std::string_view content_type;      ///< of static lifetime
  limits::AddressRanges readers;
  limits::AddressRanges trusted_proxies{};
};

/// Whether the sender of a request may read metrics: its client is a reader. A proxy that has
/// connected for somebody else, and says so, is believed where it is trusted; else it may not:
/// nothing here knows whom it speaks for.
bool may_read(const http::Request& request, const MetricsAccess& access);

}  // namespace astronova::api
