#include "release/releaser/plan.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace astronova::release {
namespace {

// Lower-case letters, digits and hyphens are what all engines can have in a name.
std::string in_a_name(const std::string& version) {
  constexpr std::size_t letters_max = 20;
  std::string name;
  for (const char c : version.substr(0, letters_max)) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_plain) {
      name += c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  while (name.ends_with('-'))
    name.pop_back();
  return name;
}

std::string next_name(const ReleaseState& state, const ServiceStatus& status,
                      const std::string& version) {
  int last = state.last_number;
  for (const auto& revision : status.revisions)
    last = std::max(last, number_of_revision(revision.name));
  const auto name = fmt::format("r{:04}-{}", last + 1, in_a_name(version));
  return name.ends_with('-') ? name.substr(0, name.size() - 1) : name;
}

}  // namespace

int number_of_revision(std::string_view name) {
  if (!name.starts_with('r')) return 0;
  int number = 0;
  const auto [end, failure] = std::from_chars(name.data() + 1, name.data() + name.size(), number);
  if (failure != std::errc{} || (end != name.data() + name.size() && *end != '-')) return 0;
  return number;
}

std::optional<std::string> freeze_objection(const ReleaseSettings& settings, const Clock& clock,
                                            const Wish& wish) {
  const auto* const freeze = freeze_at(settings.freezes, clock.now());
  if (!freeze || !wish.freeze_override.empty()) return std::nullopt;
  return fmt::format("nothing is released in '{}'; --override-freeze REASON does it all the same",
                     freeze->name);
}

std::optional<Deployed> serving(const ServiceStatus& status, const ReleaseState& state) {
  const auto most = std::ranges::max_element(status.revisions, {}, &Revision::traffic_percent);
  if (most == status.revisions.end() || most->traffic_percent <= 0) return std::nullopt;
  const auto known = std::ranges::find(state.good, most->name, &Deployed::revision);
  if (known != state.good.end()) return *known;
  return Deployed{most->name, most->artifact, std::nullopt};
}

std::vector<std::string> outlived(const ReleaseState& state, const ServiceStatus& status,
                                  const std::string& candidate, const std::string& stable) {
  std::vector<std::string> names;
  for (const auto& good : state.good) {
    const auto* const revision = status.find(good.revision);
    const bool is_used = good.revision == candidate || good.revision == stable;
    if (revision && !is_used && revision->traffic_percent == 0) names.push_back(good.revision);
  }
  return names;
}

Result<Plan> Planner::plan(const Wish& wish, const ReleaseState& state) {
  const auto status = engine_.status();
  if (!status) return status.error();
  auto artifact = engine_.resolve(wish.artifact);
  if (!artifact) return artifact.error();
  Plan plan;
  plan.stable = serving(*status, state);
  plan.candidate = {next_name(state, *status, artifact->version), *artifact, wish.schema};
  plan.remarks = status->remarks;
  if (plan.stable && plan.stable->artifact.digest == artifact->digest)
    plan.remarks.push_back(fmt::format("{} serves the same build already", plan.stable->revision));
  if (plan.stable && !state.good.empty() && state.good.back().revision != plan.stable->revision) {
    plan.remarks.push_back(fmt::format("{} serves, though {} was promoted last",
                                       plan.stable->revision, state.good.back().revision));
  }
  // It would go without a canary.
  if (!plan.stable && !state.good.empty()) {
    plan.objections.push_back(fmt::format(
        "nothing is seen to serve, though {} was promoted last: `status` says what is known, and "
        "`rollback` gives it all requests again",
        state.good.back().revision));
  }
  check_version(wish, plan);
  check_schema(plan);
  check_freeze(wish, plan);
  describe(state, *status, plan);
  return plan;
}

void Planner::check_version(const Wish& wish, Plan& plan) const {
  const auto& version = plan.candidate.artifact.version;
  if (wish.expected_version.empty() || wish.expected_version == version) return;
  plan.objections.push_back(fmt::format("{} is version '{}', and '{}' is wanted", wish.artifact,
                                        version, wish.expected_version));
}

std::optional<Schema> Planner::learn(Deployed& deployed, Plan& plan) {
  if (!deployed.schema) {
    auto schema = schemas_.of(deployed.artifact);
    if (schema) {
      deployed.schema = *schema;
    } else {
      auto& told = settings_.schema_check == SchemaCheck::require ? plan.objections : plan.remarks;
      told.push_back(fmt::format("what {} knows of the database is not known: {}",
                                 deployed.revision, schema.error().detail));
    }
  }
  return deployed.schema;
}

void Planner::check_schema(Plan& plan) {
  if (settings_.schema_check == SchemaCheck::off) return;
  const auto candidate = learn(plan.candidate, plan);
  if (!plan.stable) return;
  const auto stable = learn(*plan.stable, plan);
  if (!candidate || !stable || can_live_with(*stable, *candidate)) return;
  plan.objections.push_back(fmt::format(
      "{} brings the database to schema {}, which programs of schema {} and later can live with; "
      "{} knows schema {}, so that there would be no way back. Ship a build in between first",
      plan.candidate.revision, candidate->number, candidate->oldest_compatible,
      plan.stable->revision, stable->number));
}

void Planner::check_freeze(const Wish& wish, Plan& plan) const {
  if (auto objection = freeze_objection(settings_, clock_, wish)) {
    plan.objections.push_back(*std::move(objection));
  } else if (const auto* const freeze = freeze_at(settings_.freezes, clock_.now())) {
    plan.remarks.push_back(
        fmt::format("'{}' is overridden: {}", freeze->name, wish.freeze_override));
  }
}

void Planner::describe(const ReleaseState& state, const ServiceStatus& status, Plan& plan) const {
  const auto add = [&](const std::string& what, const std::vector<std::string>& lines) {
    plan.steps.push_back(what);
    for (const auto& line : lines)
      plan.steps.push_back("  " + line);
  };
  const auto& name = plan.candidate.revision;
  const auto stable = plan.stable ? plan.stable->revision : "";
  add(fmt::format("start {} ({}), without traffic", name, plan.candidate.artifact.version),
      engine_.describe(Start{name, plan.candidate.artifact}));
  add(fmt::format("{} smoke tests", settings_.smoke.requests.size()), {});
  for (const auto& step : settings_.canary.steps) {
    if (!plan.stable) break;
    const bool waits = std::ranges::find(settings_.approval_before, step.percent) !=
                       settings_.approval_before.end();
    add(fmt::format("{}give it {} % of the requests, and watch it for {}",
                    waits ? "wait for approval, then " : "", step.percent,
                    text_of(std::chrono::milliseconds(step.window))),
        engine_.describe(Split{stable, name, step.percent}));
  }
  add("give it all requests for good, and see whether it answers",
      engine_.describe(Serve{name, stable}));
  for (const auto& old : outlived(state, status, name, stable))
    add("remove " + old, engine_.describe(Discard{old}));
}

}  // namespace astronova::release
