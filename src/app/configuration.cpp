#include "app/configuration.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "app/descriptor_limit.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/table_ephemeris.h"

namespace astronova::app {
namespace {

constexpr std::size_t version_characters_max = 64;

// As browsers write it in the header of that name (RFC 6454, 6.2).
bool is_origin(std::string_view origin) {
  if (origin == "*") return true;
  const auto scheme = origin.find("://");
  if (scheme == std::string_view::npos || scheme == 0) return false;
  const auto host = origin.substr(scheme + 3);
  return !host.empty() && std::ranges::all_of(host, [](char c) {
    return c > ' ' && c <= '~' && std::string_view("/?#@*").find(c) == std::string_view::npos;
  });
}

}  // namespace

std::string default_data_directory() {
  const char* const data = std::getenv("XDG_DATA_HOME");
  if (data && *data) return std::string(data) + "/astronova";
  const char* const home = std::getenv("HOME");
  if (home && *home) return std::string(home) + "/.local/share/astronova";
  return "/var/lib/astronova";
}

void declare(CLI::App& command, ServeConfiguration& configuration) {
  command
      .add_option("--host", configuration.host,
                  "Address to listen on; 0.0.0.0 hears other machines")
      ->envname("ASTRONOVA_HOST")
      ->capture_default_str();
  command.add_option("--port", configuration.port, "Port to listen on; 0 takes any free one")
      ->envname("PORT")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command
      .add_option("--threads", configuration.threads,
                  "Threads that answer requests; 0 is one for each processor")
      ->envname("ASTRONOVA_THREADS")
      ->check(CLI::Range(0U, 1024U))
      ->capture_default_str();
  command
      .add_option("--cors-origins", configuration.cors_origins,
                  "Origins whose pages may read answers, separated by commas; * is all")
      ->envname("ASTRONOVA_CORS_ORIGINS")
      ->delimiter(',');
  command
      .add_option("--head-timeout", configuration.head_timeout_seconds,
                  "Seconds that a client has to send a request's head")
      ->envname("ASTRONOVA_HEAD_TIMEOUT")
      ->check(CLI::Range(0.1, 300.0))
      ->capture_default_str();
  command
      .add_option("--wait-target", configuration.wait_target_milliseconds,
                  "Milliseconds that requests may go on waiting for their turn before some are "
                  "turned away; 0 turns none away")
      ->envname("ASTRONOVA_WAIT_TARGET")
      ->check(CLI::Range(0.0, 60'000.0))
      ->capture_default_str();
  command
      .add_option("--app-version", configuration.app_version,
                  "What the health check calls this release")
      ->envname("APP_VERSION")
      ->capture_default_str();
}

void check(const ServeConfiguration& configuration, Mistakes& mistakes) {
  for (const auto& origin : configuration.cors_origins) {
    if (is_origin(origin)) continue;
    mistakes.add("--cors-origins",
                 fmt::format("'{}' is no origin, so no browser will ever name it", origin),
                 "give scheme and host, and the port if there is one, without a slash at the end: "
                 "https://example.org");
  }
  const auto& name = configuration.app_version;
  if (name.empty() || name.size() > version_characters_max ||
      !std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~'; })) {
    mistakes.add("--app-version", "it is no name of a version",
                 fmt::format("give 1 to {} letters, digits and signs, without spaces",
                             version_characters_max));
  }
}

http::ServerOptions server_options(const ServeConfiguration& configuration) {
  http::ServerOptions options;
  options.address = configuration.host;
  options.port = configuration.port;
  options.threads = configuration.threads;
  options.cors_origins = configuration.cors_origins;
  options.head_timeout = std::chrono::milliseconds{
      static_cast<std::int64_t>(configuration.head_timeout_seconds * 1e3)};
  options.wait.target = std::chrono::microseconds{
      static_cast<std::int64_t>(configuration.wait_target_milliseconds * 1e3)};
  options.spare_descriptors = descriptors_beside_connections(configuration.threads);
  options.stop_on_signals = true;
  return options;
}

void declare(CLI::App& command, EphemerisConfiguration& configuration) {
  configuration.path = sky::default_ephemeris_directory;
  configuration.data_directory = default_data_directory();
  command
      .add_option("--ephemeris", configuration.kind,
                  "swiss computes with Swiss Ephemeris; table reads a table of its values; auto is "
                  "table where many charts are computed, and swiss for one")
      ->envname("ASTRONOVA_EPHEMERIS")
      ->check(CLI::IsMember({"auto", "swiss", "table"}))
      ->capture_default_str();
  command
      .add_option("--ephemeris-path", configuration.path,
                  "Folder of the Swiss Ephemeris data files (.se1)")
      ->envname("ASTRONOVA_EPHE_PATH")
      ->capture_default_str();
  command
      .add_option("--data-dir", configuration.data_directory,
                  "Folder of what AstroNova makes, such as ephemeris.table")
      ->envname("ASTRONOVA_DATA_DIR");
}

void check(const EphemerisConfiguration& configuration, Mistakes& mistakes) {
  const auto opened = sky::open_swiss_ephemeris(configuration.path);
  if (opened) return;
  mistakes.add("--ephemeris-path",
               fmt::format("{} Looked in: {}", opened.error().detail, configuration.path),
               "install swe-standard-data, or name the folder that has the .se1 files");
}

std::unique_ptr<sky::Ephemeris> open_reference(const EphemerisConfiguration& configuration) {
  auto opened = sky::open_swiss_ephemeris(configuration.path);
  if (opened) return std::move(*opened);
  fmt::print(stderr, "error: {}\n       looked in: {}\n", opened.error().detail,
             configuration.path);
  return nullptr;
}

std::unique_ptr<sky::Ephemeris> open_ephemeris(const EphemerisConfiguration& configuration) {
  auto reference = open_reference(configuration);
  if (!reference || configuration.kind != "table") return reference;
  auto table = sky::open_table_ephemeris(configuration.table_file(), reference);
  if (table) return std::move(*table);
  fmt::print(stderr,
             "note:  {}; Swiss Ephemeris answers instead\n"
             "try:   astronova ephemeris build --data-dir {}\n",
             table.error().detail, configuration.data_directory);
  return reference;
}

std::unique_ptr<sky::Ephemeris> open_ephemeris_of(const EphemerisConfiguration& configuration,
                                                  const SearchedSpan& span) {
  auto ephemeris = open_ephemeris(configuration);
  if (!ephemeris || configuration.kind != "auto") return ephemeris;
  // Some kinds of events look a few days beyond their range.
  constexpr double margin_days = 6;
  sky::table::BuildSettings settings;
  settings.ephemeris_directory = configuration.path;
  settings.first = {span.from.value - margin_days};
  settings.last = {span.to.value + margin_days};
  settings.bodies.assign(span.bodies.begin(), span.bodies.end());
  settings.ayanamsas.emplace();
  if (span.ayanamsa) settings.ayanamsas->push_back(*span.ayanamsa);
  // Where it cannot be made, near the end of the data files, Swiss Ephemeris answers.
  if (auto table = sky::make_table_ephemeris(settings, ephemeris)) return std::move(*table);
  return ephemeris;
}

}  // namespace astronova::app
