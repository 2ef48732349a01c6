#include "app/settings/settings.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "app/settings/configuration_file.h"
#include "app/settings/environment.h"
#include "app/settings/options.h"
#include "app/settings/secret_file.h"
#include "base/nearest_name.h"

namespace astronova::app {
namespace {

CLI::App& program_of(CLI::App& command) {
  auto* app = &command;
  while (app->get_parent())
    app = app->get_parent();
  return *app;
}

// CLI11 asks the environment for the options of commands too that are not called.
void forget(CLI::App& command) {
  for (auto* const option : options_of(command))
    option->clear();
}

// Reads the configuration of one command.
class Loader {
 public:
  Loader(CLI::App& command, Settings& settings)
      : command_(command), settings_(settings), mistakes_(settings.mistakes) {}

  void load() {
    const bool by_flag = is_from_flag(command_.get_option("--config"));
    if (!settings_.file.empty()) {
      file_ = read_configuration_file(
          settings_.file, by_flag ? "flag --config" : "variable ASTRONOVA_CONFIG", mistakes_);
    }
    for (auto* const option : options_of(command_)) {
      if (is_secret(option->get_envname())) {
        load_secret_option(*option);
      } else {
        load_option(*option);
      }
    }
    for (const auto name : secret_names) {
      if (!secret_options_.contains(name)) load_secret(name);
    }
    refuse_what_is_left();
    warn_of_variables();
    for (const auto& check : settings_.checks)
      check(mistakes_);
  }

 private:
  bool is_from_flag(const CLI::Option* option) const {
    const auto& order = command_.parse_order();
    return std::ranges::find(order, option) != order.end();
  }

  void load_option(CLI::Option& option) {
    const bool by_flag = is_from_flag(&option);
    const auto flag_values = option.results();
    option.clear();
    if (const auto entry = take(key_of(option))) {
      const auto where = fmt::format("{}, {}", file_.where(entry->line), key_of(option));
      if (entry->is_list && option.get_items_expected_max() <= 1) {
        mistakes_.add_at(where, "there is a list, and one value is wanted",
                         "give " + wanted_by(option));
      } else {
        give(option, entry->values, where);
      }
    }
    if (const auto value = environment_.get(option.get_envname()); !value.empty())
      give(option, {std::string(value)}, "variable " + option.get_envname());
    if (by_flag) give(option, flag_values, "flag " + flag_of(option));
  }

  // What is given last wins.
  void give(CLI::Option& option, const std::vector<std::string>& values, const std::string& where) {
    const bool is_shown = !is_secret(option.get_envname());
    mistakes_.came_from(flag_of(option), where);
    option.clear();
    option.add_result(values);
    try {
      if (!option.empty()) option.run_callback();
    } catch (const CLI::Error& error) {
      mistakes_.add_at(where, is_shown ? complaint(option, error) : "it cannot be used",
                       "give " + wanted_by(option));
      option.clear();
    }
  }

  void load_secret_option(CLI::Option& option) {
    const auto name = option.get_envname();
    const bool by_flag = is_from_flag(&option);
    const auto flag_values = option.results();
    option.clear();
    load_secret(name);
    if (settings_.secrets.has(name))
      give(option, {settings_.secrets.reveal(name)}, mistakes_.where(name));
    if (by_flag && !flag_values.empty()) {
      give(option, flag_values, "flag " + flag_of(option));
      mistakes_.came_from(name, "flag " + flag_of(option));
      settings_.secrets.set(name, Secret(flag_values.back()));
    }
    secret_options_.insert(name);
  }

  void load_secret(std::string_view name) {
    const auto key = secret_key(name);
    if (const auto entry = take(key)) {
      mistakes_.add_at(
          file_.where(entry->line),
          fmt::format("'{}' is a secret, and a configuration file may hold none", key),
          fmt::format("put it into a file of its own and write {}_file = \"…\", or set {}", key,
                      name));
    }
    if (const auto entry = take(key + "_file")) {
      take_from_file(name, entry->is_list ? std::string() : entry->values.front(),
                     fmt::format("{}, {}_file", file_.where(entry->line), key));
    }
    const auto value = environment_.get(name);
    const auto path = environment_.get(file_variable(name));
    if (!value.empty() && !path.empty()) {
      mistakes_.add_at(fmt::format("variables {} and {}", name, file_variable(name)),
                       "both are set, and it is not clear which one is meant",
                       "leave one of them out");
    } else if (!path.empty()) {
      take_from_file(name, std::string(path), "variable " + file_variable(name));
    } else if (!value.empty()) {
      mistakes_.came_from(name, fmt::format("variable {}", name));
      settings_.secrets.set(name, Secret(std::string(value)));
    }
  }

