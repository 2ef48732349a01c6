#pragma once

#include <optional>
#include <string_view>

#include "api/errors.h"
#include "api/people.h"
#include "http/router.h"

namespace astronova::api {

/// The access token that a request carries (`Authorization: Bearer`, RFC 6750), if it does.
std::optional<std::string_view> bearer_token(const http::Request& request);

/// Who sends a request, by its access token.
/// errors  unauthenticated: `Authorization required` without one, `Token has expired`,
///         `Invalid token`; unavailable
/// threads any; may wait for the database
Result<accounts::Caller> caller_of(const http::Request& request, const People& people);

/// The same for what may be asked by nobody in particular: nothing without a token, but a token
/// that is there must be good.
Result<std::optional<accounts::Caller>> caller_if_any(const http::Request& request,
                                                      const People& people);

/// A handler for whoever has an account: `answer(request, caller, context)`.
template <class Context, class Answer>
http::Handler for_caller(const People& people, Answer answer, Context context) {
  return [&people, answer, context](const http::Request& request) {
    const auto caller = caller_of(request, people);
    if (!caller) return error_response(caller.error(), request);
    auto response = answer(request, *caller, context);
    // What is personal stays out of every cache (RFC 9111, 5.2.2.5).
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  };
}

/// A handler for administrators. Everybody else with an account is told that it may not.
template <class Context, class Answer>
http::Handler for_admin(const People& people, Answer answer, Context context) {
  return for_caller(
      people,
      [answer](const http::Request& request, const accounts::Caller& caller, const Context& given) {
        if (caller.role == storage::Role::admin) return answer(request, caller, given);
        const Error refusal{ErrorCode::forbidden, "this is for administrators alone", {}};
        return error_response(refusal, request);
      },
      context);
}

}  // namespace astronova::api
