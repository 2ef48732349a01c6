#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/passkeys/ceremonies.h"
#include "accounts/sessions.h"
#include "base/result.h"

namespace astronova::accounts {

/// A passkey as its owner is shown it.
struct Passkey {
  std::string id;  ///< the credential's id in base64url
  std::string name;
  bool backed_up = false;
  Instant created_at{};
  Instant last_used_at{};
};

/// Passkeys (WebAuthn Level 3): a way in that needs no company. A registration adds one to the
/// account that is signed in, and makes a user of a guest; an authentication opens the account that
/// the passkey was added to.
///
/// Each ceremony begins with options, whose challenge is good once and for challenge_lifetime, for
/// that account (registration) or for anybody (authentication); JSON as
/// `PublicKeyCredential.parseCreationOptionsFromJSON` and `parseRequestOptionsFromJSON` take it,
/// and as `toJSON()` answers it.
///
/// The user handle that authenticators know a person by is the 16 bytes of the account's id:
/// random, and nobody's name. A passkey keeps its handle when its account is merged into another.
///
/// Threads: all may call at once; a call waits for the database.
/// errors  unavailable, besides those named
class Passkeys {
 public:
  static constexpr std::chrono::minutes challenge_lifetime{5};
  static constexpr std::size_t passkeys_max = 20;  ///< an account
  static constexpr std::size_t name_bytes_max = 100;

  Passkeys(const Foundations& foundations, Sessions& sessions, RelyingParty party)
      : foundations_(foundations), sessions_(sessions), party_(std::move(party)) {}

  /// Options to add a passkey to an account. `user_name` is what the person's devices list it by.
  /// errors  not_found, conflict (the account has passkeys_max)
  Result<std::string> registration_options(const std::string& account_id,
                                           std::string_view user_name) const;

  /// Adds the passkey that a RegistrationResponseJSON brings; `name` is what the person calls it.
  /// errors  malformed, invalid_value, unauthenticated, conflict (it is registered already)
  Result<Passkey> add(const std::string& account_id, const boost::json::value& answer,
                      std::string_view name) const;

  /// Options to sign in. With no ids, any passkey that its authenticator can list by itself will
  /// do; else one of those, which a browser may have remembered (at most passkeys_max are taken).
  Result<std::string> authentication_options(std::span<const std::string> ids = {}) const;

  /// Signs in with an AuthenticationResponseJSON. What `current`, a guest, has moves along
  /// (linking.h). A passkey whose counter went back is refused, and the audit log has
  /// `passkey.counter-went-back`.
  /// errors  malformed, invalid_value, unauthenticated, conflict (linking.h)
  Result<SignedIn> sign_in(const boost::json::value& answer, std::string_view device_name,
                           const std::optional<std::string>& current) const;

  /// In the order of their ids.
  Result<std::vector<Passkey>> list(const std::string& account_id) const;

  /// errors  not_found, conflict (it is the account's only way in)
  Result<void> remove(const std::string& account_id, const std::string& id) const;

 private:
  struct Opened {
    storage::Account account;
    storage::Identity identity;
    PasskeyRecord record;
  };

  Result<std::string> new_challenge(const std::string& purpose) const;
  Result<bool> take_challenge(std::string_view client_data, const std::string& purpose) const;
  Result<void> take_authentication_challenge(const PasskeyAssertion& assertion) const;
  Result<Opened> find(const std::string& id) const;
  Result<storage::Account> authenticate(const PasskeyAssertion& assertion) const;

  Foundations foundations_;
  Sessions& sessions_;
  RelyingParty party_;
};

}  // namespace astronova::accounts
