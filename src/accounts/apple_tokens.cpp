#include "accounts/apple_tokens.h"

#include <array>
#include <boost/json/parse.hpp>
#include <utility>

#include "accounts/claims.h"
#include "accounts/json_web_token.h"
#include "accounts/refusals.h"

namespace astronova::accounts {
namespace {

constexpr std::size_t subject_bytes_max = 255;

std::optional<std::string> text_of(const boost::json::object& claims, std::string_view name) {
  const auto text = text_claim(claims, name);
  if (!text) return std::nullopt;
  return std::string(*text);
}

bool is_subject(const std::optional<std::string>& text) {
  return text && !text->empty() && text->size() <= subject_bytes_max;
}

AppleEvent::Type type_named(std::string_view name) {
  using Type = AppleEvent::Type;
  // Apple's pages have said `account-delete` and `account-deleted`.
  constexpr std::array<std::pair<std::string_view, Type>, 5> types{{
      {"consent-revoked", Type::consent_revoked},
      {"account-deleted", Type::account_deleted},
      {"account-delete", Type::account_deleted},
      {"email-disabled", Type::email_disabled},
      {"email-enabled", Type::email_enabled},
  }};
  for (const auto& [known, type] : types)
    if (known == name) return type;
  return Type::other;
}

// Milliseconds since 1970, unlike all other times of a token.
std::optional<Instant> event_time(const boost::json::object& event) {
  constexpr std::int64_t end_of_9999 = 253'402'300'800'000;
  const auto* value = event.if_contains("event_time");
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  const auto milliseconds = value->get_int64();
  if (milliseconds < 0 || milliseconds >= end_of_9999) return std::nullopt;
  return Instant(std::chrono::milliseconds(milliseconds));
}

Result<AppleEvent> read_event(const boost::json::value& value, Instant issued_at) {
  if (!value.is_object()) return invalid_token();
  const auto& object = value.get_object();
  auto subject = text_of(object, "sub");
  if (!is_subject(subject)) return invalid_token();
  return AppleEvent{.type = type_named(text_claim(object, "type").value_or("")),
                    .subject = std::move(*subject),
                    .at = event_time(object).value_or(issued_at),
                    .email = text_of(object, "email")};
}

// Apple writes the events as a text of JSON.
boost::json::value unwrapped(const boost::json::value& events) {
  if (!events.is_string()) return events;
  boost::system::error_code failure;
  return boost::json::parse(events.get_string(), failure);
}

}  // namespace

Result<boost::json::object> AppleTokens::verified(std::string_view token, bool must_expire) const {
  const auto read = JsonWebToken::read(token, TokenAlgorithm::rs256);
  if (!read) return read.error();
  const auto key = keys_.key(read->key_id());
  if (!key) {
    return key.error().code == ErrorCode::not_found ? invalid_token() : key.error();
  }
  auto claims = read->verified_by_rsa(*key);
  if (!claims) return claims;
  const Authority apple{settings_.issuer, settings_.client_ids, must_expire};
  const auto checked = check_claims(*claims, apple, clock_.now());
  if (!checked) return checked.error();
  return claims;
}

Result<AppleIdentity> AppleTokens::identity(std::string_view token) const {
  const auto claims = verified(token, true);
  if (!claims) return claims.error();
  auto subject = text_of(*claims, "sub");
  // A notification is signed by the same keys for the same audience.
  if (!is_subject(subject) || claims->contains("events")) return invalid_token();
  return AppleIdentity{.subject = std::move(*subject),
                       .client_id = *text_of(*claims, "aud"),
                       .email = text_of(*claims, "email"),
                       .email_verified = truth_claim(*claims, "email_verified").value_or(false),
                       .private_email = truth_claim(*claims, "is_private_email").value_or(false),
                       .nonce = text_of(*claims, "nonce"),
                       .nonce_supported = truth_claim(*claims, "nonce_supported")};
}

Result<std::vector<AppleEvent>> AppleTokens::events(std::string_view payload) const {
  const auto claims = verified(payload, false);
  if (!claims) return claims.error();
  const auto* member = claims->if_contains("events");
  if (member == nullptr) return invalid_token();
  const auto events = unwrapped(*member);
  const auto issued_at = *time_claim(*claims, "iat");
  std::vector<AppleEvent> read;
  const auto add = [&](const boost::json::value& value) -> Result<void> {
    auto event = read_event(value, issued_at);
    if (!event) return event.error();
    read.push_back(std::move(*event));
    return {};
  };
  if (!events.is_array()) {
    if (const auto added = add(events); !added) return added.error();
    return read;
  }
  for (const auto& event : events.get_array())
    if (const auto added = add(event); !added) return added.error();
  return read;
}

}  // namespace astronova::accounts
