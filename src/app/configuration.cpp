#include "app/configuration.h"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include "sky/swiss/swiss_ephemeris.h"

namespace astronova::app {

void declare(CLI::App& command, ServeConfiguration& configuration) {
  command
      .add_option("--host", configuration.host,
                  "Address to listen on; 0.0.0.0 hears other machines")
      ->envname("ASTRONOVA_HOST")
      ->capture_default_str();
  command.add_option("--port", configuration.port, "Port to listen on; 0 takes any free one")
      ->envname("PORT")
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
}

http::ServerOptions server_options(const ServeConfiguration& configuration) {
  http::ServerOptions options;
  options.address = configuration.host;
  options.port = configuration.port;
  options.threads = configuration.threads;
  options.cors_origins = configuration.cors_origins;
  options.head_timeout = std::chrono::milliseconds{
      static_cast<std::int64_t>(configuration.head_timeout_seconds * 1e3)};
  options.stop_on_signals = true;
  return options;
}

void declare_ephemeris_path(CLI::App& command, std::string& path) {
  path = sky::default_ephemeris_directory;
  command.add_option("--ephemeris-path", path, "Folder of the Swiss Ephemeris data files (.se1)")
      ->envname("ASTRONOVA_EPHE_PATH")
      ->capture_default_str();
}

std::unique_ptr<sky::Ephemeris> open_ephemeris(const std::string& path) {
  auto opened = sky::open_swiss_ephemeris(path);
  if (opened) return std::move(*opened);
  fmt::print(stderr, "error: {}\n       looked in: {}\n", opened.error().detail, path);
  return nullptr;
}

}  // namespace astronova::app
