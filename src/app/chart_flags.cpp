#include "app/chart_flags.h"

#include <CLI/CLI.hpp>
#include <array>
#include <boost/json/array.hpp>
#include <variant>

#include "api/option_flags.h"

namespace astronova::app {
namespace {

namespace json = boost::json;

// A flag of the options, and where it is kept.
struct ChartFlag {
  using Text = std::string ChartFlags::*;
  using Texts = std::vector<std::string> ChartFlags::*;
  const api::TechniqueFlag& flag;
  std::variant<Text, Texts> value;
};

constexpr std::array<ChartFlag, 7> chart_flag_table{{
    {api::option_flags::bodies, &ChartFlags::bodies},
    {api::option_flags::aspects, &ChartFlags::aspects},
    {api::option_flags::house_system, &ChartFlags::house_system},
    {api::option_flags::zodiac, &ChartFlags::zodiac},
    {api::option_flags::ayanamsa, &ChartFlags::ayanamsa},
    {api::option_flags::node, &ChartFlags::node},
    {api::option_flags::center, &ChartFlags::center},
}};
constexpr std::string_view options_pointer = "/options/";

void put(json::object& object, std::string_view name, const std::vector<std::string>& values) {
  if (values.empty()) return;
  object[json::string_view{name.data(), name.size()}] = json::array(values.begin(), values.end());
}

void add(CLI::App& command, const api::TechniqueFlag& flag, std::string& value) {
  command.add_option(std::string{flag.flag}, value, std::string{flag.help});
}

void add(CLI::App& command, const api::TechniqueFlag& flag, std::vector<std::string>& values) {
  command.add_option(std::string{flag.flag}, values, std::string{flag.help})->delimiter(',');
}

}  // namespace

void put(json::object& object, std::string_view name, const std::string& value) {
  if (!value.empty()) object[json::string_view{name.data(), name.size()}] = value;
}

void declare(CLI::App& command, ChartFlags& flags) {
  command.add_option("--systems", flags.systems, "western, vedic, or both")->delimiter(',');
  for (const auto& one : chart_flag_table)
    std::visit([&](auto kept) { add(command, one.flag, flags.*kept); }, one.value);
}

json::object request_members(const ChartFlags& flags) {
  json::object options;
  for (const auto& one : chart_flag_table) {
    const auto name = one.flag.pointer.substr(options_pointer.size());
    std::visit([&](auto kept) { put(options, name, flags.*kept); }, one.value);
  }
  json::object request{{"options", std::move(options)}};
  put(request, "systems", flags.systems);
  return request;
}

FlagsByPointer chart_flags_by_pointer() {
  FlagsByPointer flags{{"/systems", "--systems"}};
  for (const auto& one : chart_flag_table)
    flags.emplace(one.flag.pointer, one.flag.flag);
  return flags;
}

}  // namespace astronova::app
