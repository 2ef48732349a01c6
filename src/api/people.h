#pragma once

#include "accounts/account_deletion.h"
#include "accounts/apple_notifications.h"
#include "accounts/apple_sign_in.h"
#include "accounts/foundations.h"
#include "accounts/passkeys/passkeys.h"
#include "accounts/sessions.h"
#include "storage/database.h"

namespace astronova::api {

/// What the routes of Sign in with Apple work with.
struct Apple {
  const accounts::AppleSignIn& sign_in;
  const accounts::AppleNotifications& notifications;
};

/// What the routes of accounts and of what people keep work with. The caller keeps it alive as long
/// as the router.
struct People {
  storage::Database& database;
  const accounts::Foundations& foundations;
  accounts::Sessions& sessions;
  const accounts::AccountDeletion& deletion;
  const accounts::Passkeys& passkeys;
  const Apple* apple = nullptr;  ///< none: Sign in with Apple is not configured
};

}  // namespace astronova::api
