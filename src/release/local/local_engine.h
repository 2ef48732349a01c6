#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "release/engine.h"
#include "release/program_runner.h"
#include "release/settings_reader.h"

namespace astronova::release {

/// [local] of the file of settings: docs/release-local.md tells what each is for.
struct LocalSettings {
  /// Where the engine keeps builds, what is in which slot, and what HAProxy shall come up with:
  /// [service] state, and no key of its own.
  std::string directory{};
  std::string haproxy_socket = "/run/haproxy/admin.sock";
  std::string haproxy_backend = "app";  ///< with the servers `blue` and `green`
  int blue_port = 8081;                 ///< of 127.0.0.1, as HAProxy's configuration has them
  int green_port = 8082;
  std::string supervisor = "systemd";  ///< or "processes"
  std::string unit = "astronova@{slot}.service";
  std::string systemctl = "systemctl";
  std::vector<std::string> arguments{"serve"};  ///< for `processes`; the unit has its own
  std::string environment_file{};               ///< for `processes` and for trying a build; or ""
  std::chrono::milliseconds ready_within = std::chrono::seconds(60);
  std::chrono::milliseconds drain_within = std::chrono::seconds(40);
  std::chrono::milliseconds stop_within = std::chrono::seconds(40);
  bool rehearse_stop = true;  ///< a new server is stopped once before it gets requests
  int kept_builds = 5;        ///< that can be returned to, beside those in the slots
};

LocalSettings read_local_settings(SettingsTable table, std::string directory);

/// Servers of this machine, blue and green, behind its HAProxy.
///
/// A revision is in one of the two slots. The one without traffic is kept running where the release
/// wants it kept, and makes room for the next. Whatever is told comes from HAProxy's runtime API,
/// the processes and the servers' /readyz; files only say which build is in which slot.
///
/// The runner must outlive it.
std::unique_ptr<Engine> make_local_engine(LocalSettings settings, ProgramRunner& runner);

}  // namespace astronova::release
