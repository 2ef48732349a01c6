#pragma once

#include <CLI/App.hpp>
#include <string>

#include "app/settings/mistakes.h"
#include "http/server.h"

namespace astronova::app {

/// How `serve` comes by TLS; docs/CONFIGURATION.md has the same table.
struct TlsConfiguration {
  std::string certificate_file{};  ///< PEM; empty: plain HTTP
  std::string key_file{};          ///< PEM; given where the other is
  std::string hsts = "auto";       ///< "auto", "on" or "off"

  bool is_on() const { return !certificate_file.empty(); }
};

/// Declares the flags and environment variables of `serve`.
void declare(CLI::App& command, TlsConfiguration& configuration);
/// Notes a certificate without a key, a key without a certificate, and files that cannot be read.
void check(const TlsConfiguration& configuration, Mistakes& mistakes);

/// Sets what the server needs to know of it.
void apply(const TlsConfiguration& configuration, http::ServerOptions& options);

}  // namespace astronova::app
