#include "release/cloudrun/run_service.h"

#include <algorithm>
#include <future>
#include <thread>
#include <utility>

#include <fmt/format.h>

namespace astronova::release::cloudrun {
namespace {

using namespace std::chrono_literals;

using boost::json::value;
using google::text_at;

// Somebody else changed the service between gcloud's reading it and writing it.
constexpr int attempts = 3;
constexpr std::chrono::milliseconds between_looks = 2s;
constexpr int failed_looks_max = 3;

Error unavailable(std::string detail) {
  return {ErrorCode::unavailable, std::move(detail), {}};
}

bool was_conflict(const std::string& said) {
  return said.find("409") != std::string::npos || said.find("ABORTED") != std::string::npos ||
         said.find("Conflict for resource") != std::string::npos;
}

}  // namespace

RunService::RunService(const CloudRunSettings& settings, const RunCommands& commands,
                       ProgramRunner& runner)
    : settings_(settings), commands_(commands), runner_(runner), pause_(settings.pause) {
  if (!pause_) pause_ = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); };
}

Result<RunState> RunService::look() {
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

Result<RunState> RunService::look_patiently() {
  auto state = look();
  for (int i = 1; i < failed_looks_max && !state; ++i) {
    pause_(between_looks);
    state = look();
  }
  return state;
}

// Looks until it is reached. After a command that failed nothing more is to be waited for as soon
// as Cloud Run has come to rest. Nothing: it was not reached.
Result<std::optional<RunState>> RunService::look_until(const Reached& reached, bool ended_well) {
  const auto looks = settings_.moved_within / between_looks;
  for (std::int64_t i = 0; i <= looks; ++i) {
    if (i > 0) pause_(between_looks);
    auto state = look_patiently();
    if (!state) return state.error();
    if (reached(*state)) return std::optional(*std::move(state));
    if (!ended_well && state->is_settled) break;
  }
  return std::optional<RunState>();
}

// Runs the command and looks until what it is for is so: its exit status decides nothing.
Result<RunState> RunService::change(const CommandLine& command, const Reached& reached) {
  std::string said;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    if (attempt > 0) pause_(between_looks);
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

Result<RunState> RunService::wait_until_ready(RunState state, const std::string& revision) {
  const auto looks = settings_.ready_within / between_looks;
  std::string message;
  for (std::int64_t i = 0; i <= looks; ++i) {
    if (i > 0) {
      pause_(between_looks);
      auto next = look_patiently();
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

}  // namespace astronova::release::cloudrun
