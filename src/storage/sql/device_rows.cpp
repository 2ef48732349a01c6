#include "storage/sql/device_rows.h"

#include <array>

#include <fmt/format.h>
#include <sodium.h>

namespace astronova::storage::sql {
namespace {

// Push tokens are long and random, so that a digest without a key tells nothing of them; it stays
// the same when keys are changed.
std::string digest_of(const std::string& push_token) {
  if (push_token.empty()) return {};
  std::array<unsigned char, crypto_generichash_BYTES> digest{};
  const void* const untyped = push_token.data();
  crypto_generichash(digest.data(), digest.size(), static_cast<const unsigned char*>(untyped),
                     push_token.size(), nullptr, 0);
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

}  // namespace

Result<std::vector<Device>> find_devices(Connection& connection, const KeyRing& keys,
                                         std::string_view account_id) {
  const auto rows = connection.query(
      "SELECT id, platform, push_token, locale, timezone, updated_at FROM devices "
      "WHERE account_id = :account ORDER BY id",
      "ttttti", {{"account", account_id}});
  std::vector<Device> devices;
  for (const auto& row : rows) {
    auto token = keys.open({"devices", account_id, row.text(0)}, row.text(2));
    if (!token) return token.error();
    devices.push_back(
        {row.text(0), row.text(1), std::move(*token), row.text(3), row.text(4), row.instant(5)});
  }
  return devices;
}

void write_device(Connection& connection, const KeyRing& keys, std::string_view account_id,
                  const Device& device) {
  const auto digest = digest_of(device.push_token);
  if (!digest.empty()) {
    connection.execute("DELETE FROM devices WHERE push_token_digest = :digest",
                       {{"digest", digest}});
  }
  connection.execute(
      "INSERT INTO devices (account_id, id, platform, push_token, push_token_digest, locale, "
      "timezone, updated_at) "
      "VALUES (:account, :id, :platform, :token, :digest, :locale, :timezone, :updated_at) "
      "ON CONFLICT (account_id, id) DO UPDATE SET platform = excluded.platform, "
      "push_token = excluded.push_token, push_token_digest = excluded.push_token_digest, "
      "locale = excluded.locale, timezone = excluded.timezone, updated_at = excluded.updated_at",
      {{"account", account_id},
       {"id", device.id},
       {"platform", device.platform},
       {"token", keys.seal({"devices", account_id, device.id}, device.push_token)},
       {"digest", digest},
       {"locale", device.locale},
       {"timezone", device.timezone},
       {"updated_at", device.updated_at}});
}

}  // namespace astronova::storage::sql
