#include "accounts/passkeys/passkey_record.h"

#include <boost/json/parse.hpp>
#include <utility>

#include "accounts/base64url.h"
#include "accounts/claims.h"
#include "accounts/digest.h"
#include "base/json_writer.h"

namespace astronova::accounts {
namespace {

std::optional<std::string> bytes_in(const boost::json::object& object, std::string_view name) {
  const auto text = text_claim(object, name);
  return text ? decode_base64url(*text) : std::nullopt;
}

Instant time_in(const boost::json::object& object, std::string_view name) {
  const auto instant = parse_rfc3339(text_claim(object, name).value_or(""));
  return instant ? *instant : Instant{};
}

std::optional<std::uint32_t> count_in(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  const auto count = value->get_int64();
  if (!std::in_range<std::uint32_t>(count)) return std::nullopt;
  return static_cast<std::uint32_t>(count);
}

std::vector<std::string> texts_in(const boost::json::object& object, std::string_view name) {
  std::vector<std::string> texts;
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_array()) return texts;
  for (const auto& element : value->get_array())
    if (element.is_string()) texts.emplace_back(std::string_view(element.get_string()));
  return texts;
}

}  // namespace

std::string write_passkey_record(const PasskeyRecord& record) {
  std::string text;
  JsonWriter json(text);
  json.begin_object()
      .member("publicKey", encode_base64url(bytes_of(record.public_key)))
      .member("userHandle", encode_base64url(bytes_of(record.user_handle)))
      .member("signCount", record.sign_count)
      .member("backupEligible", record.backup_eligible)
      .member("backedUp", record.backed_up)
      .member("authenticatorModel", record.authenticator_model)
      .member("name", record.name)
      .member("createdAt", format_rfc3339(record.created_at))
      .member("lastUsedAt", format_rfc3339(record.last_used_at));
  json.key("transports").begin_array();
  for (const auto& transport : record.transports)
    json.string(transport);
  json.end_array().end_object();
  return text;
}

std::optional<PasskeyRecord> read_passkey_record(std::string_view text) {
  boost::system::error_code failure;
  const auto value = boost::json::parse(text, failure);
  if (failure || !value.is_object()) return std::nullopt;
  const auto& object = value.get_object();
  auto public_key = bytes_in(object, "publicKey");
  auto user_handle = bytes_in(object, "userHandle");
  const auto sign_count = count_in(object, "signCount");
  if (!public_key || !user_handle || !sign_count) return std::nullopt;
  return PasskeyRecord{
      .public_key = std::move(*public_key),
      .user_handle = std::move(*user_handle),
      .sign_count = *sign_count,
      .backup_eligible = truth_claim(object, "backupEligible").value_or(false),
      .backed_up = truth_claim(object, "backedUp").value_or(false),
      .transports = texts_in(object, "transports"),
      .authenticator_model = std::string(text_claim(object, "authenticatorModel").value_or("")),
      .name = std::string(text_claim(object, "name").value_or("")),
      .created_at = time_in(object, "createdAt"),
      .last_used_at = time_in(object, "lastUsedAt")};
}

}  // namespace astronova::accounts
