#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace astronova::app {

/// What a server on this machine answers to GET, over TLS or in clear: the head and what of the
/// body comes with it, 4 KB at most; nothing where none does. The server need not prove who it is:
/// whoever can take its port on this machine can take more than an answer about its health. Waits
/// for three seconds at each step.
std::optional<std::string> ask_local_server(std::uint16_t port, std::string_view path,
                                            bool over_tls);

/// Whether it is a server's 200.
bool is_ok(std::string_view answer);

}  // namespace astronova::app
