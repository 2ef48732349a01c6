#pragma once

#include <chrono>
#include <optional>

#include "base/instant.h"
#include "base/randomness.h"
#include "clients/http_client.h"

namespace astronova::clients::curl {

/// How often a request is sent, and how long the pauses between are.
struct RetrySettings {
  unsigned attempts_max = 4;  ///< the first one included
  /// The pause before the second attempt is anything up to this; the bound doubles with each
  /// attempt, up to `pause_max` ("full jitter",
  /// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
  std::chrono::milliseconds pause_first{100};
  std::chrono::milliseconds pause_max{5'000};
};

/// Whether a server that answers with this status may answer otherwise soon: 429, 502, 503, 504.
bool passes_by_itself(unsigned status);

/// How long the server asks us to wait, by a Retry-After in seconds or as a date (RFC
/// 9110, 10.2.3); none where it does not say, or not in a way that can be read.
std::optional<std::chrono::milliseconds> asked_pause(const HttpResponse& response, Instant now);

/// The pause after so many attempts, at least as long as asked; none when there were enough.
std::optional<std::chrono::milliseconds> pause_after(unsigned attempts,
                                                     std::optional<std::chrono::milliseconds> asked,
                                                     const Randomness& randomness,
                                                     const RetrySettings& settings);

}  // namespace astronova::clients::curl
