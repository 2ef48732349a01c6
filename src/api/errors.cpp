#include "api/errors.h"

#include "http/problem.h"

namespace astronova::api {
namespace {

unsigned status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::malformed:
      return 400;
    case ErrorCode::invalid_value:
    case ErrorCode::outside_ephemeris:
    case ErrorCode::not_available:
      return 422;
    case ErrorCode::unauthenticated:
      return 401;
    case ErrorCode::forbidden:
      return 403;
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::conflict:
      return 409;
    case ErrorCode::data_missing:
    case ErrorCode::unavailable:
      return 503;
    case ErrorCode::internal:
      break;
  }
  return 500;
}

// RFC 6750, 3.
std::string challenge(const http::Request& request) {
  return request.header("Authorization") ? R"(Bearer error="invalid_token")" : "Bearer";
}

}  // namespace

http::Response error_response(const Error& error, const http::Request& request) {
  http::Problem problem;
  problem.status = status_of(error.code);
  problem.detail = error.detail;
  problem.errors = error.fields;
  // What clients look at first.
  if (problem.status == 401) problem.extensions.push_back({"message", error.detail});
  auto response = http::problem_response(problem, request.request_id);
  if (problem.status == 401) response.headers.emplace_back("WWW-Authenticate", challenge(request));
  if (problem.status == 503) {
    response.headers.emplace_back("Retry-After", error.code == ErrorCode::unavailable ? "2" : "30");
  }
  return response;
}

Error below(Error error, std::string_view parent, std::string_view field) {
  if (error.fields.empty()) error.fields.push_back({std::string{field}, error.detail, {}});
  for (auto& wrong : error.fields)
    wrong.pointer.insert(0, parent);
  return error;
}

}  // namespace astronova::api
