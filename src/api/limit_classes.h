#pragma once

#include <optional>

#include "http/router.h"
#include "limits/rules.h"

namespace astronova::api {

/// As what the requests of a route are counted; none: they are not. Not limited are the checks of
/// health, and whatever lies outside /api/: pages and their files. The contract says the same
/// (`x-limit-class`), and a test compares.
std::optional<limits::LimitClass> limit_class_of(const http::RouteInfo& route);

}  // namespace astronova::api
