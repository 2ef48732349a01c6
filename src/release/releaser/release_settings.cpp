#include "release/releaser/release_settings.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace astronova::release {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 2> engine_names{"local", "cloudrun"};
constexpr std::array<std::string_view, 3> figure_names{"metrics", "prometheus", "engine"};
constexpr std::array<std::string_view, 3> check_names{"require", "when-known", "off"};

ServiceSettings read_service(SettingsTable table) {
  ServiceSettings service;
  table.read("name", service.name);
  table.read("engine", service.engine, engine_names);
  table.read("address", service.address);
  table.read("state", service.state);
  table.read("ca_file", service.ca_file);
  if (!service.state.starts_with('/')) {
    table.refuse("state", "'state' is not an absolute path",
                 "write it from the root on: \"/var/lib/astronova-release\"");
  }
  const auto& address = service.address;
  if (!address.empty() && !address.starts_with("http://") && !address.starts_with("https://")) {
    table.refuse("address", fmt::format("'{}' is no address", address),
                 "give one such as \"https://api.astronova.app\"");
  }
  return service;
}

void read_approval(SettingsTable table, ReleaseSettings& settings) {
  table.read("before", settings.approval_before, {.least = 1, .most = 100});
  for (const int percent : settings.approval_before) {
    const bool is_step =
        percent == 100 || std::ranges::find(settings.canary.steps, percent, &CanaryStep::percent) !=
                              settings.canary.steps.end();
    if (!is_step) {
      table.refuse("before", fmt::format("{} is none of the steps of [canary]", percent),
                   "name steps that there are; 100 is the promotion");
    }
  }
}

HookSettings read_hooks(SettingsTable table) {
  HookSettings hooks;
  table.read("before_build", hooks.before_build);
  table.read("after_promote", hooks.after_promote);
  table.read("on_rollback", hooks.on_rollback);
  table.read("deadline", hooks.deadline, {.least = 1s, .most = 24h});
  return hooks;
}

WebhookSettings read_webhook(SettingsTable table) {
  WebhookSettings webhook;
  table.read("url", webhook.url);
  table.read("url_file", webhook.url_file);
  table.read("deadline", webhook.deadline, {.least = 100ms, .most = 1min});
  if (!webhook.url.empty() && !webhook.url_file.empty())
    table.refuse("url_file", "there are both 'url' and 'url_file'", "leave one of them out");
  return webhook;
}

}  // namespace

ReleaseSettings read_release_settings(SettingsTable top) {
  ReleaseSettings settings;
  settings.service = read_service(top.table("service"));
  settings.smoke = read_smoke_settings(top.table("gates").table("smoke"));
  settings.canary = read_canary_settings(top.table("canary"));
  auto figures = top.table("figures");
  figures.read("from", settings.figures, figure_names);
  settings.prometheus = read_prometheus_settings(figures.table("prometheus"));
  read_approval(top.table("approval"), settings);
  settings.freezes = read_freeze_windows(top);
  std::string check = "require";
  top.table("migrations").read("check", check, check_names);
  settings.schema_check =
      static_cast<SchemaCheck>(std::ranges::find(check_names, check) - check_names.begin());
  top.table("audit").read("file", settings.audit_file);
  settings.checklist = read_checklist_settings(top.table("checklist"));
  settings.hooks = read_hooks(top.table("hooks"));
  settings.webhook = read_webhook(top.table("webhook"));
  return settings;
}

}  // namespace astronova::release
