#include "accounts/apple_sign_in.h"

#include <utility>

#include "accounts/base64url.h"
#include "accounts/digest.h"
#include "accounts/linking.h"
#include "accounts/refusals.h"

namespace astronova::accounts {
namespace {

constexpr std::string_view nonce_purpose = "apple-nonce";
constexpr std::size_t nonce_bytes = 32;

Error wrong_nonce() {
  return unproved(
      "The nonce is not the one of the identity token: send the nonce whose SHA-256 was passed to "
      "Apple, or pass and send one that this server gave");
}

// What is known now, over what was known before: Apple tells most things once only.
AppleDetails updated(AppleDetails known, const AppleIdentity& identity,
                     const AppleCredential& credential, std::optional<std::string> refresh_token,
                     Instant now) {
  if (identity.email) {
    known.email = identity.email;
    known.email_verified = identity.email_verified;
    known.private_email = identity.private_email;
  }
  if (credential.full_name) known.full_name = credential.full_name;
  if (refresh_token) {
    known.client_id = identity.client_id;
    known.refresh_token = std::move(refresh_token);
  }
  known.signed_in_at = now;
  known.consent_revoked_at.reset();
  return known;
}

}  // namespace

Result<std::string> AppleSignIn::new_nonce() const {
  auto nonce = encode_base64url(foundations_.randomness.bytes<nonce_bytes>());
  const auto remembered = foundations_.sessions.remember_challenge(
      digest_of_secret(nonce), nonce_purpose, foundations_.clock.now() + nonce_lifetime);
  if (!remembered) return remembered.error();
  return nonce;
}

Result<void> AppleSignIn::check_nonce(const AppleIdentity& identity,
                                      const std::optional<std::string>& nonce) const {
  if (!identity.nonce) {
    const bool could_not_come_back = nonce && identity.nonce_supported == false;
    if (settings_.require_nonce || (nonce && !could_not_come_back)) return wrong_nonce();
    return {};
  }
  if (!nonce) return wrong_nonce();
  if (same_secret(*identity.nonce, digest_of_secret(*nonce))) return {};
  if (!same_secret(*identity.nonce, *nonce)) return wrong_nonce();
  const auto ours = foundations_.sessions.take_challenge(digest_of_secret(*nonce), nonce_purpose,
                                                         foundations_.clock.now());
  if (!ours) return ours.error();
  if (!*ours) return wrong_nonce();
  return {};
}

Result<std::optional<std::string>> AppleSignIn::refresh_token_for(
    const AppleIdentity& identity, const AppleCredential& credential) const {
  const std::optional<std::string> none;
  if (grants_ == nullptr || !credential.authorization_code) {
    if (settings_.require_grant) return unproved("An authorization code of Apple's is needed");
    return none;
  }
  const auto failed = [&](const Error& why) -> Result<std::optional<std::string>> {
    if (settings_.require_grant) return why;
    return none;
  };
  const auto grant = grants_->exchange(
      {identity.client_id, *credential.authorization_code, credential.redirect_uri});
  if (!grant) return failed(grant.error());
  const auto granted_by = tokens_.identity(grant->identity_token);
  if (!granted_by) return failed(granted_by.error());
  if (granted_by->subject != identity.subject) {
    return unproved("The authorization code is not of the person of the identity token");
  }
  return std::optional(grant->refresh_token);
}

Result<AppleDetails> AppleSignIn::known_details(const std::string& subject) const {
  const auto account = foundations_.identities.account_of("apple", subject);
  if (!account) return account.error();
  if (!*account) return AppleDetails{};
  const auto identities = foundations_.identities.identities((*account)->id);
  if (!identities) return identities.error();
  for (const auto& identity : *identities)
    if (identity.provider == "apple" && identity.subject == subject)
      return read_apple_details(identity.details);
  return AppleDetails{};
}

Result<SignedIn> AppleSignIn::sign_in(const AppleCredential& credential,
                                      const std::optional<std::string>& current) const {
  const auto identity = tokens_.identity(credential.identity_token);
  if (!identity) return identity.error();
  const auto checked = check_nonce(*identity, credential.nonce);
  if (!checked) return checked.error();
  auto refresh_token = refresh_token_for(*identity, credential);
  if (!refresh_token) return refresh_token.error();
  auto known = known_details(identity->subject);
  if (!known) return known.error();
  const auto now = foundations_.clock.now();
  const auto details =
      updated(std::move(*known), *identity, credential, std::move(*refresh_token), now);
  const auto account = account_for(
      foundations_, {"apple", identity->subject, write_apple_details(details), now}, current);
  if (!account) return account.error();
  if (current) sessions_.forget(*current);
  return sessions_.open(*account, credential.device_name);
}

}  // namespace astronova::accounts
