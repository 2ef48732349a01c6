#include "tests/release/support/trial.h"

#include <algorithm>

#include <fmt/format.h>

namespace astronova::testing {
namespace {

using namespace release;

Error unavailable(std::string why) {
  return {ErrorCode::unavailable, std::move(why), {}};
}

clients::HttpResponse answer(unsigned status, std::string body = "") {
  return {status, {{"content-type", "application/json"}}, std::move(body)};
}

}  // namespace

void World::add_serving(const std::string& name, const std::string& version) {
  revisions[name] = {
      name, {version, "sha256:" + version, version}, 100, true, true, "http://" + name + ".test"};
  builds[name] = revisions[name].artifact;
  for (const auto& path : tested_paths)
    well_answered[name].insert(path);
}

void World::give(const std::string& name, int percent) {
  auto& revision = revisions.at(name);
  revision.traffic_percent = percent;
  if (percent == 0) return;
  for (const auto& path : tested_paths) {
    if (!well_answered[name].contains(path))
      violations.push_back(fmt::format("{} has {} % without {}", name, percent, path));
  }
  if (crashing_at_traffic.contains(revision.artifact.version)) {
    revision.is_running = false;
    revision.is_ready = false;
  }
}

Result<ServiceStatus> FakeEngine::status() {
  ServiceStatus status;
  for (const auto& [name, revision] : world_.revisions)
    status.revisions.push_back(revision);
  return status;
}

Result<Artifact> FakeEngine::resolve(const std::string& named) {
  if (named == "missing") return Error{ErrorCode::invalid_value, "there is no such build", {}};
  return Artifact{named, "sha256:" + named, named};
}

std::vector<std::string> FakeEngine::describe(const Operation& operation) const {
  return {fmt::format("operation {}", operation.index())};
}

Result<void> FakeEngine::perform(const Operation& operation) {
  bomb_.tick();
  auto done = std::visit(
      [this](const auto& one) -> Result<void> {
        using One = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<One, Start>) return start(one);
        if constexpr (std::is_same_v<One, Split>) return split(one);
        if constexpr (std::is_same_v<One, Serve>) return serve(one);
        if constexpr (std::is_same_v<One, Discard>) return discard(one);
      },
      operation);
  bomb_.tick();
  return done;
}

Result<void> FakeEngine::start(const Start& start) {
  world_.told.push_back("start " + start.revision);
  const auto& version = start.artifact.version;
  if (world_.not_startable.contains(version)) return unavailable("it ended with 127");
  auto& revision = world_.revisions[start.revision];
  revision.name = start.revision;
  revision.artifact = start.artifact;
  world_.builds[start.revision] = start.artifact;
  revision.is_running = true;
  revision.address = "http://" + start.revision + ".test";
  if (world_.never_ready.contains(version)) return unavailable("it is not ready after 60 s");
  revision.is_ready = true;
  return {};
}

Result<void> FakeEngine::split(const Split& split) {
  world_.told.push_back(fmt::format("split {} {}", split.candidate, split.candidate_percent));
  if (world_.broken_operation == "split") return unavailable("the balancer is silent");
  world_.give(split.candidate, split.candidate_percent);
  world_.give(split.stable, 100 - split.candidate_percent);
  return {};
}

Result<void> FakeEngine::serve(const Serve& serve) {
  world_.told.push_back("serve " + serve.revision);
  if (world_.broken_operation == "serve " + serve.revision)
    return unavailable("the balancer is silent");
  auto& revision = world_.revisions[serve.revision];
  if (revision.name.empty()) {
    revision.name = serve.revision;
    revision.artifact = world_.builds.at(serve.revision);
    revision.address = "http://" + serve.revision + ".test";
  }
  revision.is_running = true;
  revision.is_ready = true;
  world_.give(serve.revision, 100);
  for (auto& [name, other] : world_.revisions) {
    if (name == serve.revision) continue;
    other.traffic_percent = 0;
    other.is_running = other.is_running && name == serve.keep;
    other.is_ready = other.is_running;
  }
  return {};
}

Result<void> FakeEngine::discard(const Discard& discard) {
  world_.told.push_back("discard " + discard.revision);
  if (world_.traffic_of(discard.revision) > 0)
    return Error{ErrorCode::conflict, "it has traffic", {}};
  world_.revisions.erase(discard.revision);
  return {};
}

Result<void> FakeFigures::begin(const std::vector<Revision>& /*revisions*/) {
  return {};
}

Result<Figures> FakeFigures::of(const Revision& revision, std::chrono::seconds /*window*/) {
  const auto found = world_.figures.find(revision.artifact.version);
  if (found != world_.figures.end()) return found->second;
  return Figures{10'000, 0, std::chrono::milliseconds(10)};
}

Result<clients::HttpResponse> FakeHttp::send(const clients::HttpRequest& request) {
  const std::string_view url = request.url;
  const auto host = url.substr(7, url.find(".test") - 7);
  const std::string path(url.substr(url.find(".test") + 5));
  if (host == "hook") {
    posted.push_back(request.body);
    return answer(webhook_status);
  }
  auto name = std::string(host);
  if (host == "service") {
    for (const auto& [known, revision] : world_.revisions) {
      if (revision.traffic_percent == 100) name = known;
    }
  }
  const auto found = world_.revisions.find(name);
  if (found == world_.revisions.end() || !found->second.is_running)
    return unavailable("127.0.0.1:8081: connection refused");
  const auto& revision = found->second;
  if (path == "/readyz") return answer(revision.is_ready ? 200 : 503);
  const auto broken = world_.broken_paths.find(revision.artifact.version);
  if (broken != world_.broken_paths.end() && broken->second.contains(path)) return answer(500);
  world_.well_answered[name].insert(path);
  const auto version = world_.wrong_version.contains(revision.artifact.version)
                           ? "0.0.0"
                           : revision.artifact.version;
  return answer(200, fmt::format(R"({{"version":"{}"}})", version));
}

Result<Schema> FakeSchemas::of(const Artifact& artifact) {
  if (unknown.contains(artifact.version)) return unavailable("it cannot be asked");
  const auto found = by_version.find(artifact.version);
  return found == by_version.end() ? Schema{4, 1} : found->second;
}

Trial::Trial() {
  settings.service.state = folder.path();
  settings.service.address = "http://service.test";
  settings.smoke.attempts = 1;
  for (const auto& path : tested_paths) {
    SmokeRequest request;
    request.name = path.substr(1);
    request.path = path;
    request.json = {{"/version", {SettingScalar::Kind::text, "{version}", 0}}};
    request.is_vital = path == tested_paths.front();
    settings.smoke.requests.push_back(request);
  }
}

std::string Trial::serving() const {
  for (const auto& [name, revision] : world.revisions) {
    if (revision.traffic_percent == 100 && revision.is_running) return name;
  }
  return "";
}

AuditEntry Trial::last(const std::string& action) const {
  const auto entries = audit.read().value();
  const auto found = std::find_if(entries.rbegin(), entries.rend(),
                                  [&](const auto& entry) { return entry.action == action; });
  return found == entries.rend() ? AuditEntry{} : *found;
}

}  // namespace astronova::testing
