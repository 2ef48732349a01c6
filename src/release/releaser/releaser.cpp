#include "release/releaser/releaser.h"

#include <algorithm>

#include <fmt/format.h>

namespace astronova::release {
namespace {

Error refused(std::string why) {
  return {ErrorCode::forbidden, std::move(why), {}};
}

// "20261128T201500Z-r0008-1-4-2"
std::string id_of(Instant began, const std::string& revision) {
  auto text = format_rfc3339(std::chrono::floor<std::chrono::seconds>(began));
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text + "-" + revision;
}

}  // namespace

Releaser::Releaser(const ReleaseParts& parts)
    : parts_(parts),
      smoke_(parts.settings.smoke, parts.http, parts.waiter),
      canary_(parts.settings.canary, parts.engine, parts.figures, parts.http, parts.waiter) {}

Result<void> Releaser::begin() {
  auto state = parts_.states.load();
  if (!state) return state.error();
  state_ = *std::move(state);
  return {};
}

Result<void> Releaser::refuse_where_locked(const std::string& by) {
  const auto held = parts_.lock.held();
  if (!held) return held.error();
  if (*held && (*held)->owner != by) return refused(text_of(**held));
  return {};
}

Result<Plan> Releaser::plan(const Wish& wish) {
  by_ = wish.by;
  if (auto begun = begin(); !begun) return begun.error();
  auto plan =
      Planner(parts_.settings, parts_.engine, parts_.schemas, parts_.clock).plan(wish, state_);
  if (!plan) return plan;
  if (state_.under_way) {
    plan->objections.push_back(fmt::format(
        "the release {} is unfinished; `ship --resume`, `rollback` or `abort` bring it to its end",
        state_.under_way->id));
  }
  if (const auto locked = refuse_where_locked(wish.by); !locked)
    plan->objections.push_back(locked.error().detail);
  return plan;
}

Result<Outcome> Releaser::ship(const Wish& wish) {
  by_ = wish.by;
  if (auto begun = begin(); !begun) return begun.error();
  if (const auto locked = refuse_where_locked(wish.by); !locked) return locked.error();
  if (const auto why = freeze_objection(parts_.settings, parts_.clock, wish)) return refused(*why);
  if (!state_.under_way) {
    AuditEntry before = entry("before-build");
    before.details = {{"artifact", wish.artifact}};
    const auto ran = parts_.notices.run(Hook::before_build, before,
                                        {{"ASTRONOVA_RELEASE_ARTIFACT", wish.artifact}});
    if (!ran) return ran.error();
  }
  const auto planned = plan(wish);
  if (!planned) return planned.error();
  for (const auto& remark : planned->remarks)
    parts_.say("note: " + remark);
  if (!planned->objections.empty())
    return refused(fmt::format("{}", fmt::join(planned->objections, "\n       ")));
  if (auto begun = begin_release(wish, *planned); !begun) return begun.error();
  return told(carry_on());
}

Result<void> Releaser::begin_release(const Wish& wish, const Plan& plan) {
  Undertaking undertaking;
  undertaking.began = parts_.clock.now();
  undertaking.id = id_of(undertaking.began, plan.candidate.revision);
  undertaking.by = wish.by;
  undertaking.candidate = plan.candidate;
  undertaking.stable = plan.stable;
  undertaking.approved_percent = wish.is_approved ? 100 : 0;
  state_.under_way = std::move(undertaking);
  // The number of the name, which must not be given again.
  state_.last_number = std::max(state_.last_number, number_of_revision(plan.candidate.revision));
  auto begun = entry(
      "ship", wish.freeze_override.empty() ? "" : "freeze overridden: " + wish.freeze_override);
  begun.details = {{"artifact", wish.artifact}};
  if (plan.stable) begun.details.emplace_back("stable", plan.stable->revision);
  // What is not in the log does not happen.
  if (auto written = parts_.notices.record(begun); !written) return written;
  return parts_.states.save(state_);
}

Result<Outcome> Releaser::resume(const std::string& by, bool is_approved) {
  by_ = by;
  if (auto begun = begin(); !begun) return begun.error();
  if (!state_.under_way) return refused("nothing is under way; `ship ARTIFACT` begins a release");
  if (const auto locked = refuse_where_locked(by); !locked) return locked.error();
  auto& undertaking = *state_.under_way;
  if (is_approved) {
    undertaking.approved_percent =
        std::max(undertaking.approved_percent,
                 undertaking.waits_for != 0 ? undertaking.waits_for : undertaking.percent);
  }
  parts_.notices.tell(entry(is_approved ? "approved" : "resumed"));
  parts_.say(fmt::format("{} goes on at the step '{}'", undertaking.id, name_of(undertaking.step)));
  return told(carry_on());
}

Result<Outcome> Releaser::promote(const std::string& by) {
  by_ = by;
  if (auto begun = begin(); !begun) return begun.error();
  if (!state_.under_way) return refused("nothing is under way that could be promoted");
  if (const auto locked = refuse_where_locked(by); !locked) return locked.error();
  auto& undertaking = *state_.under_way;
  if (undertaking.step == Step::rolling_back)
    return refused("it is being rolled back; `rollback` brings that to its end");
  if (!undertaking.has_passed_tests)
    return refused("it has not passed the smoke tests yet; `ship --resume` runs them");
  undertaking.approved_percent = 100;
  undertaking.waits_for = 0;
  if (undertaking.step != Step::finishing) undertaking.step = Step::promoting;
  parts_.notices.tell(entry("approved", "promoted by hand"));
  return told(carry_on());
}

// The webhook is told when people are served as well as they will be.
Result<Outcome> Releaser::told(Result<Outcome> outcome) {
  parts_.notices.post();
  return outcome;
}

Result<Outcome> Releaser::carry_on() {
  const auto step = state_.under_way->step;
  if (step == Step::rolling_back) return fall_back(state_.under_way->reason, false);
  if (step == Step::finishing) return finish();
  auto why = start();
  if (!why) why = test();
  if (!why && step != Step::promoting) why = climb();
  if (!why && state_.under_way->waits_for != 0) return Outcome::waits_for_approval;
  if (!why) why = give_all();
  if (why) return fall_back(*why, false);
  return finish();
}

Releaser::Failure Releaser::start() {
  const auto& candidate = state_.under_way->candidate;
  parts_.say(fmt::format("starting {} ({})", candidate.revision, candidate.artifact.version));
  if (const auto started = parts_.engine.perform(Start{candidate.revision, candidate.artifact});
      !started) {
    return "start: " + started.error().detail;
  }
  return asked_to_stop();
}

Releaser::Failure Releaser::test() {
  auto& undertaking = *state_.under_way;
  if (undertaking.has_passed_tests) return std::nullopt;
  if (const auto written = write_down(Step::testing, 0); !written) return written.error().detail;
  const auto address = address_of(undertaking.candidate.revision);
  if (address.empty()) return fmt::format("{} has no address", undertaking.candidate.revision);
  const auto report = smoke_.run(address, undertaking.candidate.artifact.version, false);
  auto tested = entry(report.is_good() ? "tested" : "test-failed", report.what_failed());
  tested.judgements = report.judgements;
  parts_.notices.tell(tested);
  if (!report.is_good()) return report.what_failed();
  parts_.say(fmt::format("{} smoke tests passed", report.judgements.size()));
  undertaking.has_passed_tests = true;
  return asked_to_stop();
}

Releaser::Failure Releaser::climb() {
  auto& undertaking = *state_.under_way;
  // What has passed already need not pass again.
  const int from = undertaking.waits_for != 0 ? undertaking.waits_for : undertaking.percent;
  undertaking.waits_for = 0;
  const auto wait_before = [&](int percent) -> Failure {
    undertaking.waits_for = percent;
    if (const auto written = write_down(undertaking.step, undertaking.percent); !written)
      return written.error().detail;
    parts_.notices.tell(entry("waits-for-approval", fmt::format("of {} %", percent)));
    parts_.say(fmt::format("{} has {} % of the requests, and waits for approval of {} %",
                           undertaking.candidate.revision, undertaking.percent, percent));
    return std::nullopt;
  };
  // Without another there is nothing to share with.
  if (undertaking.stable) {
    for (const auto& step : parts_.settings.canary.steps) {
      if (step.percent < from) continue;
      if (waits_for_approval(step.percent)) return wait_before(step.percent);
      if (auto why = take_step(step)) return why;
    }
  }
  if (waits_for_approval(100)) return wait_before(100);
  return std::nullopt;
}

Releaser::Failure Releaser::take_step(const CanaryStep& step) {
  const auto& undertaking = *state_.under_way;
  const auto& candidate = undertaking.candidate.revision;
  const auto& stable = undertaking.stable->revision;
  if (const auto written = write_down(Step::canary, step.percent); !written)
    return written.error().detail;
  parts_.say(fmt::format("giving {} {} % of the requests, for {}", candidate, step.percent,
                         text_of(std::chrono::milliseconds(step.window))));
  if (const auto split = parts_.engine.perform(Split{stable, candidate, step.percent}); !split)
    return "split: " + split.error().detail;
  const auto report = canary_.watch(candidate, stable, step);
  auto watched =
      entry(report.end == CanaryReport::End::failed ? "canary-failed" : "canary", report.why);
  watched.judgements = report.judgements;
  watched.details = {{"requests", fmt::format("{}", report.candidate.requests)},
                     {"failures", fmt::format("{}", report.candidate.failures)}};
  parts_.notices.tell(watched);
  for (const auto& judgement : report.judgements)
    parts_.say(fmt::format("  {}: {}, {}", judgement.figure, judgement.measured, judgement.wanted));
  if (report.end == CanaryReport::End::failed) return report.why;
  if (auto why = asked_to_stop()) return why;
  parts_.notices.post();
  return std::nullopt;
}

Releaser::Failure Releaser::give_all() {
  const auto& undertaking = *state_.under_way;
  if (const auto written = write_down(Step::promoting, 100); !written)
    return written.error().detail;
  parts_.say(fmt::format("giving {} all requests", undertaking.candidate.revision));
  const Serve serve{undertaking.candidate.revision,
                    undertaking.stable ? undertaking.stable->revision : ""};
  if (const auto served = parts_.engine.perform(serve); !served)
    return "promotion: " + served.error().detail;
  return verify(undertaking.candidate, parts_.settings.service.address);
}

Result<Outcome> Releaser::finish() {
  auto& undertaking = *state_.under_way;
  undertaking.step = Step::finishing;
  const auto remember = [this](const Deployed& deployed) {
    std::erase_if(state_.good,
                  [&](const auto& known) { return known.revision == deployed.revision; });
    state_.good.push_back(deployed);
  };
  if (undertaking.stable) remember(*undertaking.stable);
  remember(undertaking.candidate);
  while (state_.good.size() > good_max)
    state_.good.erase(state_.good.begin());
  if (const auto saved = parts_.states.save(state_); !saved) return saved.error();
  const auto promoted = entry("promoted");
  parts_.notices.tell(promoted);
  parts_.say(fmt::format("{} ({}) serves", undertaking.candidate.revision,
                         undertaking.candidate.artifact.version));
  discard_outlived();
  state_.under_way.reset();
  if (const auto saved = parts_.states.save(state_); !saved) return saved.error();
  if (const auto ran = parts_.notices.run(Hook::after_promote, promoted); !ran)
    parts_.say("warning: " + ran.error().detail);
  return Outcome::done;
}

void Releaser::discard_outlived() {
  const auto& undertaking = *state_.under_way;
  const auto status = parts_.engine.status();
  if (!status) return parts_.say("warning: nothing was removed: " + status.error().detail);
  const auto stable = undertaking.stable ? undertaking.stable->revision : "";
  for (const auto& name : outlived(state_, *status, undertaking.candidate.revision, stable))
    discard(name);
}

Releaser::Failure Releaser::asked_to_stop() const {
  if (!parts_.waiter.is_asked_to_stop()) return std::nullopt;
  return "the release was asked to stop";
}

Result<void> Releaser::write_down(Step step, int percent) {
  state_.under_way->step = step;
  state_.under_way->percent = percent;
  return parts_.states.save(state_);
}

bool Releaser::waits_for_approval(int percent) const {
  const auto& before = parts_.settings.approval_before;
  return std::ranges::find(before, percent) != before.end() &&
         state_.under_way->approved_percent < percent;
}

AuditEntry Releaser::entry(const std::string& action, const std::string& why) const {
  AuditEntry entry;
  entry.at = parts_.clock.now();
  entry.by = by_;
  entry.action = action;
  entry.why = why;
  if (!state_.under_way) return entry;
  entry.release = state_.under_way->id;
  entry.revision = state_.under_way->candidate.revision;
  entry.version = state_.under_way->candidate.artifact.version;
  entry.digest = state_.under_way->candidate.artifact.digest;
  entry.percent = state_.under_way->percent;
  return entry;
}

std::string Releaser::address_of(const std::string& revision) {
  const auto status = parts_.engine.status();
  const auto* const found = status ? status->find(revision) : nullptr;
  return found ? found->address : "";
}

}  // namespace astronova::release
