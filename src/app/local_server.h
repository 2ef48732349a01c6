#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace astronova::app {

/// What a server on this machine answers to GET, the head and what of the body comes with it, 4 KB
/// at most; nothing where none does within 3 s.
std::optional<std::string> ask_local_server(std::uint16_t port, std::string_view path);

/// Whether it is a server's 200.
bool is_ok(std::string_view answer);

}  // namespace astronova::app
