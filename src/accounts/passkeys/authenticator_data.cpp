#include "accounts/passkeys/authenticator_data.h"

#include <variant>

#include "accounts/passkeys/cbor.h"

namespace astronova::accounts {
namespace {

constexpr std::size_t hash_bytes = 32;
constexpr std::size_t fixed_bytes = hash_bytes + 1 + 4;
constexpr std::size_t model_bytes = 16;
constexpr std::size_t credential_id_bytes_max = 1'023;

namespace flag {
constexpr unsigned user_present = 1U << 0U;
constexpr unsigned user_verified = 1U << 2U;
constexpr unsigned backup_eligible = 1U << 3U;
constexpr unsigned backed_up = 1U << 4U;
constexpr unsigned attested_credential = 1U << 6U;
constexpr unsigned extensions = 1U << 7U;
}  // namespace flag

Error malformed() {
  return {ErrorCode::malformed, "The authenticator data is not as WebAuthn has it", {}};
}

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char byte : bytes)
    value = (value << 8U) | static_cast<unsigned char>(byte);
  return value;
}

// The caller has seen that there are as many.
std::string_view take(std::string_view& bytes, std::size_t count) {
  const auto taken = bytes.substr(0, count);
  bytes.remove_prefix(count);
  return taken;
}

Result<AttestedCredential> take_credential(std::string_view& bytes) {
  if (bytes.size() < model_bytes + 2) return malformed();
  AttestedCredential credential;
  credential.authenticator_model = take(bytes, model_bytes);
  const std::size_t id_size = big_endian(take(bytes, 2));
  if (id_size == 0 || id_size > credential_id_bytes_max || id_size > bytes.size())
    return malformed();
  credential.id = take(bytes, id_size);
  const auto from_key = bytes;
  if (const auto key = take_cbor(bytes); !key) return malformed();
  credential.public_key = from_key.substr(0, from_key.size() - bytes.size());
  return credential;
}

Result<void> take_extensions(std::string_view& bytes) {
  const auto extensions = take_cbor(bytes);
  if (!extensions || !std::holds_alternative<CborMap>(extensions->value)) return malformed();
  return {};
}

}  // namespace

Result<AuthenticatorData> read_authenticator_data(std::string_view bytes) {
  if (bytes.size() < fixed_bytes) return malformed();
  AuthenticatorData data;
  data.relying_party_hash = take(bytes, hash_bytes);
  const auto flags = static_cast<unsigned char>(take(bytes, 1).front());
  data.user_present = (flags & flag::user_present) != 0;
  data.user_verified = (flags & flag::user_verified) != 0;
  data.backup_eligible = (flags & flag::backup_eligible) != 0;
  data.backed_up = (flags & flag::backed_up) != 0;
  data.sign_count = big_endian(take(bytes, 4));
  if (data.backed_up && !data.backup_eligible) return malformed();
  if ((flags & flag::attested_credential) != 0) {
    const auto credential = take_credential(bytes);
    if (!credential) return credential.error();
    data.credential = *credential;
  }
  if ((flags & flag::extensions) != 0)
    if (const auto taken = take_extensions(bytes); !taken) return taken.error();
  if (!bytes.empty()) return malformed();
  return data;
}

}  // namespace astronova::accounts
