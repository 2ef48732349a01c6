#include "health/claude_probe.h"

#include <boost/json/parse.hpp>
#include <utility>

#include <fmt/format.h>

namespace astronova::health {
namespace {

std::string without_slash_at_end(std::string address) {
  while (address.ends_with('/'))
    address.pop_back();
  return address;
}

// A proxy or a page to sign in to may answer 200 as well.
bool is_list(const std::string& body) {
  boost::system::error_code failed;
  const auto json = boost::json::parse(body, failed);
  const auto* const list = failed ? nullptr : json.if_object();
  const auto* const data = list ? list->if_contains("data") : nullptr;
  return data && data->is_array();
}

Finding finding_of_status(unsigned status) {
  switch (status) {
    case 401:
    case 403:
      return unhealthy("the key is refused");
    case 429:
      return unhealthy("the key's rate limit is used up");
    case 529:
      return unhealthy("it is overloaded");
    default:
      return unhealthy(fmt::format("it answers {}", status));
  }
}

}  // namespace

ClaudeProbe::ClaudeProbe(clients::HttpClient& client, ClaudeSettings settings)
    : client_(client), settings_(std::move(settings)) {}

Finding ClaudeProbe::run(std::chrono::milliseconds within) {
  clients::HttpRequest request;
  request.url = without_slash_at_end(settings_.base_address) + "/v1/models?limit=1";
  request.headers = {{"x-api-key", settings_.api_key}, {"anthropic-version", "2023-06-01"}};
  request.deadline = within;
  request.idempotent = true;
  request.retried = false;
  const auto answer = client_.send(request);
  if (!answer) return unhealthy(answer.error().detail);
  if (answer->status != 200) return finding_of_status(answer->status);
  return is_list(answer->body) ? Finding{} : unhealthy("it does not answer as Claude's API does");
}

}  // namespace astronova::health
