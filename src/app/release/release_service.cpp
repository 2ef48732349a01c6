#include "app/release/release_service.h"

#include <cstdio>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/release/engines.h"
#include "clients/curl/curl_client.h"
#include "release/figures/prometheus_figures.h"
#include "release/figures/scraped_figures.h"

namespace astronova::app {
namespace {

// A release is followed as it goes, also through a pipe.
void say(const std::string& sentence) {
  fmt::print("{}\n", sentence);
  std::fflush(stdout);
}

}  // namespace

ReleaseService::ReleaseService(release::ReleaseSettings settings)
    : settings_(std::move(settings)),
      states_(settings_.state_file()),
      lock_(settings_.lock_file()),
      audit_(settings_.audit_log_file()) {}

ReleaseService::~ReleaseService() = default;

Result<std::unique_ptr<ReleaseService>> ReleaseService::open(const ReleaseFlags& flags) {
  auto file = release::SettingsFile::read(flags.config);
  auto settings = release::read_release_settings(file.top());
  const auto maker = read_engine(file.top(), settings.service, flags.folder());
  if (settings.figures == "engine" && !maker.make_figures) {
    file.top().table("figures").refuse(
        "from", fmt::format("the engine '{}' has no figures of its own", settings.service.engine),
        "give \"metrics\" or \"prometheus\"");
  }
  if (const auto finished = file.finish(); !finished) return finished.error();

  std::unique_ptr<ReleaseService> service(new ReleaseService(std::move(settings)));
  auto& own = *service;
  clients::curl::CurlSettings curl{.ca_file = own.settings_.service.ca_file};
  // Servers of this machine are not behind any proxy.
  if (own.settings_.service.engine == "local") curl.proxy = "";
  auto http = clients::curl::CurlClient::start(curl, own.clock_, own.randomness_);
  if (!http) return http.error();
  own.http_ = *std::move(http);
  own.engine_ = maker.make_engine(own.runner_);
  if (own.settings_.figures == "prometheus") {
    own.figures_ =
        std::make_unique<release::PrometheusFigures>(own.settings_.prometheus, *own.http_);
  } else if (own.settings_.figures == "engine") {
    own.figures_ = maker.make_figures(own.runner_, *own.http_);
  } else {
    own.figures_ = std::make_unique<release::ScrapedFigures>(*own.http_);
  }
  own.notices_ =
      std::make_unique<release::Notices>(own.settings_, own.audit_, own.runner_, *own.http_, say);
  own.releaser_ = std::make_unique<release::Releaser>(
      release::ReleaseParts{own.settings_, *own.engine_, *own.figures_, own.schemas_, own.states_,
                            own.lock_, *own.notices_, *own.http_, own.clock_, own.waiter_, say});
  return service;
}

Result<void> ReleaseService::take_run_lock() {
  auto taken = release::RunLock::take(settings_.run_lock_file());
  if (!taken) return taken.error();
  run_lock_.emplace(*std::move(taken));
  return {};
}

Result<release::StatusReport> ReleaseService::status() {
  release::StatusReport report;
  auto found = engine_->status();
  if (found) {
    report.service = *std::move(found);
  } else {
    report.unanswered = found.error().detail;
  }
  auto state = states_.load();
  if (!state) return state.error();
  report.state = *std::move(state);
  const auto held = lock_.held();
  if (!held) return held.error();
  report.lock = *held;
  report.working = release::holder_of_run_lock(settings_.run_lock_file());
  if (const auto* const freeze = release::freeze_at(settings_.freezes, clock_.now()))
    report.freeze = freeze->name;
  return report;
}

int report_release_error(const Error& error) {
  // What is wrong with the configuration is printed already as it shall be.
  if (error.code == ErrorCode::invalid_value && error.detail.starts_with("error: ")) {
    fmt::print(stderr, "{}", error.detail);
    return exit_usage;
  }
  const bool is_refused = error.code == ErrorCode::forbidden;
  fmt::print(stderr, "{}: {}\n", is_refused ? "refused" : "error", error.detail);
  if (is_refused) return exit_refused;
  return error.code == ErrorCode::invalid_value ? exit_usage : exit_failed;
}

int report_outcome(const Result<release::Outcome>& outcome, const release::Releaser& releaser) {
  if (!outcome) return report_release_error(outcome.error());
  switch (*outcome) {
    case release::Outcome::done:
      return exit_done;
    case release::Outcome::waits_for_approval:
      return exit_waits;
    case release::Outcome::rolled_back:
      break;
  }
  fmt::print(stderr, "error: the release was rolled back: {}\n", releaser.reason());
  return exit_failed;
}

}  // namespace astronova::app
