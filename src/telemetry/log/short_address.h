#pragma once

#include <string>
#include <string_view>

namespace astronova::telemetry {

/// The network that an address is in, as text: of IPv4 the first 24 bits, of IPv6 the first 48, and
/// zeros: "203.0.113.0", "2001:db8:1::". Empty for what is no address.
std::string short_address(std::string_view address);

}  // namespace astronova::telemetry
