#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace astronova::clients {

/// Base64 with padding and without line breaks (RFC 4648, 4).
std::string to_base64(std::string_view bytes);

/// The bytes of such a text, or nothing where it is not one.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace astronova::clients
