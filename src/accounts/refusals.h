#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace astronova::accounts {

/// The two answers to a token that opens nothing. What exactly is wrong with it is nobody's
/// business but its forger's, so nothing else is ever said.
inline Error invalid_token() {
  return {ErrorCode::unauthenticated, "Invalid token", {}};
}
inline Error expired_token() {
  return {ErrorCode::unauthenticated, "Token has expired", {}};
}

/// Somebody who was not proved to be who they say.
inline Error unproved(std::string why) {
  return {ErrorCode::unauthenticated, std::move(why), {}};
}

}  // namespace astronova::accounts
