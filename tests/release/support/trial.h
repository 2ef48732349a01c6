#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "release/posix_runner.h"
#include "release/records/audit_log.h"
#include "release/releaser/releaser.h"
#include "tests/release/support/temporary_folder.h"
#include "tests/support/set_clock.h"

namespace astronova::testing {

/// What a process that is killed with -9 does: nothing any more.
struct Killed {};

/// Kills at the count of events that is set.
struct Bomb {
  int left = 0;  ///< events until it goes off; 0: never
  int events = 0;
  void tick() {
    ++events;
    if (left > 0 && --left == 0) throw Killed{};
  }
};

/// Servers, their balancer and their clients, as far as a release can see of them. Versions are
/// good unless something is said against them.
struct World {
  std::map<std::string, release::Revision> revisions{};
  std::map<std::string, release::Artifact> builds{};  ///< of all revisions there have ever been
  std::map<std::string, std::set<std::string>> well_answered{};  ///< by revision: paths
  std::vector<std::string> told{};        ///< operations, as they were performed
  std::vector<std::string> violations{};  ///< traffic to what has not passed all tests
  /// By version.
  std::set<std::string> never_ready{}, not_startable{}, wrong_version{};
  std::map<std::string, std::set<std::string>> broken_paths{};
  std::map<std::string, release::Figures> figures{};
  std::set<std::string> crashing_at_traffic{};
  std::string broken_operation{};  ///< "split", "serve": it fails

  int traffic_of(const std::string& revision) const {
    const auto found = revisions.find(revision);
    return found == revisions.end() ? -1 : found->second.traffic_percent;
  }
  int traffic_in_all() const {
    int sum = 0;
    for (const auto& [name, revision] : revisions)
      sum += revision.traffic_percent;
    return sum;
  }
  /// A revision that was there before we were.
  void add_serving(const std::string& name, const std::string& version);
  void give(const std::string& revision, int percent);
};

/// Paths that the smoke tests of a trial ask for; the first is vital.
inline const std::vector<std::string> tested_paths{"/health", "/chart"};

class FakeEngine final : public release::Engine {
 public:
  FakeEngine(World& world, Bomb& bomb) : world_(world), bomb_(bomb) {}

  Result<release::ServiceStatus> status() override;
  Result<release::Artifact> resolve(const std::string& named) override;
  std::vector<std::string> describe(const release::Operation& operation) const override;
  Result<void> perform(const release::Operation& operation) override;

 private:
  Result<void> start(const release::Start& start);
  Result<void> split(const release::Split& split);
  Result<void> serve(const release::Serve& serve);
  Result<void> discard(const release::Discard& discard);

  World& world_;
  Bomb& bomb_;
};

class FakeFigures final : public release::FigureSource {
 public:
  explicit FakeFigures(World& world) : world_(world) {}
  Result<void> begin(const std::vector<release::Revision>& revisions) override;
  Result<release::Figures> of(const release::Revision& revision,
                              std::chrono::seconds window) override;

 private:
  World& world_;
};

/// "http://REVISION.test/path"; the service is "http://service.test", and the webhook
/// "http://hook.test".
class FakeHttp final : public clients::HttpClient {
 public:
  explicit FakeHttp(World& world) : world_(world) {}
  Result<clients::HttpResponse> send(const clients::HttpRequest& request) override;

  std::vector<std::string> posted{};  ///< to the webhook
  unsigned webhook_status = 204;

 private:
  World& world_;
};

class FakeWaiter final : public release::Waiter {
 public:
  Time now() const override { return now_; }
  bool wait(std::chrono::milliseconds time) override {
    if (is_asked_) return false;
    now_ += time;
    if (waits_until_stop > 0 && --waits_until_stop == 0) is_asked_ = true;
    return !is_asked_;
  }
  void pause(std::chrono::milliseconds time) override { now_ += time; }
  bool is_asked_to_stop() const override { return is_asked_; }

  int waits_until_stop = 0;  ///< 0: nobody asks

 private:
  Time now_{std::chrono::hours(1)};
  bool is_asked_ = false;
};

class FakeSchemas final : public release::SchemaSource {
 public:
  Result<release::Schema> of(const release::Artifact& artifact) override;
  std::map<std::string, release::Schema> by_version{};
  std::set<std::string> unknown{};
};

/// The state in a real file, with a bomb before and behind each time that it is written.
class MinedStates final : public release::StateStore {
 public:
  MinedStates(const std::string& path, Bomb& bomb) : file_(path), bomb_(bomb) {}
  Result<release::ReleaseState> load() override { return file_.load(); }
  Result<void> save(const release::ReleaseState& state) override {
    bomb_.tick();
    auto saved = file_.save(state);
    bomb_.tick();
    return saved;
  }

 private:
  release::StateFile file_;
  Bomb& bomb_;
};

/// A service whose releases are tried, and processes of the tool that come and go.
class Trial {
 public:
  Trial();

  /// A process of the tool, which does one thing.
  template <class Do>
  auto tool(const Do& something) {
    waiter_.emplace();
    waiter_->waits_until_stop = waits_until_stop;
    release::Notices notices(settings, audit, runner, http, say());
    release::Releaser releaser(
        {settings, engine, figures, schemas, states, lock, notices, http, clock, *waiter_, say()});
    return something(releaser);
  }

  Result<release::Outcome> ship(const std::string& version) {
    return tool([&](auto& releaser) { return releaser.ship(wish(version)); });
  }
  Result<release::Outcome> resume(bool is_approved = false) {
    return tool([&](auto& releaser) { return releaser.resume("alice", is_approved); });
  }
  Result<release::Outcome> promote() {
    return tool([&](auto& releaser) { return releaser.promote("alice"); });
  }
  Result<release::Outcome> roll_back(const std::string& revision = "") {
    return tool([&](auto& releaser) { return releaser.roll_back("alice", revision, ""); });
  }
  Result<release::Outcome> abort() {
    return tool([&](auto& releaser) { return releaser.abort("alice", ""); });
  }
  static release::Wish wish(const std::string& version) {
    release::Wish wish;
    wish.artifact = version;
    wish.by = "alice";
    return wish;
  }

  release::ReleaseState state() { return states.load().value(); }
  /// The only revision that has all traffic; "" where there is none such.
  std::string serving() const;
  /// What the log says of that action, last.
  release::AuditEntry last(const std::string& action) const;

  TemporaryFolder folder{};
  release::ReleaseSettings settings{};
  Bomb bomb{};
  World world{};
  FakeEngine engine{world, bomb};
  FakeFigures figures{world};
  FakeHttp http{world};
  FakeSchemas schemas{};
  MinedStates states{folder.file("release.json"), bomb};
  release::OperatorLock lock{folder.file("lock.json")};
  release::AuditLog audit{folder.file("audit.jsonl")};
  release::PosixRunner runner{};
  /// A Wednesday.
  SetClock clock{parse_rfc3339("2026-11-25T12:00:00Z").value()};
  int waits_until_stop = 0;
  std::vector<std::string> said{};

 private:
  release::Say say() {
    return [this](const std::string& sentence) { said.push_back(sentence); };
  }

  std::optional<FakeWaiter> waiter_{};
};

}  // namespace astronova::testing
