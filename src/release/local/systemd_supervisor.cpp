#include "release/local/systemd_supervisor.h"

#include <fmt/format.h>

namespace astronova::release::local {
namespace {

constexpr std::string_view place = "{slot}";
constexpr std::chrono::seconds patience(30);

std::string first_line(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

}  // namespace

std::string SystemdSupervisor::unit(Slot slot) const {
  auto name = settings_.unit;
  if (const auto at = name.find(place); at != std::string::npos)
    name.replace(at, place.size(), name_of(slot));
  return name;
}

CommandLine SystemdSupervisor::command(std::vector<std::string> words) const {
  words.insert(words.begin(), settings_.systemctl);
  CommandLine command{std::move(words)};
  command.deadline = patience;
  return command;
}

Result<void> SystemdSupervisor::run(const CommandLine& command) {
  const auto result = runner_.run(command);
  if (!result) return result.error();
  if (result->exit_status == 0) return {};
  return Error{ErrorCode::unavailable,
               fmt::format("'{}' ended with {}: {}", shell_line(command), result->exit_status,
                           first_line(result->errors)),
               {}};
}

Result<std::string> SystemdSupervisor::property(Slot slot, const std::string& name) {
  const auto asked = command({"show", "--property=" + name, "--value", unit(slot)});
  const auto result = runner_.run(asked);
  if (!result) return result.error();
  if (result->exit_status == 0) return first_line(result->output);
  return Error{ErrorCode::unavailable,
               fmt::format("'{}' ended with {}: {}", shell_line(asked), result->exit_status,
                           first_line(result->errors)),
               {}};
}

Result<bool> SystemdSupervisor::is_running(Slot slot) {
  const auto state = property(slot, "ActiveState");
  if (!state) return state.error();
  return *state == "active" || *state == "activating" || *state == "reloading" ||
         *state == "deactivating";
}

Result<void> SystemdSupervisor::start(Slot slot, const std::string& /*binary*/) {
  const auto running = is_running(slot);
  if (!running) return running.error();
  // A unit that failed too often is not started before that is forgotten; of others there is
  // nothing to forget.
  if (!*running) (void)run(command({"reset-failed", unit(slot)}));
  return run(command({"enable", "--now", unit(slot)}));
}

Result<Ending> SystemdSupervisor::stop(Slot slot) {
  const auto running = is_running(slot);
  if (!running) return running.error();
  auto stopping = command({"disable", "--now", unit(slot)});
  stopping.deadline += settings_.stop_within;
  if (const auto done = run(stopping); !done) return done.error();
  if (!*running) return Ending::was_over;
  const auto result = property(slot, "Result");
  if (!result) return result.error();
  return *result == "success" ? Ending::by_itself : Ending::killed;
}

std::string SystemdSupervisor::last_words(Slot slot) {
  CommandLine command{{"journalctl", "--unit", unit(slot), "--lines=1", "--output=cat"}};
  command.deadline = patience;
  const auto result = runner_.run(command);
  return result ? first_line(result->output) : "";
}

std::string SystemdSupervisor::describe_start(Slot slot, const std::string& /*binary*/) const {
  return shell_line(command({"enable", "--now", unit(slot)}));
}

std::string SystemdSupervisor::describe_stop(Slot slot) const {
  return shell_line(command({"disable", "--now", unit(slot)}));
}

}  // namespace astronova::release::local
