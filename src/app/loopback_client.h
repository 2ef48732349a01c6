#pragma once

#include <cstdint>
#include <string>

namespace astronova::app {

/// Asks the server on a port of this machine for a path, over TLS or in clear. The server need not
/// prove who it is: whoever can take its port on this machine can take more than an answer about
/// its health. Waits for three seconds at each step. returns  the status of its answer; 0 when
/// there is none
unsigned ask_this_machine(std::uint16_t port, bool over_tls, const std::string& path);

}  // namespace astronova::app
