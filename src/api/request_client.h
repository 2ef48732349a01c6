#pragma once

#include "http/message.h"
#include "limits/client_address.h"

namespace astronova::api {

/// Whose request it is, as limits/client_address.h finds it.
/// returns  none when the peer has no address
std::optional<limits::IpAddress> client_of(const http::Request& request,
                                           const limits::AddressRanges& trusted_proxies);

}  // namespace astronova::api
