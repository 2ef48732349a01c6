#pragma once

#include <string>

#include <sys/socket.h>

namespace astronova::http {

/// An IPv4 or IPv6 address as text, without its port (RFC 5952: "2001:db8::1"). An IPv4 client of a
/// socket that hears both has its IPv4 address. Empty for an address of another family.
std::string peer_address_text(const sockaddr_storage& address);

}  // namespace astronova::http