  void take_from_file(std::string_view name, const std::string& path, const std::string& where) {
    mistakes_.came_from(name, where);
    auto read = read_secret_file(path);
    if (!read) {
      mistakes_.add(name, read.error().detail,
                    "name a file that holds the secret and nothing else, and that the server's "
                    "user may read");
      return;
    }
    settings_.secrets.set(name, *std::move(read), path);
  }

  // An empty text counts as none, as an empty variable does.
  std::optional<FileEntry> take(const std::string& key) {
    auto entry = file_.entries.extract(key);
    if (entry.empty() || entry.mapped().values == std::vector<std::string>{""}) return std::nullopt;
    return std::move(entry.mapped());
  }

  void refuse_what_is_left() {
    const auto keys = known_keys();
    const std::vector<std::string_view> names(keys.begin(), keys.end());
    for (const auto& [key, entry] : file_.entries) {
      if (keys.contains(key)) continue;
      mistakes_.add_at(file_.where(entry.line),
                       fmt::format("the key '{}' is not known.{}", key, did_you_mean(key, names)),
                       "docs/astronova.example.toml shows all keys");
    }
    std::vector<std::string> flags;
    for (const auto* const option : options_of(command_))
      flags.push_back(flag_of(*option));
    const std::vector<std::string_view> known_flags(flags.begin(), flags.end());
    // What follows an unknown flag may be its value, and a secret.
    for (const auto& argument : command_.remaining()) {
      if (!argument.starts_with('-')) continue;
      const auto word = argument.substr(0, argument.find('='));
      mistakes_.add_at("flag " + word, "it is not known." + did_you_mean(word, known_flags),
                       fmt::format("astronova {} --help", command_.get_name()));
    }
    if (!command_.remaining().empty() && !command_.remaining().front().starts_with('-')) {
      mistakes_.add_at("the command line", "an argument stands alone, without a flag before it",
                       fmt::format("astronova {} --help", command_.get_name()));
    }
  }

  // Of all that `serve` can be told, and this command.
  std::set<std::string, std::less<>> known_keys() const {
    std::set<std::string, std::less<>> keys;
    const auto add = [&keys](CLI::App& command) {
      for (const auto* const option : options_of(command)) {
        if (!is_secret(option->get_envname())) keys.insert(key_of(*option));
      }
    };
    add(command_);
    add(*program_of(command_).get_subcommand("serve"));
    for (const auto name : secret_names)
      keys.insert(secret_key(name) + "_file");
    return keys;
  }

  void warn_of_variables() {
    std::set<std::string, std::less<>> known{"ASTRONOVA_CONFIG"};
    for (const auto name : secret_names) {
      known.emplace(name);
      known.insert(file_variable(name));
    }
    const auto add = [&known](CLI::App& command, const auto& again) -> void {
      for (const auto* const option : options_of(command))
        known.insert(option->get_envname());
      for (auto* const below : command.get_subcommands([](const auto*) { return true; }))
        again(*below, again);
    };
    add(program_of(command_), add);
    known.erase("");
    const std::vector<std::string_view> names(known.begin(), known.end());
    settings_.warnings = environment_.warnings(names);
  }

  CLI::App& command_;
  Settings& settings_;
  Mistakes& mistakes_;
  const Environment environment_{};
  ConfigurationFile file_{};
  std::set<std::string, std::less<>> secret_options_{};
};

bool is_asked_for_help(const CLI::App& command) {
  const auto* const help = command.get_help_ptr();
  return help && help->count() > 0;
}

}  // namespace

void declare(CLI::App& command, Settings& settings) {
  command
      .add_option_function<std::string>(
          "--config",
          [&command, &settings](const std::string& file) {
            if (!command.parsed() || is_asked_for_help(command)) return forget(command);
            settings.file = file;
            Loader(command, settings).load();
            if (settings.mistakes.all().empty()) return;
            if (!settings.runs_with_mistakes || !command.remaining().empty())
              throw ConfigurationError(settings.mistakes);
          },
          "File of settings (TOML); flags and variables win over it")
      ->envname("ASTRONOVA_CONFIG")
      ->configurable(false)
      ->force_callback();
}

}  // namespace astronova::app
