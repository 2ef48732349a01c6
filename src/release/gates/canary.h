#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "clients/http_client.h"
#include "release/engine.h"
#include "release/figures.h"
#include "release/records/audit_log.h"
#include "release/settings_reader.h"
#include "release/waiter.h"

namespace astronova::release {

struct CanaryStep {
  int percent = 0;                ///< of the requests that the candidate gets
  std::chrono::seconds window{};  ///< for how long it is watched before the next step
};

/// What becomes of a step whose window has brought too few requests to judge by.
enum class TooFew : std::uint8_t { wait, pass, fail };

struct CanarySettings {
  std::vector<CanaryStep> steps{{1, std::chrono::seconds(60)},
                                {10, std::chrono::seconds(60)},
                                {50, std::chrono::seconds(60)},
                                {100, std::chrono::seconds(60)}};
  std::chrono::milliseconds interval{10'000};  ///< between two evaluations of the figures
  std::chrono::milliseconds poll{1'000};       ///< between two looks at the candidate's health
  int minimum_sample = 200;                    ///< requests below which no figure is judged
  TooFew too_few = TooFew::wait;
  std::chrono::milliseconds too_few_most{600'000};  ///< that `wait` waits beyond the window
  double success_rate = 0.995;                      ///< at least
  double p99_ratio = 1.5;                  ///< the candidate's by the stable one's, at most
  std::chrono::milliseconds p99_floor{5};  ///< a p99 of no more than this is good in any case
  int failure_limit = 1;                   ///< evaluations of a step that may fail
  int health_limit = 1;                    ///< looks in a row that may find it not ready
  std::string health_path = "/readyz";
};

/// The table [canary].
CanarySettings read_canary_settings(SettingsTable table);

/// The figures of a candidate against the thresholds. Without those of the stable one to compare
/// with any p99 is good.
std::vector<Judgement> judge(const CanarySettings& settings, const Figures& candidate,
                             const std::optional<Figures>& stable);

/// What a step came to.
struct CanaryReport {
  enum class End : std::uint8_t { passed, failed, asked_to_stop };
  End end = End::passed;
  std::string why{};                    ///< of a failure: the figure, measured and wanted
  std::vector<Judgement> judgements{};  ///< of the last evaluation
  Figures candidate{};
  std::optional<Figures> stable{};
};

/// Watches a candidate while it has a share of the requests. Threads: one at a time.
class CanaryGate {
 public:
  CanaryGate(const CanarySettings& settings, Engine& engine, FigureSource& figures,
             clients::HttpClient& http, Waiter& waiter)
      : settings_(settings), engine_(engine), figures_(figures), http_(http), waiter_(waiter) {}

  /// Returns when the window is over, or as soon as the candidate has failed. The split has been
  /// made. `stable` is empty at a first release, which is held against thresholds alone.
  CanaryReport watch(const std::string& candidate, const std::string& stable,
                     const CanaryStep& step);

 private:
  struct Watch;

  std::optional<std::string> begin(Watch& watch);
  std::optional<std::string> look(Watch& watch);
  std::optional<std::string> what_ails(Watch& watch);
  bool evaluate(Watch& watch);
  std::optional<std::string> what_sample_lacks(Watch& watch, Waiter::Time now) const;
  void look_at_revisions(Watch& watch);

  const CanarySettings& settings_;
  Engine& engine_;
  FigureSource& figures_;
  clients::HttpClient& http_;
  Waiter& waiter_;
  /// The last ones that were enough to compare with: at 100 % there are none of it any more.
  std::optional<Figures> last_stable_{};
};

}  // namespace astronova::release
