#pragma once

#include "accounts/foundations.h"
#include "accounts/sessions.h"
#include "base/randomness.h"
#include "storage/database.h"

namespace astronova::api {

/// What the routes of accounts and of what people keep work with. The caller keeps it alive as long
/// as the router.
struct People {
  storage::Database& database;
  const accounts::Foundations& foundations;
  accounts::Sessions& sessions;
};

}  // namespace astronova::api
