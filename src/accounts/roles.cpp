#include "accounts/roles.h"

#include <array>
#include <utility>

namespace astronova::accounts {
namespace {

using storage::Role;

constexpr std::array<std::pair<Role, std::string_view>, 3> names{{
    {Role::guest, "guest"},
    {Role::user, "user"},
    {Role::admin, "admin"},
}};

}  // namespace

std::string_view name_of(Role role) {
  for (const auto& [known, name] : names)
    if (known == role) return name;
  return "";
}

std::optional<Role> role_named(std::string_view name) {
  for (const auto& [role, known] : names)
    if (known == name) return role;
  return std::nullopt;
}

}  // namespace astronova::accounts
