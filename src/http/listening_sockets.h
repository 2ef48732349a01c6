#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/file_descriptor.h"

namespace astronova::http {

/// Sockets that listen on one port, for as many threads that accept without each other's help.
struct ListeningSockets {
  std::vector<FileDescriptor> sockets;
  std::uint16_t port = 0;
};

/// Listens on an IPv4 or IPv6 address ("::" hears both); port 0 is any that is free. The system
/// spreads the connections over `count` sockets (SO_REUSEPORT), which do not block. A port on which
/// anybody listens already, another of these included, is refused (ADR 10).
/// errors  invalid_value, with the address and the system's reason
Result<ListeningSockets> listen_on(const std::string& address, std::uint16_t port,
                                   std::size_t count);

}  // namespace astronova::http
