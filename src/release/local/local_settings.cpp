#include <array>
#include <utility>

#include "release/local/local_engine.h"

namespace astronova::release {

LocalSettings read_local_settings(SettingsTable table, std::string directory) {
  using std::chrono::hours;
  using std::chrono::milliseconds;
  static constexpr std::array<std::string_view, 2> supervisors{"systemd", "processes"};
  LocalSettings settings{.directory = std::move(directory)};
  table.read("haproxy_socket", settings.haproxy_socket);
  table.read("haproxy_backend", settings.haproxy_backend);
  table.read("blue_port", settings.blue_port, {.least = 1, .most = 65'535});
  table.read("green_port", settings.green_port, {.least = 1, .most = 65'535});
  table.read("supervisor", settings.supervisor, supervisors);
  table.read("unit", settings.unit);
  table.read("systemctl", settings.systemctl);
  table.read("arguments", settings.arguments);
  table.read("environment_file", settings.environment_file);
  table.read("ready_within", settings.ready_within, {.least = milliseconds(100), .most = hours(1)});
  table.read("drain_within", settings.drain_within, {.least = milliseconds(0), .most = hours(1)});
  table.read("stop_within", settings.stop_within, {.least = milliseconds(100), .most = hours(1)});
  table.read("rehearse_stop", settings.rehearse_stop);
  table.read("kept_builds", settings.kept_builds, {.least = 1, .most = 1000});
  if (settings.blue_port == settings.green_port)
    table.refuse("green_port", "blue and green cannot have the same port", "give another port");
  if (settings.unit.find("{slot}") == std::string::npos) {
    table.refuse("unit", "'unit' does not say where the slot's name goes",
                 "write \"astronova@{slot}.service\"");
  }
  return settings;
}

}  // namespace astronova::release
