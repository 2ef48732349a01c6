#include "accounts/apple_notifications.h"

#include <algorithm>

#include "accounts/apple_details.h"
#include "accounts/claims.h"

namespace astronova::accounts {
namespace {

// Something that was over when the person signed in again. Clocks may differ.
bool is_outdated(const AppleEvent& event, const AppleDetails& details) {
  return details.signed_in_at && event.at + clock_skew_max < *details.signed_in_at;
}

Result<void> unless_gone(const Result<void>& done) {
  if (!done && done.error().code != ErrorCode::not_found) return done.error();
  return {};
}

}  // namespace

Result<void> AppleNotifications::apply(std::string_view payload) const {
  const auto events = tokens_.events(payload);
  if (!events) return events.error();
  for (const auto& event : *events)
    if (const auto applied = apply_event(event); !applied) return applied.error();
  return {};
}

// Anew when somebody changed the identity meanwhile.
Result<void> AppleNotifications::apply_event(const AppleEvent& event) const {
  constexpr int attempts_max = 3;
  for (int attempt = 1;; ++attempt) {
    auto applied = try_event(event);
    if (applied || applied.error().code != ErrorCode::conflict || attempt == attempts_max)
      return applied;
  }
}

Result<std::optional<AppleNotifications::Subject>> AppleNotifications::find(
    const std::string& subject) const {
  const std::optional<Subject> none;
  const auto account = foundations_.identities.account_of("apple", subject);
  if (!account) return account.error();
  if (!*account) return none;
  const auto identities = foundations_.identities.identities((*account)->id);
  if (!identities) return identities.error();
  const auto found = std::ranges::find_if(*identities, [&subject](const auto& identity) {
    return identity.provider == "apple" && identity.subject == subject;
  });
  if (found == identities->end()) return none;
  return std::optional(Subject{**account, *found, identities->size() > 1});
}

Result<void> AppleNotifications::try_event(const AppleEvent& event) const {
  using Type = AppleEvent::Type;
  const auto found = find(event.subject);
  if (!found) return found.error();
  if (!*found || is_outdated(event, read_apple_details((*found)->identity.details))) return {};
  const auto& subject = **found;
  switch (event.type) {
    case Type::consent_revoked:
      return revoke_consent(subject, event);
    case Type::account_deleted:
      return delete_identity(subject);
    case Type::email_disabled:
    case Type::email_enabled:
      return set_forwarding(subject, event);
    case Type::other:
      break;
  }
  return {};
}

Result<void> AppleNotifications::revoke_consent(const Subject& subject,
                                                const AppleEvent& event) const {
  const auto& [account, identity, has_another_way_in] = subject;
  auto& identities = foundations_.identities;
  const auto dropped =
      has_another_way_in
          ? unless_gone(identities.unlink(account.id, identity.provider, identity.subject))
          : unless_gone(
                identities.replace_details(identity.provider, identity.subject, identity.details,
                                           write_apple_details({.consent_revoked_at = event.at})));
  if (!dropped) return dropped.error();
  note(foundations_, "system", "apple.consent-revoked", account.id);
  return sessions_.end_all(account.id);
}

Result<void> AppleNotifications::delete_identity(const Subject& subject) const {
  const auto& [account, identity, has_another_way_in] = subject;
  if (!has_another_way_in) return unless_gone(deletion_.delete_account(account.id, "system"));
  const auto unlinked =
      unless_gone(foundations_.identities.unlink(account.id, identity.provider, identity.subject));
  if (!unlinked) return unlinked.error();
  note(foundations_, "system", "apple.account-deleted", account.id);
  return sessions_.end_all(account.id);
}

Result<void> AppleNotifications::set_forwarding(const Subject& subject,
                                                const AppleEvent& event) const {
  const auto& identity = subject.identity;
  auto details = read_apple_details(identity.details);
  details.email_forwarded = event.type == AppleEvent::Type::email_enabled;
  if (event.email) details.email = event.email;
  return unless_gone(foundations_.identities.replace_details(
      identity.provider, identity.subject, identity.details, write_apple_details(details)));
}

}  // namespace astronova::accounts
