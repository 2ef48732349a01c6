#include <algorithm>

#include <fmt/format.h>

#include "release/releaser/releaser.h"

namespace astronova::release {
namespace {

constexpr int attempts_to_give_back = 3;
constexpr std::chrono::seconds between_attempts(1);

Error refused(std::string why) {
  return {ErrorCode::forbidden, std::move(why), {}};
}

// The good one that served before `current` did.
const Deployed* good_before(const std::vector<Deployed>& good, const std::string& current) {
  const auto found = std::ranges::find(good, current, &Deployed::revision);
  if (found == good.begin()) return nullptr;
  return &*std::prev(found);
}

}  // namespace

Result<Outcome> Releaser::roll_back(const std::string& by, const std::string& revision,
                                    const std::string& reason) {
  by_ = by;
  if (auto begun = begin(); !begun) return begun.error();
  if (const auto held = parts_.lock.held(); held && *held) parts_.say("note: " + text_of(**held));
  const auto why = reason.empty() ? fmt::format("{} wanted it", by) : reason;
  if (state_.under_way) {
    const auto& stable = state_.under_way->stable;
    if (!revision.empty() && (!stable || stable->revision != revision)) {
      return refused(fmt::format(
          "{} is unfinished, and what it goes back to is {}; `rollback` without a name does that",
          state_.under_way->id, stable ? stable->revision : "nothing"));
    }
    return told(fall_back(why, true));
  }
  auto undertaking = return_to(revision);
  if (!undertaking) return undertaking.error();
  state_.under_way = *std::move(undertaking);
  return told(fall_back(why, true));
}

Result<Outcome> Releaser::abort(const std::string& by, const std::string& reason) {
  by_ = by;
  if (auto begun = begin(); !begun) return begun.error();
  if (!state_.under_way) return refused("nothing is under way; `rollback` takes back a release");
  return told(fall_back(reason.empty() ? fmt::format("{} gave it up", by) : reason, true));
}

Result<Undertaking> Releaser::return_to(const std::string& revision) {
  const auto status = parts_.engine.status();
  if (!status) return status.error();
  const auto current = serving(*status, state_);
  if (!current && state_.good.empty())
    return refused("nothing serves, and nothing has ever been promoted");
  Deployed target;
  if (revision.empty() && !current) {
    // What was promoted last should serve.
    target = state_.good.back();
  } else if (revision.empty()) {
    const auto* const before = good_before(state_.good, current->revision);
    if (!before) return refused(fmt::format("nothing good is known before {}", current->revision));
    target = *before;
  } else if (const auto known = std::ranges::find(state_.good, revision, &Deployed::revision);
             known != state_.good.end()) {
    target = *known;
  } else {
    if (const auto why = test_unknown(*status, revision)) return refused(*why);
    target = {revision, status->find(revision)->artifact, std::nullopt};
  }
  if (current && target.revision == current->revision)
    return refused(fmt::format("{} serves already", target.revision));
  if (const auto why = what_stands_against(target)) return refused(*why);
  Undertaking undertaking;
  undertaking.began = parts_.clock.now();
  undertaking.by = by_;
  undertaking.id = fmt::format(
      "{}-back-to-{}", undertaking.began.time_since_epoch().count() / 1'000'000, target.revision);
  undertaking.candidate = current.value_or(Deployed{});
  undertaking.stable = target;
  undertaking.step = Step::rolling_back;
  undertaking.percent = 100;
  undertaking.has_passed_tests = true;
  return undertaking;
}

// Why a revision that was never promoted cannot be given traffic; nothing where it passes.
Releaser::Failure Releaser::test_unknown(const ServiceStatus& status, const std::string& revision) {
  const auto* const found = status.find(revision);
  if (!found) return fmt::format("there is no revision {}; `status` lists them", revision);
  if (!found->is_running || found->address.empty())
    return fmt::format("{} was never promoted, and does not run, so that it cannot be tested",
                       revision);
  const auto report = smoke_.run(found->address, found->artifact.version, false);
  if (report.is_good()) return std::nullopt;
  return fmt::format("{} was never promoted, and fails: {}", revision, report.what_failed());
}

// Later releases may have brought the database to what the target cannot live with.
Releaser::Failure Releaser::what_stands_against(const Deployed& target) const {
  if (!target.schema || parts_.settings.schema_check == SchemaCheck::off) return std::nullopt;
  auto later = std::ranges::find(state_.good, target.revision, &Deployed::revision);
  for (; later != state_.good.end(); ++later) {
    if (later->schema && !can_live_with(*target.schema, *later->schema)) {
      return fmt::format(
          "{} knows schema {} of the database, and {} has brought it to schema {}, which needs {} "
          "or later: ship a build that has what is wanted and knows the schema",
          target.revision, target.schema->number, later->revision, later->schema->number,
          later->schema->oldest_compatible);
    }
  }
  return std::nullopt;
}

Result<Outcome> Releaser::fall_back(const std::string& why, bool is_wanted) {
  auto& undertaking = *state_.under_way;
  const bool had_traffic = undertaking.percent > 0;
  if (had_traffic && !undertaking.stable) return leave_alone(why, is_wanted);
  undertaking.reason = why;
  reason_ = why;
  parts_.say(fmt::format("rolling back: {}", why));
  // What people get matters more than what is written about it.
  if (const auto written = write_down(Step::rolling_back, undertaking.percent); !written)
    parts_.say("warning: the state is not written down: " + written.error().detail);
  Failure unanswered;
  if (had_traffic) {
    if (auto failure = give_back(undertaking)) {
      parts_.notices.tell(entry("rollback-failed", *failure));
      return Error{ErrorCode::internal,
                   fmt::format("{}; and all traffic could not be given back to {}: {}. Run "
                               "`rollback` again; `status` says who has it",
                               why, undertaking.stable->revision, *failure),
                   {}};
    }
    unanswered = verify(*undertaking.stable, parts_.settings.service.address);
  }
  return forget_candidate(is_wanted, unanswered);
}

// The first release has failed when it had all requests already.
Result<Outcome> Releaser::leave_alone(const std::string& why, bool is_wanted) {
  const auto candidate = state_.under_way->candidate.revision;
  parts_.notices.tell(entry(is_wanted ? "given-up" : "failed", why));
  if (!is_wanted) {
    return Error{ErrorCode::unavailable,
                 fmt::format("{}. There is nothing to return to, as this is the first release; "
                             "`ship --resume` tries again, `abort` makes room for another",
                             why),
                 {}};
  }
  state_.under_way.reset();
  if (const auto saved = parts_.states.save(state_); !saved) return saved.error();
  parts_.say(
      fmt::format("{} keeps the requests, as there is nothing else; `ship` another", candidate));
  return Outcome::done;
}

Releaser::Failure Releaser::give_back(const Undertaking& undertaking) {
  Failure failure;
  for (int attempt = 0; attempt < attempts_to_give_back; ++attempt) {
    if (attempt > 0) parts_.waiter.pause(between_attempts);
    const auto served = parts_.engine.perform(Serve{undertaking.stable->revision, ""});
    if (served) return std::nullopt;
    failure = served.error().detail;
  }
  return failure;
}

Result<Outcome> Releaser::forget_candidate(bool is_wanted, const Failure& unanswered) {
  const auto undertaking = *state_.under_way;
  auto told = entry("rolled-back", undertaking.reason);
  if (undertaking.stable) told.details = {{"stable", undertaking.stable->revision}};
  discard(undertaking.candidate.revision);
  forget_those_after(undertaking);
  state_.under_way.reset();
  if (const auto saved = parts_.states.save(state_); !saved)
    parts_.say("warning: the state is not written down: " + saved.error().detail);
  if (unanswered) told.details.emplace_back("unanswered", *unanswered);
  parts_.notices.tell(told);
  const std::string stable = undertaking.stable ? undertaking.stable->revision : "";
  const auto ran =
      parts_.notices.run(Hook::on_rollback, told, {{"ASTRONOVA_RELEASE_STABLE_REVISION", stable}});
  if (!ran) parts_.say("warning: " + ran.error().detail);
  if (unanswered) {
    return Error{ErrorCode::unavailable,
                 fmt::format("{} has all traffic again, but does not answer as it should: {}",
                             stable, *unanswered),
                 {}};
  }
  if (!stable.empty()) parts_.say(fmt::format("{} serves", stable));
  return is_wanted ? Outcome::done : Outcome::rolled_back;
}

void Releaser::discard(const std::string& revision) {
  if (revision.empty()) return;
  if (const auto discarded = parts_.engine.perform(Discard{revision}); !discarded)
    parts_.say(fmt::format("warning: {} was not removed: {}", revision, discarded.error().detail));
}

// Only what served before the revision that serves again is good now.
void Releaser::forget_those_after(const Undertaking& undertaking) {
  std::erase_if(state_.good, [&](const auto& known) {
    return known.revision == undertaking.candidate.revision;
  });
  if (!undertaking.stable) return;
  const auto target =
      std::ranges::find(state_.good, undertaking.stable->revision, &Deployed::revision);
  if (target == state_.good.end()) {
    state_.good.push_back(*undertaking.stable);
    return;
  }
  const std::vector<Deployed> later(std::next(target), state_.good.end());
  state_.good.erase(std::next(target), state_.good.end());
  const auto status = parts_.engine.status();
  for (const auto& deployed : later) {
    const auto* const found = status ? status->find(deployed.revision) : nullptr;
    if (found && found->traffic_percent == 0) discard(deployed.revision);
  }
}

Releaser::Failure Releaser::verify(const Deployed& deployed, const std::string& address) {
  const auto asked = address.empty() ? address_of(deployed.revision) : address;
  if (asked.empty()) return std::nullopt;
  const auto report = smoke_.run(asked, deployed.artifact.version, true);
  if (report.is_good()) return std::nullopt;
  return report.what_failed();
}

}  // namespace astronova::release
