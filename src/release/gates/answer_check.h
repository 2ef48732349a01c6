#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/http_client.h"
#include "release/gates/smoke.h"

namespace astronova::release {

/// What an answer lacks of what a request of a smoke test wants.
struct Shortcoming {
  std::string measured{};  ///< "/status is 'unhealthy'"
  std::string wanted{};    ///< "'healthy'"
};

/// The first of them; nothing where the answer is as it must be.
std::optional<Shortcoming> shortcoming_of(const clients::HttpResponse& answer,
                                          const SmokeRequest& wanted, std::string_view version);

/// The paths below `prefix` that `src` and `href` of an HTML page name, each once, in their order;
/// 50 at most.
std::vector<std::string> links_in(std::string_view html, std::string_view prefix);

}  // namespace astronova::release
