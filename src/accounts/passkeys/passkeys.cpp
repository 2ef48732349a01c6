#include "accounts/passkeys/passkeys.h"

#include <algorithm>
#include <utility>

#include "accounts/base64url.h"
#include "accounts/digest.h"
#include "accounts/linking.h"
#include "accounts/passkeys/client_data.h"
#include "accounts/passkeys/options.h"
#include "accounts/refusals.h"
#include "accounts/whole_characters.h"

namespace astronova::accounts {
namespace {

constexpr std::string_view provider = "passkey";
constexpr std::size_t challenge_bytes = 32;

// Whoever answers to these was found by the passkey alone, so it has to say whose it is.
constexpr const char* for_anybody = "passkey-authentication";
constexpr const char* for_known_passkeys = "passkey-authentication-known";

std::string for_registration(const std::string& account_id) {
  return "passkey-registration:" + account_id;
}

Error unknown_challenge() {
  return unproved("The challenge is unknown, used, or older than five minutes: begin again");
}

Error unknown_passkey() {
  return unproved("This passkey opens no account here");
}

// A UUID's 16 bytes.
std::string handle_of(std::string_view account_id) {
  std::string bytes;
  unsigned pending = 0;
  bool half = false;
  for (const char c : account_id) {
    if (c == '-') continue;
    const auto digit = static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
    if (half) bytes += static_cast<char>((pending << 4U) | digit);
    pending = digit;
    half = !half;
  }
  return bytes;
}

Passkey shown(const std::string& id, const PasskeyRecord& record) {
  return {id, record.name, record.backed_up, record.created_at, record.last_used_at};
}

std::vector<KnownPasskey> known_passkeys(const std::vector<storage::Identity>& identities) {
  std::vector<KnownPasskey> known;
  for (const auto& identity : identities) {
    if (identity.provider != provider) continue;
    const auto record = read_passkey_record(identity.details);
    known.push_back({identity.subject, record ? record->transports : std::vector<std::string>()});
  }
  return known;
}

}  // namespace

Result<std::string> Passkeys::new_challenge(const std::string& purpose) const {
  auto challenge = encode_base64url(foundations_.randomness.bytes<challenge_bytes>());
  const auto remembered = foundations_.sessions.remember_challenge(
      digest_of_secret(challenge), purpose, foundations_.clock.now() + challenge_lifetime);
  if (!remembered) return remembered.error();
  return challenge;
}

Result<bool> Passkeys::take_challenge(std::string_view client_data,
                                      const std::string& purpose) const {
  const auto data = read_client_data(client_data);
  if (!data) return data.error();
  return foundations_.sessions.take_challenge(digest_of_secret(data->challenge), purpose,
                                              foundations_.clock.now());
}

Result<std::string> Passkeys::registration_options(const std::string& account_id,
                                                   std::string_view user_name) const {
  const auto account = foundations_.identities.account(account_id);
  if (!account) return account.error();
  const auto identities = foundations_.identities.identities(account_id);
  if (!identities) return identities.error();
  const auto known = known_passkeys(*identities);
  if (known.size() >= passkeys_max)
    return Error{ErrorCode::conflict, "The account has 20 passkeys: remove one first", {}};
  const auto challenge = new_challenge(for_registration(account_id));
  if (!challenge) return challenge.error();
  return write_creation_options(
      party_, {.challenge = *challenge,
               .user_handle = handle_of(account_id),
               .user_name = std::string(whole_characters(user_name, name_bytes_max)),
               .known = known,
               .timeout = challenge_lifetime});
}

Result<Passkey> Passkeys::add(const std::string& account_id, const boost::json::value& answer,
                              std::string_view name) const {
  const auto registration = read_passkey_registration(answer);
  if (!registration) return registration.error();
  const auto ours = take_challenge(registration->client_data, for_registration(account_id));
  if (!ours) return ours.error();
  if (!*ours) return unknown_challenge();
  auto record = check_registration(party_, *registration);
  if (!record) return record.error();
  const auto now = foundations_.clock.now();
  record->user_handle = handle_of(account_id);
  record->name = whole_characters(name, name_bytes_max);
  record->created_at = record->last_used_at = now;
  const auto id = encode_base64url(bytes_of(registration->id));
  const Error taken{ErrorCode::conflict, "This passkey is registered already", {}};
  const auto owner = foundations_.identities.account_of(provider, id);
  if (!owner) return owner.error();
  if (*owner) return taken;
  const auto linked = foundations_.identities.link(
      account_id, {std::string(provider), id, write_passkey_record(*record), now});
  if (!linked) return linked.error().code == ErrorCode::conflict ? taken : linked.error();
  sessions_.forget(account_id);
  return shown(id, *record);
}

Result<std::string> Passkeys::authentication_options(std::span<const std::string> ids) const {
  std::vector<KnownPasskey> known;
  for (const auto& id : ids.first(std::min(ids.size(), passkeys_max)))
    if (decode_base64url(id)) known.push_back({id, {}});
  const auto challenge = new_challenge(known.empty() ? for_anybody : for_known_passkeys);
  if (!challenge) return challenge.error();
  return write_request_options(party_, *challenge, known, challenge_lifetime);
}

Result<void> Passkeys::take_authentication_challenge(const PasskeyAssertion& assertion) const {
  const auto anybodys = take_challenge(assertion.client_data, for_anybody);
  if (!anybodys) return anybodys.error();
  if (*anybodys) {
    if (!assertion.user_handle) return unknown_passkey();
    return {};
  }
  const auto known = take_challenge(assertion.client_data, for_known_passkeys);
  if (!known) return known.error();
  if (!*known) return unknown_challenge();
  return {};
}

Result<Passkeys::Opened> Passkeys::find(const std::string& id) const {
  const auto account = foundations_.identities.account_of(provider, id);
  if (!account) return account.error();
  if (!*account) return unknown_passkey();
  const auto identities = foundations_.identities.identities((*account)->id);
  if (!identities) return identities.error();
  for (const auto& identity : *identities) {
    if (identity.provider != provider || identity.subject != id) continue;
    auto record = read_passkey_record(identity.details);
    if (!record) break;
    return Opened{**account, identity, std::move(*record)};
  }
  return unknown_passkey();
}

Result<storage::Account> Passkeys::authenticate(const PasskeyAssertion& assertion) const {
  const auto opened = find(encode_base64url(bytes_of(assertion.id)));
  if (!opened) return opened.error();
  const auto& [account, identity, record] = *opened;
  if (assertion.user_handle && *assertion.user_handle != record.user_handle)
    return unknown_passkey();
  auto checked = check_assertion(party_, record, assertion);
  if (!checked) return checked.error();
  if (checked->counter_went_back) {
    note(foundations_, "system", "passkey.counter-went-back", account.id);
    return unproved(
        "The passkey's counter went back: it may have been copied. Sign in another way, and "
        "remove it");
  }
  checked->record.last_used_at = foundations_.clock.now();
  const auto replaced = foundations_.identities.replace_details(
      identity.provider, identity.subject, identity.details, write_passkey_record(checked->record));
  if (!replaced) return replaced.error();
  return account;
}

Result<SignedIn> Passkeys::sign_in(const boost::json::value& answer, std::string_view device_name,
                                   const std::optional<std::string>& current) const {
  const auto assertion = read_passkey_assertion(answer);
  if (!assertion) return assertion.error();
  const auto ours = take_authentication_challenge(*assertion);
  if (!ours) return ours.error();
  constexpr int attempts_max = 3;
  auto account = authenticate(*assertion);
  // Anew when the passkey was used elsewhere meanwhile.
  for (int attempt = 1;
       attempt < attempts_max && !account && account.error().code == ErrorCode::conflict; ++attempt)
    account = authenticate(*assertion);
  if (!account) return account.error();
  const auto brought = bring_along(foundations_, current, *account);
  if (!brought) return brought.error();
  if (current) sessions_.forget(*current);
  return sessions_.open(*account, device_name);
}

Result<std::vector<Passkey>> Passkeys::list(const std::string& account_id) const {
  const auto identities = foundations_.identities.identities(account_id);
  if (!identities) return identities.error();
  std::vector<Passkey> passkeys;
  for (const auto& identity : *identities) {
    if (identity.provider != provider) continue;
    if (const auto record = read_passkey_record(identity.details))
      passkeys.push_back(shown(identity.subject, *record));
  }
  std::ranges::sort(passkeys, {}, &Passkey::id);
  return passkeys;
}

Result<void> Passkeys::remove(const std::string& account_id, const std::string& id) const {
  const auto identities = foundations_.identities.identities(account_id);
  if (!identities) return identities.error();
  const bool is_there = std::ranges::any_of(*identities, [&id](const auto& identity) {
    return identity.provider == provider && identity.subject == id;
  });
  if (!is_there) return Error{ErrorCode::not_found, "There is no such passkey", {}};
  if (identities->size() == 1) {
    return Error{ErrorCode::conflict,
                 "This passkey is the only way into the account: add another one first, or delete "
                 "the account",
                 {}};
  }
  return foundations_.identities.unlink(account_id, provider, id);
}

}  // namespace astronova::accounts
