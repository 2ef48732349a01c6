#include "api/limit_classes.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace astronova::api {
namespace {

using http::Method;
using limits::LimitClass;

struct Classed {
  Method method;
  std::string_view pattern;
  std::optional<LimitClass> limit_class;
};

/// All others are LimitClass::usual. Exports, reports, conversations and searches in bulk are
/// costly.
constexpr std::array<Classed, 10> exceptions{{
    {Method::get, "/api/v1/openapi.json", std::nullopt},
    {Method::post, "/api/v1/auth/guest", LimitClass::auth},
    {Method::post, "/api/v1/auth/refresh", LimitClass::auth},
    {Method::post, "/api/v1/auth/apple", LimitClass::auth},
    {Method::post, "/api/v1/auth/apple/nonce", LimitClass::auth},
    {Method::post, "/api/v1/auth/passkey", LimitClass::auth},
    {Method::post, "/api/v1/auth/passkey/options", LimitClass::auth},
    // Apple's servers speak for all people from few addresses.
    {Method::post, "/api/v1/auth/apple/notifications", LimitClass::shared},
    {Method::get, "/api/v1/users/me/export", LimitClass::costly},
    {Method::post, "/api/v1/match/search", LimitClass::costly},
}};

}  // namespace

std::optional<LimitClass> limit_class_of(const http::RouteInfo& route) {
  if (route.priority == http::Priority::vital) return std::nullopt;
  if (!route.pattern.starts_with("/api/")) return std::nullopt;
  const auto* const found = std::ranges::find_if(exceptions, [&route](const Classed& one) {
    return one.pattern == route.pattern && one.method == route.method;
  });
  return found == exceptions.end() ? LimitClass::usual : found->limit_class;
}

}  // namespace astronova::api
