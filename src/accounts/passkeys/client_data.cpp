#include "accounts/passkeys/client_data.h"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "accounts/claims.h"
#include "accounts/refusals.h"
#include "base/utf8.h"

namespace astronova::accounts {
namespace {

constexpr std::size_t bytes_max = 16'384;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

Error malformed() {
  return {ErrorCode::malformed, "clientDataJSON is not as WebAuthn has it", {}};
}

}  // namespace

Result<ClientData> read_client_data(std::string_view json) {
  if (json.size() > bytes_max) return malformed();
  if (json.starts_with(byte_order_mark)) json.remove_prefix(byte_order_mark.size());
  boost::system::error_code failure;
  const auto value = boost::json::parse(json, failure);
  if (failure || !value.is_object()) return malformed();
  const auto& object = value.get_object();
  const auto type = text_claim(object, "type");
  const auto challenge = text_claim(object, "challenge");
  const auto origin = text_claim(object, "origin");
  if (!type || !challenge || !origin) return malformed();
  const auto* crossing = object.if_contains("crossOrigin");
  if (crossing != nullptr && !crossing->is_bool()) return malformed();
  return ClientData{.type = std::string(*type),
                    .challenge = std::string(*challenge),
                    .origin = std::string(*origin),
                    .cross_origin = (crossing != nullptr && crossing->get_bool()) ||
                                    object.contains("topOrigin")};
}

Result<void> check_client_data(const ClientData& data, std::string_view type,
                               std::span<const std::string> origins) {
  if (data.type != type) return unproved("The passkey's answer is one to another question");
  if (std::ranges::find(origins, data.origin) == origins.end())
    return unproved("Passkeys are not taken from the origin " + quoted(data.origin));
  if (data.cross_origin) return unproved("Passkeys are not taken from within another site's page");
  return {};
}

}  // namespace astronova::accounts
