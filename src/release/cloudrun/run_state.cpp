#include "release/cloudrun/run_state.h"

#include <algorithm>
#include <cstdlib>

#include "release/google/gcloud.h"

namespace astronova::release::cloudrun {
namespace {

using boost::json::array;
using boost::json::value;
using google::list_at;
using google::text_at;

const array nothing;

const array& elements_at(const value& json, std::string_view pointer) {
  const auto* const list = list_at(json, pointer);
  return list ? *list : nothing;
}

void read_ready(const value& json, std::string& ready, std::string& message) {
  ready = "Unknown";
  for (const auto& condition : elements_at(json, "/status/conditions")) {
    if (text_at(condition, "/type") != "Ready") continue;
    ready = text_at(condition, "/status");
    message = text_at(condition, "/message");
  }
}

std::string digest_in(const std::string& image) {
  const auto at = image.find("@sha256:");
  return at == std::string::npos ? "" : image.substr(at + 1);
}

RunRevision read_revision(const value& json) {
  RunRevision revision;
  revision.name = text_at(json, "/metadata/name");
  revision.image = text_at(json, "/spec/containers/0/image");
  revision.digest = digest_in(revision.image);
  if (revision.digest.empty()) revision.digest = digest_in(text_at(json, "/status/imageDigest"));
  revision.version_label = text_at(json, "/metadata/labels/astronova-version");
  read_ready(json, revision.ready, revision.message);
  return revision;
}

}  // namespace

const RunRevision* RunState::find(std::string_view revision) const {
  const auto found = std::ranges::find(revisions, revision, &RunRevision::name);
  return found == revisions.end() ? nullptr : &*found;
}

int RunState::percent_of(std::string_view revision) const {
  int percent = 0;
  for (const auto& target : traffic)
    if (target.revision == revision) percent += target.percent;
  return percent;
}

std::string RunState::tagged(std::string_view tag) const {
  const auto found = std::ranges::find(traffic, tag, &RunTarget::tag);
  return found == traffic.end() ? "" : found->revision;
}

bool RunState::is_all_with(std::string_view revision) const {
  return percent_of(revision) == 100 && !follows_latest;
}

RunState read_run_state(const value& service, const value& revisions) {
  RunState state;
  state.exists = true;
  for (const auto& json : elements_at(revisions, ""))
    state.revisions.push_back(read_revision(json));
  for (const auto& json : elements_at(service, "/status/traffic")) {
    state.traffic.push_back({text_at(json, "/revisionName"),
                             std::atoi(text_at(json, "/percent").c_str()), text_at(json, "/tag"),
                             text_at(json, "/url")});
  }
  state.follows_latest =
      std::ranges::any_of(elements_at(service, "/spec/traffic"), [](const auto& target) {
        return text_at(target, "/latestRevision") == "true" && text_at(target, "/percent") != "0" &&
               !text_at(target, "/percent").empty();
      });
  read_ready(service, state.ready, state.message);
  state.is_settled =
      text_at(service, "/metadata/generation") == text_at(service, "/status/observedGeneration") &&
      state.ready != "Unknown";
  return state;
}

}  // namespace astronova::release::cloudrun
