#include "accounts/key_ring.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "accounts/digest.h"

namespace astronova::accounts {
namespace {

constexpr std::size_t id_characters_max = 64;

Error refusal(std::string why) {
  return {ErrorCode::invalid_value, "JWT_SECRET_KEY " + std::move(why), {}};
}

bool is_key_id(std::string_view text) {
  return !text.empty() && text.size() <= id_characters_max && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

Result<SigningKey> checked(SigningKey key) {
  if (key.secret.size() < KeyRing::secret_bytes_min) {
    return refusal(
        fmt::format("has a secret of {} bytes; it needs at least {}, such as those that "
                    "`openssl rand -hex 32` prints",
                    key.secret.size(), KeyRing::secret_bytes_min));
  }
  return key;
}

SigningKey single_key(std::string_view secret) {
  constexpr std::size_t digits = 16;
  return {digest_of_secret(std::string("access token key\n").append(secret)).substr(0, digits),
          std::string(secret)};
}

Result<SigningKey> named_key(std::string_view entry) {
  const auto colon = entry.find(':');
  if (colon == std::string_view::npos || !is_key_id(entry.substr(0, colon))) {
    return refusal(
        "has an entry that is not kid:secret, with a kid of 1 to 64 letters, digits, '.', '_' or "
        "'-'; entries are separated by commas, and a single secret has neither colon nor comma");
  }
  return checked({std::string(entry.substr(0, colon)), std::string(entry.substr(colon + 1))});
}

}  // namespace

Result<KeyRing> KeyRing::parse(std::string_view text) {
  if (text.find_first_of(":,") == std::string_view::npos) {
    auto key = checked(single_key(text));
    if (!key) return key.error();
    return KeyRing({std::move(*key)});
  }
  std::vector<SigningKey> keys;
  for (std::size_t from = 0; from <= text.size();) {
    const auto comma = std::min(text.find(',', from), text.size());
    auto key = named_key(text.substr(from, comma - from));
    if (!key) return key.error();
    if (std::ranges::find(keys, key->id, &SigningKey::id) != keys.end())
      return refusal("has the kid '" + key->id + "' twice");
    keys.push_back(std::move(*key));
    from = comma + 1;
  }
  return KeyRing(std::move(keys));
}

const SigningKey* KeyRing::find(std::string_view id) const {
  const auto found = std::ranges::find(keys_, id, &SigningKey::id);
  return found == keys_.end() ? nullptr : &*found;
}

}  // namespace astronova::accounts
