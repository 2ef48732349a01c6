#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace astronova::release::local {

/// Sends the text through the Unix socket of that path, and returns all that comes back until the
/// other side closes, 4 MB at most.
/// errors  unavailable (nobody listens, broken off, not complete within that time)
Result<std::string> exchange(const std::string& socket_path, std::string_view text,
                             std::chrono::milliseconds within);

/// The same with who listens on that port of 127.0.0.1.
Result<std::string> exchange(std::uint16_t port, std::string_view text,
                             std::chrono::milliseconds within);

/// Whether the server on that port says that it can serve: 200 from /readyz within that time.
bool says_ready(std::uint16_t port, std::chrono::milliseconds within);

/// Whether somebody accepts connections on that port of 127.0.0.1.
bool listens(std::uint16_t port);

}  // namespace astronova::release::local
