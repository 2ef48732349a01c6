#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accounts/passkeys/passkey_answer.h"
#include "accounts/passkeys/passkey_record.h"
#include "base/result.h"

namespace astronova::accounts {

/// For whom passkeys are.
struct RelyingParty {
  std::string id;    ///< a domain: "example.org"
  std::string name;  ///< as people are shown it
  /// Where the ceremonies may take place: "https://example.org", "android:apk-key-hash:…"
  std::vector<std::string> origins;
  /// Whether the authenticator has to have recognised the person (a finger, a face, a PIN), and
  /// not only somebody's touch.
  bool require_user_verification = false;
};

/// The checks of both ceremonies that need no memory: WebAuthn Level 3, 7.1 and 7.2, but for the
/// challenge, which the caller takes by its name in ClientData, and for whose credential it is.

/// What to keep of a new passkey, its name, user handle and times aside.
/// errors  malformed, invalid_value, unauthenticated
Result<PasskeyRecord> check_registration(const RelyingParty& party,
                                         const PasskeyRegistration& registration);

/// Whether the passkey's owner answered.
/// The record with what is new of it: counter, backup. `counter_went_back` is told apart: somebody
/// may have copied the key.
struct CheckedAssertion {
  PasskeyRecord record;
  bool counter_went_back = false;
};
/// errors  malformed, unauthenticated
Result<CheckedAssertion> check_assertion(const RelyingParty& party, PasskeyRecord record,
                                         const PasskeyAssertion& assertion);

}  // namespace astronova::accounts
