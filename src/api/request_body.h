#pragma once

#include <boost/json/value.hpp>

#include "api/errors.h"
#include "api/object_reader.h"
#include "http/message.h"

namespace astronova::api {

inline constexpr char json_type[] = "application/json";

/// 415 where a request's Content-Type says that its body is not JSON.
std::optional<http::Response> refuse_other_types(const http::Request& request);

/// Answers a request whose body is JSON: 415 when its Content-Type says otherwise, 400 when it is
/// not JSON, else what `answer(const boost::json::value&)` makes of it.
template <class Answer>
http::Response with_json_body(const http::Request& request, const Answer& answer) {
  if (auto refusal = refuse_other_types(request)) return *std::move(refusal);
  JsonMemory memory;
  const auto body = parse_json(request.body, memory);
  if (!body) return error_response(body.error(), request);
  return answer(*body);
}

/// 200 with a JSON text.
http::Response json_response(std::string text);

/// 204.
http::Response no_content();

}  // namespace astronova::api
