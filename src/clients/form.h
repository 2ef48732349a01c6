#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace astronova::clients {

/// A body of application/x-www-form-urlencoded
/// (https://url.spec.whatwg.org/#application/x-www-form-urlencoded), with %20 for a space.
std::string form(const std::vector<std::pair<std::string_view, std::string_view>>& fields);

}  // namespace astronova::clients
