#pragma once

#include <string>
#include <string_view>

namespace astronova::http {

/// Whether a client's X-Request-Id can be taken: 8 to 64 of [A-Za-z0-9._-].
bool is_request_id(std::string_view text);

/// Sets `id` to a new one: 32 hexadecimal digits, unlike any other, of no use as a secret.
void make_request_id(std::string& id);

}  // namespace astronova::http
