#include "release/cloudrun/cloudrun_engine.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "release/cloudrun/image_tags.h"
#include "release/cloudrun/run_commands.h"
#include "release/cloudrun/run_service.h"
#include "release/google/service_file.h"

namespace astronova::release::cloudrun {
namespace {

using google::text_at;

Error conflict(std::string detail) {
  return {ErrorCode::conflict, std::move(detail), {}};
}

bool can_be_suffix(const std::string& name) {
  const auto is_fit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && std::ranges::all_of(name, is_fit) && name.back() != '-';
}

Result<void> done(const Result<RunState>& state) {
  if (!state) return state.error();
  return {};
}

class CloudRunEngine final : public Engine {
 public:
  CloudRunEngine(CloudRunSettings settings, ProgramRunner& runner)
      : settings_(std::move(settings)),
        runner_(runner),
        commands_(settings_.cloud.project, settings_.cloud.region, settings_.cloud.service.name,
                  settings_.cloud.service.tag),
        service_(settings_, commands_, runner) {}

  Result<ServiceStatus> status() override;
  Result<Artifact> resolve(const std::string& named) override {
    return find_image(named, settings_.cloud.image(), commands_, runner_);
  }
  std::vector<std::string> describe(const Operation& operation) const override;
  Result<void> perform(const Operation& operation) override;

 private:
  Result<void> perform_start(const Start& start);
  Result<void> perform_split(const Split& split);
  Result<void> perform_serve(const Serve& serve);
  Result<void> perform_discard(const Discard& discard);

  Result<RunState> create(const Start& start);
  Revision revision_of(const RunState& state, const RunRevision& found) const;

  std::string full(const std::string& revision) const {
    return settings_.cloud.service.name + "-" + revision;
  }
  std::string without_service(const std::string& name) const {
    const auto prefix = settings_.cloud.service.name + "-";
    return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
  }
  std::string version_label(const Artifact& artifact) const {
    return google::label_of_version(artifact.version);
  }

