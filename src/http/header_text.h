#pragma once

#include <string_view>

namespace astronova::http {

/// A part of a header's value without the optional whitespace around it (RFC 9110, 5.6.3).
std::string_view trimmed(std::string_view text);

/// Takes what stands before the separator off the front of a header's value, and gives it trimmed;
/// `rest` keeps what stands after the separator.
std::string_view take_until(std::string_view& rest, char separator);

}  // namespace astronova::http
