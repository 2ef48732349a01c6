#include "release/gates/canary.h"

#include <algorithm>

#include <fmt/format.h>

namespace astronova::release {
namespace {

using End = CanaryReport::End;

std::string milliseconds(std::chrono::duration<double> time) {
  return fmt::format("{:.4g} ms", time.count() * 1e3);
}

double success_rate_of(const Figures& figures) {
  if (figures.requests == 0) return 1;
  const auto failures = std::min(figures.failures, figures.requests);
  return 1 - static_cast<double>(failures) / static_cast<double>(figures.requests);
}

Judgement judge_success(const CanarySettings& settings, const Figures& candidate) {
  const double rate = success_rate_of(candidate);
  return {"success rate",
          fmt::format("{:.5g} ({} of {} requests failed)", rate, candidate.failures,
                      candidate.requests),
          fmt::format("at least {}", settings.success_rate), rate >= settings.success_rate};
}

Judgement judge_p99(const CanarySettings& settings, const Figures& candidate,
                    const std::optional<Figures>& stable) {
  const std::chrono::duration<double> floor = settings.p99_floor;
  if (!stable) {
    return {"p99", milliseconds(candidate.p99), "not compared: there is nothing to compare with",
            true};
  }
  const auto most = std::max(floor, stable->p99 * settings.p99_ratio);
  return {"p99", milliseconds(candidate.p99),
          fmt::format("at most {} ({} times the {} of the stable one, or the floor of {})",
                      milliseconds(most), settings.p99_ratio, milliseconds(stable->p99),
                      milliseconds(floor)),
          candidate.p99 <= most};
}

std::string sentence(const Judgement& judgement) {
  return fmt::format("{} is {}; it must be {}", judgement.figure, judgement.measured,
                     judgement.wanted);
}

const Judgement* first_bad(const std::vector<Judgement>& judgements) {
  const auto found = std::ranges::find(judgements, false, &Judgement::is_good);
  return found == judgements.end() ? nullptr : &*found;
}

}  // namespace

std::vector<Judgement> judge(const CanarySettings& settings, const Figures& candidate,
                             const std::optional<Figures>& stable) {
  return {judge_success(settings, candidate), judge_p99(settings, candidate, stable)};
}

struct CanaryGate::Watch {
  std::string candidate;
  std::string stable;
  CanaryStep step;
  Waiter::Time began;
  Waiter::Time window_end{}, next_evaluation{};
  CanaryReport report{};
  std::optional<Revision> candidate_found{}, stable_found{};
  int unhealthy = 0;  // looks in a row
  int failed = 0;     // evaluations
  bool is_last_good = true;
  bool is_enough = false;  // there were enough requests at the last evaluation
  bool waits_for_more = false;
  bool is_over = false;  // it has passed, or will not any more
  std::string last_failure{};
};

void CanaryGate::look_at_revisions(Watch& watch) {
  const auto status = engine_.status();
  // What cannot be asked is not known to be worse than before.
  if (!status) return;
  const auto copy = [&](const std::string& name) {
    const auto* const found = status->find(name);
    return found ? std::optional(*found) : std::nullopt;
  };
  watch.candidate_found = copy(watch.candidate);
  watch.stable_found = copy(watch.stable);
}

// What is wrong with the candidate's health; nothing where it is well, or may yet be.
std::optional<std::string> CanaryGate::what_ails(Watch& watch) {
  std::string what;
  if (watch.candidate_found && !watch.candidate_found->address.empty()) {
    clients::HttpRequest request;
    request.url = watch.candidate_found->address + settings_.health_path;
    request.deadline = std::max(settings_.poll, std::chrono::milliseconds(5'000));
    const auto answer = http_.send(request);
    if (answer && answer->status == 200) {
      watch.unhealthy = 0;
      return std::nullopt;
    }
    what = answer ? fmt::format("{} answers {}", settings_.health_path, answer->status)
                  : answer.error().detail;
  }
  look_at_revisions(watch);
  if (!watch.candidate_found || !watch.candidate_found->is_running)
    return fmt::format("health: {} is not running any more; it must be", watch.candidate);
  if (what.empty() && watch.candidate_found->is_ready) {
    watch.unhealthy = 0;
    return std::nullopt;
  }
  if (what.empty()) what = "it is not ready";
  if (++watch.unhealthy <= settings_.health_limit) return std::nullopt;
  return fmt::format("health: {} ({} looks in a row); it must be ready", what, watch.unhealthy);
}

// False: the candidate has failed for good.
bool CanaryGate::evaluate(Watch& watch) {
  const auto window = std::chrono::ceil<std::chrono::seconds>(waiter_.now() - watch.began);
  look_at_revisions(watch);
  if (!watch.candidate_found) return true;  // what_ails() knows more
  const auto fail = [&](std::string why) {
    watch.is_last_good = false;
    watch.last_failure = std::move(why);
    return ++watch.failed <= settings_.failure_limit;
  };
  const auto candidate = figures_.of(*watch.candidate_found, window);
  if (!candidate) {
    const bool goes_on = fail("figures: " + candidate.error().detail);
    return goes_on && candidate.error().code != ErrorCode::conflict;
  }
  watch.report.candidate = *candidate;
  watch.is_enough = candidate->requests >= static_cast<std::uint64_t>(settings_.minimum_sample);
  if (watch.stable_found) {
    const auto stable = figures_.of(*watch.stable_found, window);
    if (stable && stable->requests >= static_cast<std::uint64_t>(settings_.minimum_sample))
      last_stable_ = *stable;
  }
  watch.report.stable = last_stable_;
  watch.is_last_good = true;
  if (!watch.is_enough) return true;
  watch.report.judgements = judge(settings_, *candidate, last_stable_);
  if (const auto* const bad = first_bad(watch.report.judgements)) return fail(sentence(*bad));
  return true;
}

// The window is over: why that is the candidate's end; nothing where it may pass, or wait for more.
std::optional<std::string> CanaryGate::what_sample_lacks(Watch& watch, Waiter::Time now) const {
  watch.waits_for_more = !watch.is_enough && settings_.too_few == TooFew::wait;
  if (watch.is_enough || settings_.too_few == TooFew::pass) return std::nullopt;
  if (watch.waits_for_more && now < watch.window_end + settings_.too_few_most) return std::nullopt;
  return fmt::format("sample: it is {} requests; it must be at least {}",
                     watch.report.candidate.requests, settings_.minimum_sample);
}

// Why the candidate has failed by now; nothing where it goes on, or has passed.
std::optional<std::string> CanaryGate::look(Watch& watch) {
  if (auto ailment = what_ails(watch)) return ailment;
  const auto now = waiter_.now();
  if (now < watch.next_evaluation) return std::nullopt;
  if (!evaluate(watch)) return watch.last_failure;
  watch.next_evaluation = now + settings_.interval;
  if (now < watch.window_end) {
    watch.next_evaluation = std::min(watch.next_evaluation, watch.window_end);
    return std::nullopt;
  }
  if (auto lack = what_sample_lacks(watch, now)) return lack;
  watch.is_over = !watch.waits_for_more;
  if (watch.is_over && !watch.is_last_good) return watch.last_failure;
  return std::nullopt;
}

std::optional<std::string> CanaryGate::begin(Watch& watch) {
  watch.window_end = watch.began + watch.step.window;
  watch.next_evaluation = std::min(watch.began + settings_.interval, watch.window_end);
  look_at_revisions(watch);
  std::vector<Revision> revisions;
  for (const auto& found : {watch.candidate_found, watch.stable_found}) {
    if (found) revisions.push_back(*found);
  }
  const auto begun = figures_.begin(revisions);
  if (!begun) return "figures: " + begun.error().detail;
  return std::nullopt;
}

CanaryReport CanaryGate::watch(const std::string& candidate, const std::string& stable,
                               const CanaryStep& step) {
  Watch watch{candidate, stable, step, waiter_.now()};
  auto why = begin(watch);
  while (!why) {
    why = look(watch);
    if (why || watch.is_over) break;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(watch.next_evaluation - waiter_.now());
    if (!waiter_.wait(std::clamp(left, std::chrono::milliseconds(0), settings_.poll))) {
      watch.report.end = End::asked_to_stop;
      return watch.report;
    }
  }
  if (why) {
    watch.report.end = End::failed;
    watch.report.why = *std::move(why);
  }
  return watch.report;
}

}  // namespace astronova::release
