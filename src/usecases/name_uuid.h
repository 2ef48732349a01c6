#pragma once

#include <array>
#include <string_view>

namespace astronova::usecases {

/// The text of a UUID: 36 characters, lower case.
using UuidText = std::array<char, 36>;

/// The UUID of version 5 (RFC 9562, 5.5) of a name: the same on every machine. `text` is the 16
/// bytes of a namespace and the name behind them.
/// threads  any
UuidText name_uuid(std::string_view text);

}  // namespace astronova::usecases
