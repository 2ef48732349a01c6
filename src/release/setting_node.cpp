#include "release/setting_node.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace astronova::release {
namespace {

SettingNode node_of(const toml::node& node);

SettingNode::Table table_of(const toml::table& table) {
  SettingNode::Table found;
  for (const auto& [key, value] : table) {
    auto node = node_of(value);
    // A key's own line is where people look; a table's is that of its head.
    if (!value.is_table()) node.line = key.source().begin.line;
    found.emplace(key.str(), std::move(node));
  }
  return found;
}

SettingNode node_of(const toml::node& node) {
  SettingNode found;
  found.line = node.source().begin.line;
  if (const auto* const text = node.as_string()) {
    found.value = text->get();
  } else if (const auto* const whole = node.as_integer()) {
    found.value = whole->get();
  } else if (const auto* const number = node.as_floating_point()) {
    found.value = number->get();
  } else if (const auto* const truth = node.as_boolean()) {
    found.value = truth->get();
  } else if (const auto* const list = node.as_array()) {
    SettingNode::List elements;
    for (const auto& element : *list)
      elements.push_back(node_of(element));
    found.value = std::move(elements);
  } else if (const auto* const table = node.as_table()) {
    found.value = table_of(*table);
  }
  return found;
}

}  // namespace

void parse_settings(std::string_view toml, SettingsDocument& document) {
  const auto parsed = toml::parse(toml, document.name);
  if (!parsed) {
    document.top.value = SettingNode::Table{};
    document.mistakes.push_back(
        {parsed.error().source().begin.line,
         "this line is not TOML (https://toml.io): " + std::string(parsed.error().description()),
         "texts stand in quotes, tables begin with [name], and each key has a line of its own"});
    return;
  }
  document.top.value = table_of(parsed.table());
}

}  // namespace astronova::release
