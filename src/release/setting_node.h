#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "release/settings_reader.h"

namespace astronova::release {

/// What stands at a place of a file of settings, without TOML's library.
struct SettingNode {
  using List = std::vector<SettingNode>;
  using Table = std::map<std::string, SettingNode, std::less<>>;
  /// What we have no use for, such as a date.
  struct Other {};

  std::size_t line = 0;
  /// Of a table: the keys that somebody has asked for, whether they are in it or not.
  std::set<std::string, std::less<>> known{};
  std::variant<Other, std::string, std::int64_t, double, bool, List, Table> value{};
};

struct SettingsDocument {
  std::string name{};
  SettingNode top{};
  std::vector<SettingMistake> mistakes{};
};

/// The tree of a text in TOML; what cannot be read is among the document's mistakes.
void parse_settings(std::string_view toml, SettingsDocument& document);

}  // namespace astronova::release
