#include "app/log_service.h"

#include <CLI/CLI.hpp>
#include <array>

#include <unistd.h>

namespace astronova::app {
namespace {

constexpr std::array levels{"debug", "info", "notice", "warning", "error", "critical"};

Severity level_named(std::string_view name) {
  const auto found = std::ranges::find(levels, name);
  return static_cast<Severity>(found - levels.begin());
}

bool is_terminal() {
  return ::isatty(STDOUT_FILENO) == 1;
}

bool wants_json(const LogConfiguration& configuration) {
  return configuration.format == "auto" ? !is_terminal() : configuration.format == "json";
}

telemetry::LogSettings settings_of(const LogConfiguration& configuration) {
  return {.level = level_named(configuration.level),
          .is_json = wants_json(configuration),
          .project = configuration.google_cloud_project,
          // Whoever closes the terminal wants the server to end.
          .is_level_changed_by_hangup = !is_terminal(),
          .writer = {.descriptor = STDOUT_FILENO,
                     .waiting_bytes_max = configuration.queue_kilobytes << 10U}};
}

}  // namespace

void declare(CLI::App& command, LogConfiguration& configuration) {
  command
      .add_option("--log-level", configuration.level,
                  "What matters less is not logged; SIGHUP changes to debug and back")
      ->envname("ASTRONOVA_LOG_LEVEL")
      ->check(CLI::IsMember(std::vector<std::string>(levels.begin(), levels.end())))
      ->capture_default_str();
  command
      .add_option("--log-format", configuration.format,
                  "json, a line for each event; text, for people; auto is text on a terminal")
      ->envname("ASTRONOVA_LOG_FORMAT")
      ->check(CLI::IsMember({"auto", "json", "text"}))
      ->capture_default_str();
  command
      .add_option("--log-sample", configuration.sample,
                  "Share of the requests that is logged, 0 to 1; slow and failed ones always are")
      ->envname("ASTRONOVA_LOG_SAMPLE")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command
      .add_option("--log-slow", configuration.slow_seconds,
                  "Seconds from which on a request counts as slow")
      ->envname("ASTRONOVA_LOG_SLOW")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
  command
      .add_option("--log-queue", configuration.queue_kilobytes,
                  "Kilobytes of lines that may wait to be written; what is beyond is dropped and "
                  "counted")
      ->envname("ASTRONOVA_LOG_QUEUE")
      ->check(CLI::Range(std::size_t{64}, std::size_t{1} << 20U))
      ->capture_default_str();
  command
      .add_option("--google-cloud-project", configuration.google_cloud_project,
                  "Id of the Google Cloud project that traces in the log and figures in Cloud "
                  "Monitoring belong to")
      ->envname("GOOGLE_CLOUD_PROJECT");
}

LogService::LogService(const LogConfiguration& configuration, const Clock& clock)
    : configuration_(configuration),
      is_json_(wants_json(configuration)),
      log_(settings_of(configuration), clock),
      former_(set_log_sink(&log_)) {}

LogService::~LogService() {
  set_log_sink(former_);
}

http::RequestObserver& LogService::watch_requests(const std::string& token_secret,
                                                  const Randomness& randomness) {
  std::optional<telemetry::Pseudonyms> pseudonyms;
  if (!configuration_.secret_key.empty()) {
    pseudonyms.emplace(configuration_.secret_key);
  } else if (!token_secret.empty()) {
    pseudonyms = telemetry::Pseudonyms::derived_from(token_secret);
  }
  const telemetry::RequestLogSettings settings{
      .share = configuration_.sample,
      .slow_from =
          std::chrono::nanoseconds{static_cast<std::int64_t>(configuration_.slow_seconds * 1e9)}};
  return requests_.emplace(log_, settings, std::move(pseudonyms), randomness);
}

}  // namespace astronova::app
