#pragma once

#include <string_view>

#include "accounts/account_deletion.h"
#include "accounts/apple_tokens.h"

namespace astronova::accounts {

/// Applies what Apple tells this server of people who change their Apple Accounts:
///
/// - `consent-revoked`: all sessions of the account end, and what Apple had told and granted is
///   dropped: address, name, grant. The identity is unlinked where the account has another way in.
///   Where it has none, the bare identity stays linked: without it the person could neither reach
///   nor delete what is theirs, and Apple gives them the same subject when they consent again.
/// - `account-deleted`: the identity is unlinked and all sessions end. An account without another
///   way in is deleted, as nobody can ever open it again.
/// - `email-disabled`, `email-enabled`: kept with the identity.
///
/// What is told of people who are not known here, of something from before they last signed in, or
/// of a kind that is not known, changes nothing. Telling twice does no more than telling once.
///
/// source
/// https://developer.apple.com/documentation/signinwithapple/processing-changes-for-sign-in-with-apple-accounts
/// Threads: all may call at once.
class AppleNotifications {
 public:
  AppleNotifications(const Foundations& foundations, Sessions& sessions, const AppleTokens& tokens,
                     const AccountDeletion& deletion)
      : foundations_(foundations), sessions_(sessions), tokens_(tokens), deletion_(deletion) {}

  /// `payload` is the member of that name of what Apple posts.
  /// errors  unauthenticated (it is not Apple's word), unavailable: Apple may tell it again
  Result<void> apply(std::string_view payload) const;

 private:
  struct Subject {
    storage::Account account;
    storage::Identity identity;
    bool has_another_way_in = false;
  };

  Result<void> apply_event(const AppleEvent& event) const;
  Result<void> try_event(const AppleEvent& event) const;
  Result<std::optional<Subject>> find(const std::string& subject) const;
  Result<void> revoke_consent(const Subject& subject, const AppleEvent& event) const;
  Result<void> delete_identity(const Subject& subject) const;
  Result<void> set_forwarding(const Subject& subject, const AppleEvent& event) const;

  Foundations foundations_;
  Sessions& sessions_;
  const AppleTokens& tokens_;
  const AccountDeletion& deletion_;
};

}  // namespace astronova::accounts
