#pragma once

#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace astronova::api {

/// The one table from errors to HTTP: malformed 400, unauthenticated 401 (with the member
/// `message`), forbidden 403, not_found 404, conflict 409, unavailable and data_missing 503 with
/// Retry-After, internal 500, all else 422.
http::Response error_response(const Error& error, const http::Request& request);

/// The same error, its fields' pointers below `parent` ("/birthData"). An error without fields is
/// given one at `field`, so that the caller always learns where to look.
Error below(Error error, std::string_view parent, std::string_view field);

}  // namespace astronova::api
