#include "release/google/infrastructure.h"

#include <algorithm>
#include <ranges>
#include <utility>

#include <fmt/format.h>

#include "base/nearest_name.h"
#include "release/google/gcloud.h"

namespace astronova::release::google {
namespace {

using namespace std::chrono_literals;

// A list that does not have it yet is asked again so often.
constexpr int looks = 6;
constexpr std::chrono::milliseconds between_looks = 2s;

Error failed(const InfraStep& step, const std::string& why) {
  return {ErrorCode::unavailable, fmt::format("{} ({}): {}", step.name, step.what, why), {}};
}

std::string line_for_people(const Command& command) {
  auto line = shell_line(command.line);
  if (command.source) return fmt::format("{} | {}", shell_line(*command.source), line);
  if (!command.line.input.empty())
    line += fmt::format("  # {} bytes through standard input", command.line.input.size());
  return line;
}

std::vector<std::string> lines_for_people(const Commands& commands) {
  std::vector<std::string> lines;
  lines.reserve(commands.size());
  for (const auto& command : commands)
    lines.push_back(line_for_people(command));
  return lines;
}

StepState state_of(const InfraStep& step, const Found& found) {
  if (!found.is_there && found.differences.empty())
    return step.create ? StepState::to_make : StepState::elsewhere;
  if (found.differences.empty()) return StepState::there;
  if (std::ranges::all_of(found.differences, &Difference::in_place) && step.update)
    return StepState::to_change;
  return StepState::stuck;
}

}  // namespace

Infrastructure::Infrastructure(std::vector<InfraStep> steps, ProgramRunner& runner,
                               std::string password,
                               std::function<void(std::chrono::milliseconds)> pause)
    : steps_(std::move(steps)), runner_(runner), pause_(std::move(pause)) {
  facts_["password"] = std::move(password);
}

Result<void> Infrastructure::only(const std::vector<std::string>& names) {
  std::vector<std::string_view> known;
  known.reserve(steps_.size());
  for (const auto& step : steps_)
    known.emplace_back(step.name);
  std::set<std::string, std::less<>> asked = {"services"};
  for (const auto& name : names) {
    if (std::ranges::find(known, name) == known.end()) {
      return Error{ErrorCode::invalid_value,
                   fmt::format("There is no step '{}'.{} `astronova infra steps` lists them.", name,
                               did_you_mean(name, known)),
                   {}};
    }
    chosen_.insert(name);
    asked.insert(name);
  }
  if (chosen_.empty()) return {};
  // What is needed comes before what needs it.
  for (const auto& step : std::ranges::reverse_view(steps_))
    if (asked.contains(step.name)) asked.insert(step.needs.begin(), step.needs.end());
  std::erase_if(steps_, [&](const InfraStep& step) { return !asked.contains(step.name); });
  return {};
}

// The step without which it cannot be there, so that its question cannot be asked; "" for none.
std::string Infrastructure::what_lacks(const InfraStep& step) const {
  if (!step.service.empty() && !facts_.contains("service:" + step.service)) return "services";
  const auto lacking = std::ranges::find_if(
      step.needs, [&](const auto& needed) { return absent_.contains(needed); });
  return lacking == step.needs.end() ? "" : *lacking;
}

Result<Found> Infrastructure::look(const InfraStep& step) {
  Found found;
  if (what_lacks(step).empty()) {
    const auto question = shell_line(step.ask);
    auto answer = answers_.find(question);
    if (answer == answers_.end()) {
      auto asked = answer_of(runner_, step.ask);
      if (!asked) return failed(step, asked.error().detail);
      answer = answers_.emplace(question, *std::move(asked)).first;
    }
    found = step.read(answer->second, facts_);
  }
  if (found.is_there) {
    absent_.erase(step.name);
  } else {
    absent_.insert(step.name);
  }
  for (auto& [name, text] : found.facts)
    facts_[name] = text;
  return found;
}

Commands Infrastructure::commands_for(const InfraStep& step, StepState state,
                                      const Found& found) const {
  if (state == StepState::to_make) return step.create(facts_);
  if (state == StepState::to_change) return step.update(facts_, found);
  return {};
}

Result<StepReport> Infrastructure::report(const InfraStep& step, Found& found) {
  auto looked = look(step);
  if (!looked) return looked.error();
  found = *std::move(looked);
  StepReport report{.name = step.name, .what = step.what, .state = state_of(step, found)};
  report.differences = found.differences;
  report.remarks = found.remarks;
  report.made_by = step.made_by;
  report.commands = lines_for_people(commands_for(step, report.state, found));
  return report;
}

Result<void> Infrastructure::plan(const Tell& tell) {
  for (const auto& step : steps_) {
    Found found;
    const auto reported = report(step, found);
    if (!reported) return reported.error();
    if (is_chosen(step)) tell(*reported);
  }
  return {};
}

Result<void> Infrastructure::apply(const Tell& before, const Tell& after) {
  for (const auto& step : steps_) {
    Found found;
    auto reported = report(step, found);
    if (!reported) return reported.error();
    if (!is_chosen(step)) continue;
    before(*reported);
    const auto commands = commands_for(step, reported->state, found);
    if (!commands.empty()) {
      if (const auto lacking = what_lacks(step); !lacking.empty())
        return failed(step,
                      fmt::format("it needs the step '{}', which is to be made too", lacking));
      if (auto done = run(step, commands); !done) return done;
      if (auto confirmed = confirm(step); !confirmed) return confirmed;
    }
    after(*reported);
  }
  return {};
}

// That a command ended well is not what is believed, but what Google says is there.
Result<void> Infrastructure::confirm(const InfraStep& step) {
  for (int i = 0; i < looks; ++i) {
    if (i > 0) pause_(between_looks);
    answers_.erase(shell_line(step.ask));
    const auto found = look(step);
    if (!found) return found.error();
    if (state_of(step, *found) == StepState::there) return {};
  }
  return failed(step, "its commands ended well, and it is not as it is to be");
}

Result<void> Infrastructure::run(const InfraStep& step, const Commands& commands) {
  for (const auto& command : commands)
    if (auto done = run(step, command); !done) return done;
  return {};
}

Result<void> Infrastructure::run(const InfraStep& step, const Command& command) {
  auto line = command.line;
  if (command.source) {
    const auto source = runner_.run(*command.source);
    if (!source) return failed(step, source.error().detail);
    if (source->exit_status != 0) return failed(step, complaint_of(*source));
    line.input = command.to_input(source->output);
  }
  const auto result = runner_.run(line);
  if (!result) return failed(step, result.error().detail);
  if (result->exit_status != 0) return failed(step, complaint_of(*result));
  return {};
}

bool Infrastructure::is_chosen(const InfraStep& step) const {
  return chosen_.empty() || chosen_.contains(step.name);
}

Result<std::set<std::string, std::less<>>> Infrastructure::what_is_there() {
  std::set<std::string, std::less<>> there;
  for (const auto& step : steps_) {
    const auto found = look(step);
    if (!found) return found.error();
    const bool is_ours = step.destroy || step.outlives;
    if (found->is_there && is_ours && is_chosen(step)) there.insert(step.name);
  }
  return there;
}

Result<void> Infrastructure::destroy(bool with_data, bool is_dry_run, const TellEnd& tell) {
  // All are looked for first: what is kept keeps what it needs.
  const auto there = what_is_there();
  if (!there) return there.error();
  std::set<std::string, std::less<>> kept;
  for (const auto& step : std::ranges::reverse_view(steps_)) {
    if (!there->contains(step.name)) continue;
    if (step.outlives) {
      tell(step, End::outlives, {});
      continue;
    }
    if ((step.holds_data && !with_data) || kept.contains(step.name)) {
      kept.insert(step.needs.begin(), step.needs.end());
      tell(step, End::kept, {});
      continue;
    }
    const auto commands = step.destroy(facts_);
    if (!is_dry_run)
      if (auto done = run(step, commands); !done) return done;
    tell(step, End::destroyed, lines_for_people(commands));
  }
  return {};
}

}  // namespace astronova::release::google
