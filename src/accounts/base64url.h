#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace astronova::accounts {

/// Base64 with the URL-safe alphabet and without padding (RFC 4648, 5), as JOSE and WebAuthn use
/// it.
std::string encode_base64url(std::span<const std::uint8_t> bytes);

/// The bytes of such a text. Nothing for any other text: one with padding, with the characters of
/// plain Base64, or whose last character has bits that belong to no byte; so no two texts are taken
/// for the same bytes.
std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace astronova::accounts
