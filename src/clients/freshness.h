#pragma once

#include <chrono>
#include <optional>

#include "clients/http_client.h"

namespace astronova::clients {

/// How long an answer may be used without asking again, by its Cache-Control and Age (RFC 9111,
/// 4.2); zero where it says no-store or no-cache, none where it says nothing.
std::optional<std::chrono::seconds> freshness(const HttpResponse& response);

}  // namespace astronova::clients
