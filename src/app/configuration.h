#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/server.h"
#include "sky/ephemeris.h"

namespace astronova::app {

/// The configuration of `astronova serve`; docs/CONFIGURATION.md has the same table.
struct ServeConfiguration {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  unsigned threads = 0;
  std::vector<std::string> cors_origins{};
  double head_timeout_seconds = 10;
};

/// Declares the flags and environment variables of `serve`.
void declare(CLI::App& command, ServeConfiguration& configuration);

/// The server's options.
http::ServerOptions server_options(const ServeConfiguration& configuration);

/// Declares --ephemeris-path and ASTRONOVA_EPHE_PATH, which every command that computes takes.
void declare_ephemeris_path(CLI::App& command, std::string& path);

/// Opens the ephemeris, or prints why not to stderr and returns nothing.
std::unique_ptr<sky::Ephemeris> open_ephemeris(const std::string& path);

}  // namespace astronova::app
