#include "accounts/claims.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <cmath>

#include "accounts/refusals.h"

namespace astronova::accounts {
namespace {

constexpr std::int64_t end_of_9999 = 253'402'300'800;

std::optional<std::int64_t> whole_seconds(const boost::json::value& value) {
  if (value.is_int64()) return value.get_int64();
  if (!value.is_double()) return std::nullopt;  // a uint64 here is beyond any int64
  const double seconds = std::floor(value.get_double());
  if (!(seconds >= 0 && seconds < static_cast<double>(end_of_9999))) return std::nullopt;
  return static_cast<std::int64_t>(seconds);
}

}  // namespace

std::optional<std::string_view> text_claim(const boost::json::object& claims,
                                           std::string_view name) {
  const auto* claim = claims.if_contains(name);
  if (claim == nullptr || !claim->is_string()) return std::nullopt;
  return std::string_view(claim->get_string());
}

std::optional<bool> truth_claim(const boost::json::object& claims, std::string_view name) {
  const auto* claim = claims.if_contains(name);
  if (claim == nullptr) return std::nullopt;
  if (claim->is_bool()) return claim->get_bool();
  const auto text = text_claim(claims, name);
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

std::optional<Instant> time_claim(const boost::json::object& claims, std::string_view name) {
  const auto* claim = claims.if_contains(name);
  if (claim == nullptr) return std::nullopt;
  const auto seconds = whole_seconds(*claim);
  if (!seconds || *seconds < 0 || *seconds >= end_of_9999) return std::nullopt;
  return Instant(std::chrono::seconds(*seconds));
}

Result<void> check_claims(const boost::json::object& claims, const Authority& authority,
                          Instant now) {
  const auto audience = text_claim(claims, "aud");
  const auto issued_at = time_claim(claims, "iat");
  const auto expires_at = time_claim(claims, "exp");
  if (text_claim(claims, "iss") != authority.issuer) return invalid_token();
  if (!audience || std::ranges::find(authority.audiences, *audience) == authority.audiences.end())
    return invalid_token();
  if (!issued_at || *issued_at > now + authority.ahead_max) return invalid_token();
  const bool may_last = !authority.must_expire && !claims.contains("exp");
  if (!expires_at && !may_last) return invalid_token();
  if (expires_at && now >= *expires_at + clock_skew_max) return expired_token();
  return {};
}

}  // namespace astronova::accounts
