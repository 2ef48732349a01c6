#pragma once

#include <boost/json/value.hpp>
#include <functional>

#include "http/message.h"

namespace astronova::api {

inline constexpr char json_type[] = "application/json";

/// Answers a request whose body is JSON: 415 when its Content-Type says otherwise, 400 when it is
/// not JSON, else what `answer` makes of it.
http::Response with_json_body(
    const http::Request& request,
    const std::function<http::Response(const boost::json::value&)>& answer);

/// 200 with a JSON text.
http::Response json_response(std::string text);

}  // namespace astronova::api
