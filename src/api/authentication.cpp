#include "api/authentication.h"

#include "base/work_context.h"

namespace astronova::api {
namespace {

constexpr std::string_view scheme = "Bearer ";

}  // namespace

// What follows the scheme, whose case does not matter (RFC 9110, 11.1).
std::optional<std::string_view> bearer_token(const http::Request& request) {
  const auto header = request.header("Authorization");
  if (!header || header->size() <= scheme.size()) return std::nullopt;
  if (!http::equals_ignoring_case(header->substr(0, scheme.size()), scheme)) return std::nullopt;
  return header->substr(scheme.size());
}

Result<accounts::Caller> caller_of(const http::Request& request, const People& people) {
  if (!request.header("Authorization")) {
    return Error{ErrorCode::unauthenticated, "Authorization required", {}};
  }
  const auto token = bearer_token(request);
  if (!token) return Error{ErrorCode::unauthenticated, "Invalid token", {}};
  auto caller = people.sessions.authenticate(*token);
  if (caller) note_subject(caller->account_id);
  return caller;
}

Result<std::optional<accounts::Caller>> caller_if_any(const http::Request& request,
                                                      const People& people) {
  if (!request.header("Authorization")) return std::optional<accounts::Caller>{};
  auto caller = caller_of(request, people);
  if (!caller) return caller.error();
  return std::optional(*std::move(caller));
}

}  // namespace astronova::api
