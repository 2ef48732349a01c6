#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace astronova::accounts {

using Sha256 = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4).
Sha256 sha256(std::string_view bytes);

/// Two lower-case hexadecimal digits a byte.
std::string hexadecimal(std::span<const std::uint8_t> bytes);

/// What is stored of a secret that is random itself: 64 hexadecimal digits of its SHA-256.
std::string digest_of_secret(std::string_view secret);

/// Whether two texts are the same, in a time that tells nothing but whether their lengths are.
bool same_secret(std::string_view one, std::string_view other);

/// The bytes of a text.
std::span<const std::uint8_t> bytes_of(std::string_view text);

}  // namespace astronova::accounts
