#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace astronova {

/// The length in bytes, 1 to 4, of the well-formed UTF-8 sequence at the start of `text`, or 0 when
/// there is none (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
std::size_t utf8_sequence_length(std::string_view text);

/// Whether all of `text` is well-formed UTF-8.
bool is_valid_utf8(std::string_view text);

/// Input made fit for a message: between double quotes, at most `characters_max` characters (then
/// an ellipsis), with U+FFFD for every byte that is no UTF-8 and for every control character.
std::string quoted(std::string_view input, std::size_t characters_max = 64);

}  // namespace astronova
