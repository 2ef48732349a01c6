#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"

namespace astronova::accounts {

/// How far two clocks may be apart.
inline constexpr std::chrono::seconds clock_skew_max(60);

/// A claim that is a text; nothing when it is absent or something else.
std::optional<std::string_view> text_claim(const boost::json::object& claims,
                                           std::string_view name);

/// A claim that is true or false, or the text "true" or "false".
std::optional<bool> truth_claim(const boost::json::object& claims, std::string_view name);

/// A claim that is a NumericDate (RFC 7519, 2) between 1970 and 9999, to the second.
std::optional<Instant> time_claim(const boost::json::object& claims, std::string_view name);

/// Whose word is taken, and for whom it must be meant.
struct Authority {
  std::string_view issuer;
  std::span<const std::string> audiences;
  bool must_expire = true;  ///< `exp` has to be there
  /// How far ahead `iat` may be: of a clock that is not the same, or that has been set since.
  std::chrono::seconds ahead_max = clock_skew_max;
};

/// Whether verified claims are said by that authority (`iss`), to one of those audiences (`aud`, a
/// single text), and in time: `iat` and `exp` are there, it was not issued later than now, give or
/// take ahead_max, and has not run out, give or take clock_skew_max.
/// errors  unauthenticated: `Token has expired` where that is all that is wrong, `Invalid token`
Result<void> check_claims(const boost::json::object& claims, const Authority& authority,
                          Instant now);

}  // namespace astronova::accounts
