#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "release/gates/canary.h"

namespace astronova::release {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 3> too_few_names{"wait", "pass", "fail"};

std::vector<std::chrono::seconds> read_windows(SettingsTable& table) {
  std::vector<std::string> texts;
  table.read("windows", texts);
  std::vector<std::chrono::seconds> windows;
  for (const auto& text : texts) {
    const auto window = read_duration(text);
    if (!window || *window < 1s || *window > 24h) {
      table.refuse("windows", fmt::format("'{}' is no window", text),
                   "give times from 1s to 24h, [\"1m\", \"5m\"]");
      return {};
    }
    windows.push_back(std::chrono::ceil<std::chrono::seconds>(*window));
  }
  return windows;
}

void read_steps(SettingsTable& table, CanarySettings& settings) {
  std::vector<int> percents;
  percents.reserve(settings.steps.size());
  for (const auto& step : settings.steps)
    percents.push_back(step.percent);
  table.read("steps", percents, {.least = 1, .most = 100});
  if (!std::ranges::is_sorted(percents, std::less_equal<>())) {
    table.refuse("steps", "the steps do not rise",
                 "give shares in percent, each larger than the one before: [1, 10, 50, 100]");
    return;
  }
  auto windows = table.has("windows") ? read_windows(table) : std::vector{60s};
  if (windows.size() == 1) windows.resize(percents.size(), windows.front());
  if (windows.size() != percents.size()) {
    if (!windows.empty()) {
      table.refuse(
          "windows",
          fmt::format("there are {} windows for {} steps", windows.size(), percents.size()),
          "give one for each step, or one for all");
    }
    return;
  }
  settings.steps.clear();
  for (std::size_t i = 0; i < percents.size(); ++i)
    settings.steps.push_back({percents[i], windows[i]});
}

}  // namespace

CanarySettings read_canary_settings(SettingsTable table) {
  CanarySettings settings;
  read_steps(table, settings);
  table.read("interval", settings.interval, {.least = 100ms, .most = 1h});
  table.read("poll", settings.poll, {.least = 10ms, .most = 10min});
  table.read("minimum_sample", settings.minimum_sample, {.least = 1});
  std::string too_few = "wait";
  table.read("too_few", too_few, too_few_names);
  settings.too_few =
      static_cast<TooFew>(std::ranges::find(too_few_names, too_few) - too_few_names.begin());
  table.read("too_few_most", settings.too_few_most, {.least = 1s, .most = 24h});
  table.read("success_rate", settings.success_rate, {.least = 0, .most = 1});
  table.read("p99_ratio", settings.p99_ratio, {.least = 1, .most = 1000});
  table.read("p99_floor", settings.p99_floor, {.least = 0ms, .most = 1min});
  table.read("failure_limit", settings.failure_limit, {.least = 0, .most = 1000});
  table.read("health_limit", settings.health_limit, {.least = 0, .most = 1000});
  table.read("health_path", settings.health_path);
  return settings;
}

}  // namespace astronova::release
