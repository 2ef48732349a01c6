#include "clients/google_cloud/metadata_server.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <utility>

#include <fmt/format.h>

namespace astronova::clients::google_cloud {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds before_expiry{225};
constexpr milliseconds patience{3'000};  // it is in the machine itself

Error unavailable(std::string detail) {
  return {ErrorCode::unavailable, std::move(detail), {}};
}

struct Lent {
  std::string text;
  seconds good_for;
};

std::optional<Lent> read_token(const std::string& body) {
  boost::system::error_code wrong;
  const auto json = boost::json::parse(body, wrong);
  const auto* const object = wrong ? nullptr : json.if_object();
  if (!object) return std::nullopt;
  const auto* const text = object->if_contains("access_token");
  const auto* const expires = object->if_contains("expires_in");
  if (!text || !text->is_string() || text->get_string().empty() || !expires ||
      !expires->is_number())
    return std::nullopt;
  const auto good_for = expires->to_number<std::int64_t>(wrong);
  if (wrong) return std::nullopt;
  return Lent{std::string(text->get_string()),
              seconds(std::clamp<std::int64_t>(good_for, 0, 86'400))};
}

}  // namespace

MetadataServer::MetadataServer(HttpClient& http, const std::string& host, const Clock& clock)
    : http_(http), address_("http://" + host + "/computeMetadata/v1/"), clock_(clock) {}

Result<std::string> MetadataServer::entry(std::string_view name, Deadline until) {
  const auto left = std::chrono::duration_cast<milliseconds>(until - Deadline::clock::now());
  if (left <= milliseconds(0)) return unavailable("The time for it is over.");
  HttpRequest request;
  request.url = address_ + std::string(name);
  request.headers = {{"Metadata-Flavor", "Google"}};
  request.deadline = std::min(left, patience);
  request.idempotent = true;
  auto answer = http_.send(request);
  if (!answer) return answer.error();
  if (answer->header("metadata-flavor").value_or("") != "Google")
    return unavailable("What answers is not the metadata server of Google Cloud.");
  if (answer->status == 404) {
    return Error{ErrorCode::not_found,
                 fmt::format("The metadata server of Google Cloud has no {}.", name),
                 {}};
  }
  if (answer->status != 200) {
    return unavailable(fmt::format("The metadata server of Google Cloud answers {} for {}.",
                                   answer->status, name));
  }
  return std::move(answer->body);
}

Result<std::string> MetadataServer::token(Deadline until) {
  const auto now = clock_.now();
  if (token_ && now < token_->good_until) return token_->text;
  const auto answer = entry("instance/service-accounts/default/token", until);
  if (!answer) return answer.error();
  auto lent = read_token(*answer);
  if (!lent) return unavailable("The metadata server of Google Cloud gives no legible token.");
  token_ = Token{std::move(lent->text), now + lent->good_for - before_expiry};
  return token_->text;
}

}  // namespace astronova::clients::google_cloud