  CloudRunSettings settings_;
  ProgramRunner& runner_;
  RunCommands commands_;
  RunService service_;
};

Revision CloudRunEngine::revision_of(const RunState& state, const RunRevision& found) const {
  const auto& front = settings_.cloud.front;
  Revision revision;
  revision.name = without_service(found.name);
  revision.artifact = {google::version_of_label(found.version_label), found.digest, found.image};
  revision.traffic_percent = state.percent_of(found.name);
  bool has_tag = false;
  for (const auto& target : state.traffic) {
    if (target.revision != found.name || target.tag != settings_.cloud.service.tag) continue;
    has_tag = true;
    revision.address =
        front.candidate_domain.empty() ? target.url : "https://" + front.candidate_domain;
  }
  if (revision.address.empty() && revision.traffic_percent == 100)
    revision.address = "https://" + front.domain;
  revision.is_ready = found.ready == "True";
  // Cloud Run keeps no instances of what nobody can reach.
  revision.is_running = revision.is_ready && (has_tag || revision.traffic_percent > 0);
  return revision;
}

Result<ServiceStatus> CloudRunEngine::status() {
  const auto state = service_.look();
  if (!state) return state.error();
  ServiceStatus status;
  const auto& name = settings_.cloud.service.name;
  if (!state->exists) {
    status.remarks.push_back(fmt::format(
        "There is no service {} yet: the first release makes it, and all its requests are for the "
        "first revision at once.",
        name));
    return status;
  }
  for (const auto& revision : state->revisions) {
    status.revisions.push_back(revision_of(*state, revision));
    // Of what failed once and was discarded nobody wants to hear again.
    const bool matters = state->percent_of(revision.name) > 0 ||
                         state->tagged(settings_.cloud.service.tag) == revision.name;
    if (matters && revision.ready == "False")
      status.remarks.push_back(
          fmt::format("{} is not ready: {}", without_service(revision.name), revision.message));
  }
  std::ranges::sort(status.revisions, {}, &Revision::name);
  if (state->follows_latest) {
    status.remarks.emplace_back(
        "Traffic follows the latest revision: a deployment past this tool would be live at once.");
  }
  if (!state->is_settled)
    status.remarks.push_back(fmt::format("{} is being changed: {}", name, state->message));
  return status;
}

Result<RunState> CloudRunEngine::create(const Start& start) {
  const auto& cloud = settings_.cloud;
  const auto address =
      google::answer_of(runner_, commands_.describe_address(cloud.front.name + "-address"));
  if (!address) {
    return conflict("The load balancer has no address yet; `astronova infra apply` makes it: " +
                    address.error().detail);
  }
  const auto revision = full(start.revision);
  google::ServiceValues values{.address = text_at(*address, "/address"),
                               .image = start.artifact.location,
                               .revision = revision,
                               .version_label = version_label(start.artifact)};
  values.traffic.push_back(boost::json::object{
      {"revisionName", revision}, {"percent", 100}, {"tag", cloud.service.tag}});
  auto yaml = google::fill_service(settings_.service_yaml, cloud, values);
  if (!yaml) return yaml.error();
  return service_.change(commands_.create_service(*std::move(yaml)),
                         [&](const RunState& state) { return state.find(revision) != nullptr; });
}

Result<void> CloudRunEngine::perform_start(const Start& start) {
  if (!can_be_suffix(start.revision)) {
    return conflict(
        fmt::format("Cloud Run takes no revision called {}: small letters, digits and "
                    "hyphens",
                    start.revision));
  }
  const auto revision = full(start.revision);
  const auto& tag = settings_.cloud.service.tag;
  auto state = service_.look_patiently();
  if (!state) return state.error();
  if (!state->exists) {
    state = create(start);
  } else if (!state->find(revision)) {
    state = service_.change(
        commands_.deploy(start.artifact.location, start.revision, version_label(start.artifact)),
        [&](const RunState& now) { return now.find(revision) != nullptr; });
  }
  if (!state) return state.error();
  state = service_.wait_until_ready(*std::move(state), revision);
  if (!state) return state.error();
  if (state->tagged(tag) == revision || state->is_all_with(revision)) return {};
  return done(service_.change(commands_.give_tag(revision),
                              [&](const RunState& now) { return now.tagged(tag) == revision; }));
}

Result<void> CloudRunEngine::perform_split(const Split& split) {
  const auto state = service_.look_patiently();
  if (!state) return state.error();
  const auto stable = full(split.stable);
  const auto candidate = full(split.candidate);
  for (const auto& name : {stable, candidate}) {
    const auto* const found = state->find(name);
    if (!found || found->ready != "True")
      return conflict(fmt::format("{} is not there, or not ready", name));
  }
  const auto is_split = [&](const RunState& now) {
    return !now.follows_latest && now.percent_of(candidate) == split.candidate_percent &&
           now.percent_of(stable) == 100 - split.candidate_percent;
  };
  if (is_split(*state)) return {};
  // By the tag the rest goes to whoever had it, which is to be `stable` alone.
  const bool is_between_them = !state->follows_latest &&
                               state->tagged(settings_.cloud.service.tag) == candidate &&
                               state->percent_of(stable) > 0 &&
                               state->percent_of(stable) + state->percent_of(candidate) == 100;
  const auto command = is_between_them ? commands_.give_tagged(split.candidate_percent)
                                       : commands_.give({{stable, 100 - split.candidate_percent},
                                                         {candidate, split.candidate_percent}});
  return done(service_.change(command, is_split));
}

Result<void> CloudRunEngine::perform_serve(const Serve& serve) {
  const auto revision = full(serve.revision);
  const auto& tag = settings_.cloud.service.tag;
  auto state = service_.look_patiently();
  if (!state) return state.error();
  if (!state->find(revision)) return conflict(fmt::format("there is no revision {}", revision));
  if (!state->is_all_with(revision)) {
    state = service_.change(commands_.give({{revision, 100}}),
                            [&](const RunState& now) { return now.is_all_with(revision); });
    if (!state) return state.error();
  }
  // Promoted: it is no longer on trial. What was on trial and is not served is discarded by itself.
  if (state->tagged(tag) != revision) return {};
  return done(service_.change(commands_.remove_tag(),
                              [&](const RunState& now) { return now.tagged(tag).empty(); }));
}

Result<void> CloudRunEngine::perform_discard(const Discard& discard) {
  const auto state = service_.look_patiently();
  if (!state) return state.error();
  const auto revision = full(discard.revision);
  const auto& tag = settings_.cloud.service.tag;
  if (state->percent_of(revision) > 0)
    return conflict(fmt::format("{} gets traffic, and is kept", revision));
  if (state->tagged(tag) != revision) return {};
  return done(service_.change(commands_.remove_tag(),
                              [&](const RunState& now) { return now.tagged(tag) != revision; }));
}

Result<void> CloudRunEngine::perform(const Operation& operation) {
  if (const auto* const start = std::get_if<Start>(&operation)) return perform_start(*start);
  if (const auto* const split = std::get_if<Split>(&operation)) return perform_split(*split);
  if (const auto* const serve = std::get_if<Serve>(&operation)) return perform_serve(*serve);
  return perform_discard(std::get<Discard>(operation));
}

std::vector<std::string> CloudRunEngine::describe(const Operation& operation) const {
  if (const auto* const start = std::get_if<Start>(&operation)) {
    return {shell_line(commands_.deploy(start->artifact.location, start->revision,
                                        version_label(start->artifact)))};
  }
  if (const auto* const split = std::get_if<Split>(&operation))
    return {shell_line(commands_.give_tagged(split->candidate_percent))};
  if (const auto* const serve = std::get_if<Serve>(&operation)) {
    return {shell_line(commands_.give({{full(serve->revision), 100}})),
            shell_line(commands_.remove_tag())};
  }
  return {shell_line(commands_.remove_tag())};
}

}  // namespace

std::unique_ptr<Engine> make_cloudrun_engine(CloudRunSettings settings, ProgramRunner& runner) {
  return std::make_unique<CloudRunEngine>(std::move(settings), runner);
}

}  // namespace astronova::release::cloudrun
