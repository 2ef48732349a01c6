#pragma once

#include <string>

#include "accounts/sessions.h"
#include "base/json_writer.h"
#include "base/result.h"
#include "http/message.h"
#include "storage/identity.h"

namespace astronova::api {

/// `id`, `role` and `createdAt` of an account.
void write_account(JsonWriter& json, const storage::Account& account);

/// What signing in answers: the two tokens, how long the first is good, and whose they are.
std::string signed_in_json(const accounts::SignedIn& signed_in);

/// That as an answer, which nobody may cache (RFC 6749, 5.1), or the error's.
http::Response signed_in_response(const Result<accounts::SignedIn>& signed_in,
                                  const http::Request& request);

/// The devices that are signed in; `current` is the one that asks.
std::string sessions_json(const std::vector<storage::Session>& sessions, std::string_view current);

}  // namespace astronova::api
