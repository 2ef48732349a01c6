#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "clients/http_client.h"
#include "release/engine.h"
#include "release/figures.h"
#include "release/gates/canary.h"
#include "release/gates/schema_source.h"
#include "release/gates/smoke.h"
#include "release/records/operator_lock.h"
#include "release/records/release_state.h"
#include "release/releaser/notices.h"
#include "release/releaser/plan.h"
#include "release/releaser/release_settings.h"
#include "release/waiter.h"

namespace astronova::release {

/// What a command came to.
enum class Outcome : std::uint8_t {
  done,
  rolled_back,        ///< a gate failed, or we were asked to stop: what served before serves
  waits_for_approval  ///< the split stays as it is until `ship --resume --approve` or `promote`
};

/// Everything that a release works with. All of it outlives the releaser.
struct ReleaseParts {
  const ReleaseSettings& settings;
  Engine& engine;
  FigureSource& figures;
  SchemaSource& schemas;
  StateStore& states;
  OperatorLock& lock;
  Notices& notices;
  clients::HttpClient& http;
  const Clock& clock;
  Waiter& waiter;
  Say say;
};

/// Releases a build, and takes releases back.
///
/// Every step is written down before it is begun, and each may be done again, so that a process
/// that died in the middle leaves nothing that resume() or roll_back() does not set right. A
/// revision gets traffic only after it has passed the smoke tests. When a gate fails, or the
/// process is asked to stop, all traffic goes back to what served before.
///
/// Threads: one at a time, and one process at a time (RunLock).
class Releaser {
 public:
  explicit Releaser(const ReleaseParts& parts);

  /// Touches nothing.
  Result<Plan> plan(const Wish& wish);

  /// errors  forbidden (locked, frozen, incompatible, another one is unfinished); those of the
  ///         engine, where nothing has been changed; internal, where traffic could not be given
  ///         back
  Result<Outcome> ship(const Wish& wish);

  /// Goes on with what was begun, at the step that was begun last.
  Result<Outcome> resume(const std::string& by, bool is_approved);

  /// Gives the candidate under way all requests now, without further windows.
  Result<Outcome> promote(const std::string& by);

  /// Returns to a good revision, the previous one where none is named, and sees whether it
  /// answers.
  /// errors  forbidden (there is none, or it cannot live with the database); unavailable, where it
  ///         serves but does not answer as it should
  Result<Outcome> roll_back(const std::string& by, const std::string& revision,
                            const std::string& reason);

  /// Gives up what is under way, as roll_back() does.
  Result<Outcome> abort(const std::string& by, const std::string& reason);

  /// Why it was rolled back last: the gate and its figure.
  const std::string& reason() const { return reason_; }

 private:
  using Failure = std::optional<std::string>;  // why; nothing where it went well

  Result<void> begin();
  Result<void> refuse_where_locked(const std::string& by);
  Result<void> begin_release(const Wish& wish, const Plan& plan);
  Result<Outcome> carry_on();
  Result<Outcome> told(Result<Outcome> outcome);
  Failure start();
  Failure test();
  Failure climb();
  Failure take_step(const CanaryStep& step);
  Failure give_all();
  Failure asked_to_stop() const;
  Result<Outcome> finish();
  void discard_outlived();

  Result<Outcome> fall_back(const std::string& why, bool is_wanted);
  Result<Outcome> leave_alone(const std::string& why, bool is_wanted);
  Failure give_back(const Undertaking& undertaking);
  Result<Outcome> forget_candidate(bool is_wanted, const Failure& unanswered);
  void forget_those_after(const Undertaking& undertaking);
  void discard(const std::string& revision);
  Failure verify(const Deployed& deployed, const std::string& address);
  Result<Undertaking> return_to(const std::string& revision);
  Failure test_unknown(const ServiceStatus& status, const std::string& revision);
  Failure what_stands_against(const Deployed& target) const;

  Result<void> write_down(Step step, int percent);
  bool waits_for_approval(int percent) const;
  AuditEntry entry(const std::string& action, const std::string& why = "") const;
  std::string address_of(const std::string& revision);

  ReleaseParts parts_;
  SmokeTest smoke_;
  CanaryGate canary_;
  ReleaseState state_{};
  std::string by_{};
  std::string reason_{};
};

}  // namespace astronova::release
