#pragma once

#include <chrono>
#include <optional>

#include "clients/http_client.h"

namespace astronova::clients {

/// When a server wants to be asked again, where it says so in whole seconds (RFC 9110, 10.2.3); an
/// hour at the most. A date is none: those who ask in the background have pauses of their own.
std::optional<std::chrono::seconds> retry_after(const HttpResponse& response);

/// Whether an answer of this status may be another one soon: 429, 502, 503 or 504.
bool is_passing(unsigned status);

}  // namespace astronova::clients
