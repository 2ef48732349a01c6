#include "release/local/blue_green_engine.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include "release/local/files.h"
#include "release/local/process_supervisor.h"
#include "release/local/socket_exchange.h"
#include "release/local/systemd_supervisor.h"

namespace astronova::release::local {
namespace {

constexpr std::chrono::seconds tried_within(30);

Error conflict(std::string detail) {
  return {ErrorCode::conflict, std::move(detail), {}};
}

Error invalid(std::string detail) {
  return {ErrorCode::invalid_value, std::move(detail), {}};
}

// "astronova 1.4.2", the first line of `astronova version`.
std::optional<std::string> version_in(std::string_view text) {
  constexpr std::string_view name = "astronova ";
  const auto line = text.substr(0, text.find('\n'));
  if (!line.starts_with(name) || line.size() == name.size()) return std::nullopt;
  return std::string(line.substr(name.size()));
}

std::unique_ptr<Supervisor> make_supervisor(const LocalSettings& settings, ProgramRunner& runner) {
  if (settings.supervisor == "systemd") {
    return std::make_unique<SystemdSupervisor>(
        SystemdSettings{settings.systemctl, settings.unit, settings.stop_within}, runner);
  }
  return std::make_unique<ProcessSupervisor>(
      ProcessSettings{settings.directory + "/slots",
                      {settings.blue_port, settings.green_port},
                      settings.arguments,
                      settings.environment_file,
                      settings.stop_within});
}

}  // namespace

std::array<int, 2> all_for(Slot slot) {
  return slot == Slot::blue ? std::array{100, 0} : std::array{0, 100};
}

std::array<int, 2> split_of(Slot candidate, int percent) {
  return candidate == Slot::blue ? std::array{percent, 100 - percent}
                                 : std::array{100 - percent, percent};
}

BlueGreenEngine::BlueGreenEngine(LocalSettings settings, ProgramRunner& runner)
    : settings_(std::move(settings)),
      runner_(runner),
      store_(settings_.directory),
      balancer_(settings_.haproxy_socket, settings_.haproxy_backend),
      supervisor_(make_supervisor(settings_, runner)),
      traffic_(balancer_, store_),
      servers_(store_, *supervisor_, {settings_.blue_port, settings_.green_port},
               {settings_.ready_within, settings_.stop_within}) {}

SlotView BlueGreenEngine::look_at(Slot slot) const {
  SlotView seen;
  const auto occupant = store_.in(slot);
  if (occupant) {
    seen.occupant = *occupant;
  } else {
    seen.damage = occupant.error().detail;
  }
  const auto running = servers_.is_running(slot);
  if (!running) seen.damage = running.error().detail;
  seen.is_running = running && *running;
  seen.is_listening = listens(static_cast<std::uint16_t>(servers_.port(slot)));
  seen.is_ready = seen.is_running && servers_.is_ready(slot);
  seen.address = servers_.address(slot);
  return seen;
}

Result<ServiceStatus> BlueGreenEngine::status() {
  View view;
  for (const auto slot : slots)
    view.slots.at(index_of(slot)) = look_at(slot);
  if (const auto balanced = traffic_.look()) {
    view.balanced = *balanced;
  } else {
    view.balancer_trouble = balanced.error().detail;
  }
  if (const auto remembered = read_servers_state(store_.balancer_state()))
    view.remembered = slots_among(*remembered);
  return status_of(view);
}

Result<Variables> BlueGreenEngine::variables() const {
  if (settings_.environment_file.empty()) return Variables{};
  const auto text = read_file(settings_.environment_file);
  if (!text) return text.error();
  return read_environment(*text, settings_.environment_file);
}

Result<Artifact> BlueGreenEngine::resolve(const std::string& named) {
  std::error_code failure;
  const auto path = std::filesystem::canonical(named, failure);
  if (failure) return invalid(fmt::format("{}: {}", named, failure.message()));
  if (!std::filesystem::is_regular_file(path, failure) || ::access(path.c_str(), X_OK) != 0)
    return invalid(fmt::format("{} is no program that can be run", path.string()));
  const auto digest = digest_of_file(path.string());
  if (!digest) return invalid(digest.error().detail);
  auto environment = variables();
  if (!environment) return environment.error();
  CommandLine command{{path.string(), "version"}, std::move(*environment)};
  command.deadline = tried_within;
  const auto result = runner_.run(command);
  if (!result) return invalid(result.error().detail);
  const auto version = version_in(result->output);
  if (result->exit_status != 0 || !version) {
    return invalid(fmt::format("'{} version' does not tell its version: it ended with {}. {}",
                               path.string(), result->exit_status,
                               result->errors.substr(0, result->errors.find('\n'))));
  }
  return Artifact{*version, *digest, path.string()};
}

Result<BlueGreenEngine::Occupants> BlueGreenEngine::occupants() const {
  Occupants there;
  for (const auto slot : slots) {
    auto occupant = store_.in(slot);
    if (!occupant) return occupant.error();
    there.in.at(index_of(slot)) = std::move(*occupant);
  }
  return there;
}

// Where a server can be put without anybody noticing.
Result<Slot> BlueGreenEngine::free_slot(const Occupants& there) const {
  const auto balanced = traffic_.look();
  if (!balanced) return balanced.error();
  for (const auto slot : slots) {
    if (!there.at(slot)) return slot;
  }
  std::vector<Slot> without;
  for (const auto slot : slots) {
    const auto& server = balanced->at(index_of(slot));
    const auto running = servers_.is_running(slot);
    if (!running) return running.error();
    if (!server.is_given_requests() || !*running) without.push_back(slot);
  }
  if (without.size() == 1) return without.front();
  if (without.empty()) {
    return conflict(
        fmt::format("{} and {} both get requests; serve one of them alone before another comes",
                    there.at(Slot::blue)->name, there.at(Slot::green)->name));
  }
  // Who was serving is known by nothing: rather the one that runs than the other.
  for (const auto slot : without) {
    const auto running = servers_.is_running(slot);
    if (running && !*running) return slot;
  }
  return conflict(
      fmt::format("neither {} nor {} gets requests, so neither may be taken away for another; "
                  "serve one of them first",
                  there.at(Slot::blue)->name, there.at(Slot::green)->name));
}

// Ends the server of a slot in the order in which nobody is cut off.
Result<void> BlueGreenEngine::take_out(Slot slot) {
  if (auto done = traffic_.drain(slot, settings_.drain_within); !done) return done;
  if (auto done = traffic_.withdraw(slot); !done) return done;
  if (const auto ending = servers_.stop(slot); !ending) return ending.error();
  return {};
}

Result<void> BlueGreenEngine::make_room(Slot slot, const Occupants& there) {
  if (!there.at(slot)) return traffic_.withdraw(slot);
  return take_out(slot);
}

Result<Slot> BlueGreenEngine::place(const std::string& revision, const Artifact& artifact,
                                    const Occupants& there) {
  const auto kept = store_.keep(revision, artifact);
  if (!kept) return kept.error();
  const auto slot = free_slot(there);
  if (!slot) return slot.error();
  if (auto done = make_room(*slot, there); !done) return done.error();
  const auto done = store_.put(*slot, *kept, servers_.port(*slot));
  if (!done) return done.error();
  return *slot;
}

Result<void> BlueGreenEngine::bring_up(Slot slot) {
  const auto running = servers_.is_running(slot);
  if (!running) return running.error();
  // HAProxy would ask it before it is ready, and rightly count it as down.
  if (!*running) {
    if (auto done = traffic_.withdraw(slot); !done) return done;
  }
  return servers_.start(slot);
}

// As bring_up(), for a build that was not served yet.
Result<void> BlueGreenEngine::try_out(Slot slot) {
  if (auto done = bring_up(slot); !done) return done;
  if (!settings_.rehearse_stop) return {};
  const auto balanced = traffic_.look();
  if (!balanced) return balanced.error();
  if (balanced->at(index_of(slot)).is_given_requests()) return {};
  return servers_.rehearse_stop(slot);
}

Result<void> BlueGreenEngine::perform_one(const Start& wanted) {
  if (!is_revision_name(wanted.revision))
    return invalid(fmt::format("'{}' cannot be the name of a revision", wanted.revision));
  const auto there = occupants();
  if (!there) return there.error();
  if (const auto slot = there->slot_of(wanted.revision)) {
    if (there->at(*slot)->artifact.digest != wanted.artifact.digest) {
      return conflict(
          fmt::format("{} is {} already", wanted.revision, there->at(*slot)->artifact.digest));
    }
    return try_out(*slot);
  }
  const auto slot = place(wanted.revision, wanted.artifact, *there);
  if (!slot) return slot.error();
  return try_out(*slot);
}

Result<void> BlueGreenEngine::perform_one(const Split& wanted) {
  if (wanted.candidate_percent < 0 || wanted.candidate_percent > 100)
    return invalid("a percentage is from 0 to 100");
  const auto there = occupants();
  if (!there) return there.error();
  const auto candidate = there->slot_of(wanted.candidate);
  const auto stable = there->slot_of(wanted.stable);
  if (!candidate || !stable || *candidate == *stable) {
    return conflict(
        fmt::format("{} and {} are not both in a slot", wanted.stable, wanted.candidate));
  }
  const auto percentages = split_of(*candidate, wanted.candidate_percent);
  for (const auto slot : slots) {
    if (percentages.at(index_of(slot)) > 0 && !servers_.is_ready(slot))
      return conflict(fmt::format("{} is not ready", there->at(slot)->name));
  }
  return traffic_.give(percentages);
}

// The slot of a revision, which is put into one where it is in none.
Result<Slot> BlueGreenEngine::find_place(const std::string& revision, const Occupants& there) {
  if (const auto slot = there.slot_of(revision)) return *slot;
  const auto kept = store_.revision(revision);
  if (!kept) return kept.error();
  if (!*kept) return conflict(fmt::format("there is no revision {} here any more", revision));
  return place(revision, (*kept)->artifact, there);
}

Result<void> BlueGreenEngine::perform_one(const Serve& wanted) {
  auto there = occupants();
  if (!there) return there.error();
  const auto slot = find_place(wanted.revision, *there);
  if (!slot) return slot.error();
  if (!servers_.is_ready(*slot)) {
    if (auto done = bring_up(*slot); !done) return done;
  }
  if (auto done = traffic_.give(all_for(*slot)); !done) return done;
  there = occupants();
  if (!there) return there.error();
  const auto other = other_than(*slot);
  if (!there->at(other)) return {};
  if (there->at(other)->name == wanted.keep) return traffic_.drain(other, settings_.drain_within);
  return take_out(other);
}

Result<void> BlueGreenEngine::perform_one(const Discard& wanted) {
  const auto there = occupants();
  if (!there) return there.error();
  const auto slot = there->slot_of(wanted.revision);
  if (!slot) return {};
  const auto balanced = traffic_.look();
  if (!balanced) return balanced.error();
  if (traffic_percentages(*balanced).at(index_of(*slot)) > 0)
    return conflict(fmt::format("{} gets requests; serve another first", wanted.revision));
  if (auto done = take_out(*slot); !done) return done;
  if (auto done = store_.empty(*slot); !done) return done;
  return store_.forget_old(settings_.kept_builds);
}

}  // namespace astronova::release::local

namespace astronova::release {

std::unique_ptr<Engine> make_local_engine(LocalSettings settings, ProgramRunner& runner) {
  return std::make_unique<local::BlueGreenEngine>(std::move(settings), runner);
}

}  // namespace astronova::release
