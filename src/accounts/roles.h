#pragma once

#include <optional>
#include <string_view>

#include "storage/identity.h"

namespace astronova::accounts {

/// "guest", "user", "admin".
std::string_view name_of(storage::Role role);
std::optional<storage::Role> role_named(std::string_view name);

}  // namespace astronova::accounts
