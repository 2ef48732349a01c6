#include "clients/google_cloud/cloud_monitoring.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "clients/google_cloud/monitoring_json.h"
#include "clients/retry_after.h"

namespace astronova::clients::google_cloud {
namespace {

using std::chrono::milliseconds;

std::string without_slash_at_end(std::string address) {
  while (address.ends_with('/'))
    address.pop_back();
  return address;
}

FiguresRefused refused(const Error& error) {
  return {.reason = error.detail};
}

// What an operator can do about it. What Google writes is not passed on, as it quotes what was
// sent.
std::string_view mended_by(unsigned status) {
  switch (status) {
    case 400:
      return ": it does not take what was written";
    case 401:
      return ": it does not take the token of the service account";
    case 403:
      return ": the service account needs the role roles/monitoring.metricWriter, and the project "
             "the Cloud Monitoring API (monitoring.googleapis.com)";
    case 404:
      return ": there is no such project; --google-cloud-project names it";
    case 429:
      return ": the project's quota is used up";
    default:
      return "";
  }
}

}  // namespace

CloudMonitoring::CloudMonitoring(HttpClient& http, MetadataServer& metadata,
                                 CloudMonitoringSettings settings)
    : http_(http),
      metadata_(metadata),
      address_(without_slash_at_end(std::move(settings.address))),
      task_(std::move(settings.task)) {}

std::optional<FiguresRefused> CloudMonitoring::write(std::span<const TimeSeries> series,
                                                     Instant began, Instant now,
                                                     milliseconds within) {
  const auto until = Deadline::clock::now() + within;
  if (auto trouble = find_place(until)) return trouble;
  if (auto trouble = describe(series, until)) return trouble;
  while (!series.empty()) {
    const auto some = series.first(std::min(series.size(), series_per_request));
    series = series.subspan(some.size());
    if (auto trouble = post("timeSeries", time_series_request(task_, some, began, now), until))
      return trouble;
  }
  return std::nullopt;
}

CloudMonitoring::Outcome CloudMonitoring::find_place(Deadline until) {
  if (task_.project_id.empty()) {
    auto project = metadata_.entry("project/project-id", until);
    if (!project) return refused(project.error());
    task_.project_id = *std::move(project);
  }
  if (task_.location.empty()) {
    auto location = find_location(until);
    if (!location) return refused(location.error());
    task_.location = *std::move(location);
  }
  return std::nullopt;
}

// "projects/123/regions/europe-west1" in Cloud Run; a machine has a zone alone.
Result<std::string> CloudMonitoring::find_location(Deadline until) {
  auto place = metadata_.entry("instance/region", until);
  if (!place && place.error().code == ErrorCode::not_found)
    place = metadata_.entry("instance/zone", until);
  if (!place) return place;
  return place->substr(place->rfind('/') + 1);
}

CloudMonitoring::Outcome CloudMonitoring::describe(std::span<const TimeSeries> series,
                                                   Deadline until) {
  for (const auto& one : series) {
    if (described_.contains(one.metric->name)) continue;
    if (auto trouble = post("metricDescriptors", metric_descriptor(*one.metric), until))
      return trouble;
    described_.insert(one.metric->name);
  }
  return std::nullopt;
}

CloudMonitoring::Outcome CloudMonitoring::post(std::string_view method, std::string body,
                                               Deadline until) {
  const auto token = metadata_.token(until);
  if (!token) return refused(token.error());
  const auto left = std::chrono::duration_cast<milliseconds>(until - Deadline::clock::now());
  if (left <= milliseconds(0)) return FiguresRefused{.reason = "the time for it is over"};
  HttpRequest request;
  request.method = HttpMethod::post;
  request.url = fmt::format("{}/v3/projects/{}/{}", address_, task_.project_id, method);
  request.headers = {{"authorization", "Bearer " + *token}, {"content-type", "application/json"}};
  request.body = std::move(body);
  request.deadline = left;
  request.retried = false;
  const auto answer = http_.send(request);
  if (!answer) return refused(answer.error());
  if (answer->status == 200) return std::nullopt;
  if (answer->status == 401) metadata_.forget_token();
  return FiguresRefused{.reason = fmt::format("Cloud Monitoring answers {}{}", answer->status,
                                              mended_by(answer->status)),
                        .retry_after = retry_after(*answer)};
}

}  // namespace astronova::clients::google_cloud
