#include "release/cloudrun/cloudrun_engine.h"

#include <algorithm>
#include <future>
#include <optional>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "release/cloudrun/run_commands.h"
#include "release/cloudrun/run_state.h"
#include "release/google/service_file.h"

namespace astronova::release::cloudrun {
namespace {

using namespace std::chrono_literals;

using boost::json::value;
using google::text_at;

// Somebody else changed the service between gcloud's reading it and writing it.
constexpr int attempts = 3;
constexpr std::chrono::milliseconds between_looks = 2s;

Error unavailable(std::string detail) {
  return {ErrorCode::unavailable, std::move(detail), {}};
}

Error conflict(std::string detail) {
  return {ErrorCode::conflict, std::move(detail), {}};
}

Error invalid(std::string detail) {
  return {ErrorCode::invalid_value, std::move(detail), {}};
}

bool was_conflict(const std::string& said) {
  return said.find("409") != std::string::npos || said.find("ABORTED") != std::string::npos ||
         said.find("Conflict for resource") != std::string::npos;
}

bool can_be_suffix(const std::string& name) {
  const auto is_fit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && std::ranges::all_of(name, is_fit) && name.back() != '-';
}

// "REGISTRY/NAME" and "1.4.2" or "sha256:…" of "REGISTRY/NAME:1.4.2" or "REGISTRY/NAME@sha256:…".
std::pair<std::string, std::string> parts_of(const std::string& image) {
  auto at = image.find('@');
  if (at == std::string::npos) {
    at = image.rfind(':');
    if (at == std::string::npos || image.find('/', at) != std::string::npos) return {image, ""};
  }
  return {image.substr(0, at), image.substr(at + 1)};
}

Result<void> done(const Result<RunState>& state) {
  if (!state) return state.error();
  return {};
}

std::string last_part(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

class CloudRunEngine final : public Engine {
 public:
  CloudRunEngine(CloudRunSettings settings, ProgramRunner& runner)
      : settings_(std::move(settings)),
        runner_(runner),
        commands_(settings_.cloud.project, settings_.cloud.region, settings_.cloud.service.name,
                  settings_.cloud.service.tag) {
    if (!settings_.pause)
      settings_.pause = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); };
  }

  Result<ServiceStatus> status() override;
  Result<Artifact> resolve(const std::string& named) override;
  std::vector<std::string> describe(const Operation& operation) const override;
  Result<void> perform(const Operation& operation) override;

 private:
  using Reached = std::function<bool(const RunState&)>;

  Result<void> perform_start(const Start& start);
  Result<void> perform_split(const Split& split);
  Result<void> perform_serve(const Serve& serve);
  Result<void> perform_discard(const Discard& discard);

  Result<RunState> look();
  Result<RunState> create(const Start& start);
  Result<RunState> wait_until_ready(RunState state, const std::string& revision);
  Result<RunState> change(const CommandLine& command, const Reached& reached);
  Result<std::optional<RunState>> look_until(const Reached& reached, bool ended_well);
  Result<Artifact> find_image(const std::string& image, const std::string& which);
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
};

// --- Looking.

Result<RunState> CloudRunEngine::look() {
  // gcloud takes a second to start: both at once.
  auto asked = std::async(std::launch::async, [this] {
    return google::answer_of(runner_, commands_.list_revisions());
  });
  const auto service = google::answer_of(runner_, commands_.describe_service());
  const auto revisions = asked.get();
  if (!service) {
    // That it cannot be described may have any reason; that it is in no list has one.
    const auto all = google::answer_of(runner_, commands_.list_services());
    if (!all) return all.error();
    const auto* const services = google::list_at(*all, "");
    const bool is_listed = services && std::ranges::any_of(*services, [&](const value& one) {
                             return text_at(one, "/metadata/name") == settings_.cloud.service.name;
                           });
    if (is_listed) return service.error();
    return RunState{};
  }
  if (!revisions) return revisions.error();
  return read_run_state(*service, *revisions);
}

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
  const auto state = look();
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

Result<Artifact> CloudRunEngine::resolve(const std::string& named) {
  // "1.4.2" and "sha256:…" are of our own image.
  auto image = named;
  if (named.find('/') == std::string::npos) {
    image = settings_.cloud.image() + (named.starts_with("sha256:") ? "@" : ":") + named;
  }
  const auto [name, which] = parts_of(image);
  if (which.empty()) {
    return invalid(fmt::format("{} names no build: give a tag or a digest, {}:1.4.2", named, name));
  }
  if (name.find("-docker.pkg.dev/") == std::string::npos) {
    return invalid(fmt::format("{} is not in Artifact Registry: push it to {}:VERSION first", named,
                               settings_.cloud.image()));
  }
  return find_image(name, which);
}

// One list tells both ways: what a tag stands for, and which tag a digest has.
Result<Artifact> CloudRunEngine::find_image(const std::string& image, const std::string& which) {
  const auto tags = google::answer_of(runner_, commands_.list_tags(image));
  if (!tags) return tags.error();
  const bool is_digest = which.starts_with("sha256:");
  std::optional<Artifact> found;
  const auto* const list = google::list_at(*tags, "");
  for (const auto& tag : list ? *list : boost::json::array{}) {
    const auto name = last_part(text_at(tag, "/tag"));
    const auto digest = last_part(text_at(tag, "/version"));
    if (which != (is_digest ? digest : name)) continue;
    // Of several tags that which is a version says what it is.
    const bool is_version = !name.empty() && name[0] >= '0' && name[0] <= '9';
    if (!found || is_version) found = Artifact{name, digest, fmt::format("{}@{}", image, digest)};
  }
  if (found && found->digest.starts_with("sha256:")) return *found;
  if (!is_digest) return invalid(fmt::format("{} has no tag {}: push it first", image, which));
  return invalid(
      fmt::format("{0} has no image {1} with a tag, which tells its version: push it as {0}:1.4.2",
                  image, which));
}

// --- Changing.

// Looks until it is reached. After a command that failed nothing more is to be waited for as soon
// as Cloud Run has come to rest. Nothing: it was not reached.
Result<std::optional<RunState>> CloudRunEngine::look_until(const Reached& reached,
                                                           bool ended_well) {
  const auto looks = settings_.moved_within / between_looks;
  for (std::int64_t i = 0; i <= looks; ++i) {
    if (i > 0) settings_.pause(between_looks);
    auto state = look();
    if (!state) return state.error();
    if (reached(*state)) return std::optional(*std::move(state));
    if (!ended_well && state->is_settled) break;
  }
  return std::optional<RunState>();
}

// Runs the command and looks until what it is for is so: its exit status decides nothing.
Result<RunState> CloudRunEngine::change(const CommandLine& command, const Reached& reached) {
  std::string said;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    if (attempt > 0) settings_.pause(between_looks);
    const auto result = runner_.run(command);
    const bool ended_well = result && result->exit_status == 0;
    // It may have been killed at its deadline, and the change made all the same.
    said = result ? google::complaint_of(*result) : result.error().detail;
    if (ended_well) said = "it ended well, and what it was to do cannot be seen";
    auto state = look_until(reached, ended_well);
    if (!state) return state.error();
    if (*state) return **std::move(state);
    if (ended_well || !was_conflict(said)) break;
  }
  return unavailable(fmt::format("{}: {}", shell_line(command), said));
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
  return change(commands_.create_service(*std::move(yaml)),
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
  auto state = look();
  if (!state) return state.error();
  if (!state->exists) {
    state = create(start);
  } else if (!state->find(revision)) {
    state = change(
        commands_.deploy(start.artifact.location, start.revision, version_label(start.artifact)),
        [&](const RunState& now) { return now.find(revision) != nullptr; });
  }
  if (!state) return state.error();
  state = wait_until_ready(*std::move(state), revision);
  if (!state) return state.error();
  if (state->tagged(tag) == revision || state->is_all_with(revision)) return {};
  return done(change(commands_.give_tag(revision),
                     [&](const RunState& now) { return now.tagged(tag) == revision; }));
}

Result<RunState> CloudRunEngine::wait_until_ready(RunState state, const std::string& revision) {
  const auto looks = settings_.ready_within / between_looks;
  std::string message;
  for (std::int64_t i = 0; i <= looks; ++i) {
    if (i > 0) {
      settings_.pause(between_looks);
      auto next = look();
      if (!next) return next;
      state = *std::move(next);
    }
    const auto* const found = state.find(revision);
    if (!found) return unavailable(fmt::format("{} is gone", revision));
    if (found->ready == "True") return state;
    message = found->message;
    if (found->ready == "False") break;
  }
  return unavailable(fmt::format("{} does not become ready: {}", revision,
                                 message.empty() ? "Cloud Run says no more" : message));
}

Result<void> CloudRunEngine::perform_split(const Split& split) {
  const auto state = look();
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
  return done(change(command, is_split));
}

Result<void> CloudRunEngine::perform_serve(const Serve& serve) {
  const auto revision = full(serve.revision);
  const auto& tag = settings_.cloud.service.tag;
  auto state = look();
  if (!state) return state.error();
  if (!state->find(revision)) return conflict(fmt::format("there is no revision {}", revision));
  if (!state->is_all_with(revision)) {
    state = change(commands_.give({{revision, 100}}),
                   [&](const RunState& now) { return now.is_all_with(revision); });
    if (!state) return state.error();
  }
  // Promoted: it is no longer on trial. What was on trial and is not served is discarded by itself.
  if (state->tagged(tag) != revision) return {};
  return done(
      change(commands_.remove_tag(), [&](const RunState& now) { return now.tagged(tag).empty(); }));
}

Result<void> CloudRunEngine::perform_discard(const Discard& discard) {
  const auto state = look();
  if (!state) return state.error();
  const auto revision = full(discard.revision);
  const auto& tag = settings_.cloud.service.tag;
  if (state->percent_of(revision) > 0)
    return conflict(fmt::format("{} gets traffic, and is kept", revision));
  if (state->tagged(tag) != revision) return {};
  return done(change(commands_.remove_tag(),
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
