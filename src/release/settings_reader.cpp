#include "release/settings_reader.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/nearest_name.h"
#include "release/setting_node.h"

namespace astronova::release {
namespace {

std::string written(const SettingNode& node) {
  if (const auto* const text = std::get_if<std::string>(&node.value))
    return fmt::format("'{}'", *text);
  if (const auto* const whole = std::get_if<std::int64_t>(&node.value))
    return fmt::format("{}", *whole);
  if (const auto* const number = std::get_if<double>(&node.value))
    return fmt::format("{}", *number);
  if (const auto* const truth = std::get_if<bool>(&node.value)) return *truth ? "true" : "false";
  if (std::holds_alternative<SettingNode::List>(node.value)) return "a list";
  if (std::holds_alternative<SettingNode::Table>(node.value)) return "a table";
  return "a date or a time";
}

std::optional<double> number_of(const SettingNode& node) {
  if (const auto* const whole = std::get_if<std::int64_t>(&node.value))
    return static_cast<double>(*whole);
  if (const auto* const number = std::get_if<double>(&node.value)) return *number;
  return std::nullopt;
}

std::optional<SettingScalar> scalar_of(const SettingNode& node) {
  using Kind = SettingScalar::Kind;
  if (const auto* const text = std::get_if<std::string>(&node.value))
    return SettingScalar{Kind::text, *text, 0};
  if (const auto* const whole = std::get_if<std::int64_t>(&node.value))
    return SettingScalar{Kind::whole, fmt::format("{}", *whole), static_cast<double>(*whole)};
  if (const auto* const number = std::get_if<double>(&node.value))
    return SettingScalar{Kind::number, fmt::format("{}", *number), *number};
  if (const auto* const truth = std::get_if<bool>(&node.value))
    return SettingScalar{Kind::truth, *truth ? "true" : "false", *truth ? 1.0 : 0.0};
  return std::nullopt;
}

std::string wanted(SettingsTable::Whole range) {
  return fmt::format("a whole number from {} to {}", range.least, range.most);
}

std::string wanted(SettingsTable::Number range) {
  return fmt::format("a number from {} to {}", range.least, range.most);
}

std::string wanted(SettingsTable::Duration range) {
  return fmt::format("a time such as \"250ms\", \"10s\", \"5m\" or \"2h\", from {} to {}",
                     text_of(range.least), text_of(range.most));
}

bool is_within(const SettingNode& node, SettingsTable::Whole range) {
  const auto* const whole = std::get_if<std::int64_t>(&node.value);
  return whole && *whole >= range.least && *whole <= range.most;
}

}  // namespace

SettingNode* SettingsTable::find(std::string_view key) {
  if (!has(key)) return nullptr;
  return &std::get<SettingNode::Table>(node_->value).find(key)->second;
}

bool SettingsTable::has(std::string_view key) const {
  if (!node_) return false;
  node_->known.emplace(key);
  return std::get<SettingNode::Table>(node_->value).contains(key);
}

std::string SettingsTable::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

std::string SettingsTable::name() const {
  return path_.empty() ? "the file" : fmt::format("[{}]", path_);
}

void SettingsTable::wrong(const SettingNode& node, std::string_view key,
                          const std::string& what_is_wanted) {
  document_->mistakes.push_back({node.line,
                                 fmt::format("'{}' cannot be {}", path_of(key), written(node)),
                                 "give " + what_is_wanted});
}

void SettingsTable::read(std::string_view key, std::string& value) {
  const auto* const node = find(key);
  if (!node) return;
  const auto* const text = std::get_if<std::string>(&node->value);
  if (!text || (text->empty() && !value.empty())) return wrong(*node, key, "a text in quotes");
  value = *text;
}

void SettingsTable::read(std::string_view key, bool& value) {
  const auto* const node = find(key);
  if (!node) return;
  const auto* const truth = std::get_if<bool>(&node->value);
  if (!truth) return wrong(*node, key, "true or false");
  value = *truth;
}

void SettingsTable::read(std::string_view key, int& value, Whole range) {
  const auto* const node = find(key);
  if (!node) return;
  if (!is_within(*node, range)) return wrong(*node, key, wanted(range));
  value = static_cast<int>(std::get<std::int64_t>(node->value));
}

void SettingsTable::read(std::string_view key, double& value, Number range) {
  const auto* const node = find(key);
  if (!node) return;
  const auto number = number_of(*node);
  // Not in the range either is what is no number.
  if (!number || !(*number >= range.least && *number <= range.most))
    return wrong(*node, key, wanted(range));
  value = *number;
}

void SettingsTable::read(std::string_view key, std::chrono::milliseconds& value, Duration range) {
  const auto* const node = find(key);
  if (!node) return;
  const auto* const text = std::get_if<std::string>(&node->value);
  const auto duration = text ? read_duration(*text) : std::nullopt;
  if (!duration || *duration < range.least || *duration > range.most)
    return wrong(*node, key, wanted(range));
  value = *duration;
}

void SettingsTable::read(std::string_view key, std::chrono::seconds& value, Duration range) {
  std::chrono::milliseconds duration = value;
  read(key, duration, range);
  value = std::chrono::ceil<std::chrono::seconds>(duration);
}

void SettingsTable::read(std::string_view key, std::vector<std::string>& value) {
  const auto* const node = find(key);
  if (!node) return;
  const auto* const list = std::get_if<SettingNode::List>(&node->value);
  if (!list) return wrong(*node, key, "a list of texts, [\"…\", \"…\"]");
  std::vector<std::string> texts;
  for (const auto& element : *list) {
    const auto* const text = std::get_if<std::string>(&element.value);
    if (!text) return wrong(element, key, "a list of texts, [\"…\", \"…\"]");
    texts.push_back(*text);
  }
  value = std::move(texts);
}

void SettingsTable::read(std::string_view key, std::vector<int>& value, Whole range) {
  const auto* const node = find(key);
  if (!node) return;
  const auto* const list = std::get_if<SettingNode::List>(&node->value);
  if (!list) return wrong(*node, key, "a list of whole numbers, [1, 10, 100]");
  std::vector<int> numbers;
  for (const auto& element : *list) {
    if (!is_within(element, range)) return wrong(element, key, "a list of " + wanted(range));
    numbers.push_back(static_cast<int>(std::get<std::int64_t>(element.value)));
  }
  value = std::move(numbers);
}

void SettingsTable::read(std::string_view key, std::string& value,
                         std::span<const std::string_view> names) {
  const auto* const node = find(key);
  if (!node) return;
  const auto* const text = std::get_if<std::string>(&node->value);
  if (!text || std::ranges::find(names, *text) == names.end()) {
    return wrong(*node, key,
                 fmt::format("one of \"{}\".{}", fmt::join(names, "\", \""),
                             text ? did_you_mean(*text, names) : ""));
  }
  value = *text;
}

void SettingsTable::need(std::string_view key, std::string_view example) {
  if (has(key)) return;
  document_->mistakes.push_back(
      {line_, fmt::format("{} needs the key '{}'", name(), key), fmt::format("write {}", example)});
}

void SettingsTable::refuse(std::string_view key, std::string what, std::string fix) {
  const auto* const node = find(key);
  document_->mistakes.push_back({node ? node->line : line_, std::move(what), std::move(fix)});
}

SettingsTable SettingsTable::table(std::string_view key) {
  auto* node = find(key);
  if (node && !std::holds_alternative<SettingNode::Table>(node->value)) {
    wrong(*node, key, fmt::format("a table, which begins with the line [{}]", path_of(key)));
    node = nullptr;
  }
  return {*document_, node, path_of(key), node ? node->line : line_};
}

std::vector<SettingsTable> SettingsTable::tables(std::string_view key) {
  std::vector<SettingsTable> found;
  auto* const node = find(key);
  if (!node) return found;
  const auto fix =
      fmt::format("a list of tables, each of which begins with the line [[{}]]", path_of(key));
  auto* const list = std::get_if<SettingNode::List>(&node->value);
  if (!list) {
    wrong(*node, key, fix);
    return found;
  }
  for (auto& element : *list) {
    if (std::holds_alternative<SettingNode::Table>(element.value)) {
      found.push_back({*document_, &element, path_of(key), element.line});
    } else {
      wrong(element, key, fix);
    }
  }
  return found;
}

std::vector<std::pair<std::string, SettingScalar>> SettingsTable::scalars(std::string_view key) {
  std::vector<std::pair<std::string, SettingScalar>> found;
  auto* const node = find(key);
  if (!node) return found;
  auto* const entries = std::get_if<SettingNode::Table>(&node->value);
  if (!entries) {
    wrong(*node, key, fmt::format("a table, {} = {{ \"…\" = … }}", key));
    return found;
  }
  std::vector<std::pair<std::string, SettingNode*>> in_order;
  for (auto& [name, entry] : *entries)
    in_order.emplace_back(name, &entry);
  std::ranges::stable_sort(in_order, {}, [](const auto& entry) { return entry.second->line; });
  for (auto& [name, entry] : in_order) {
    node->known.insert(name);
    if (auto scalar = scalar_of(*entry)) {
      found.emplace_back(name, *std::move(scalar));
    } else {
      wrong(*entry, fmt::format("{}.{}", key, name), "a text, a number, true or false");
    }
  }
  return found;
}

std::vector<std::pair<std::string, std::string>> SettingsTable::texts(std::string_view key) {
  std::vector<std::pair<std::string, std::string>> found;
  for (auto& [name, scalar] : scalars(key)) {
    if (scalar.kind == SettingScalar::Kind::text) {
      found.emplace_back(name, std::move(scalar.text));
    } else {
      refuse(key, fmt::format("'{}.{}' cannot be {}", path_of(key), name, scalar.text),
             "give a text in quotes");
    }
  }
  return found;
}

std::optional<std::chrono::milliseconds> read_duration(std::string_view text) {
  const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
  // Nine digits of hours are more than there is room for in nothing.
  if (digits == 0 || digits > 9) return std::nullopt;
  const std::int64_t count = std::stoll(std::string(text.substr(0, digits)));
  const auto unit = text.substr(digits);
  if (unit == "ms") return std::chrono::milliseconds(count);
  if (unit == "s") return std::chrono::seconds(count);
  if (unit == "m") return std::chrono::minutes(count);
  if (unit == "h") return std::chrono::hours(count);
  return std::nullopt;
}

std::string text_of(std::chrono::milliseconds duration) {
  const auto count = duration.count();
  if (count != 0 && count % 3'600'000 == 0) return fmt::format("{}h", count / 3'600'000);
  if (count != 0 && count % 60'000 == 0) return fmt::format("{}m", count / 60'000);
  if (count % 1000 == 0) return fmt::format("{}s", count / 1000);
  return fmt::format("{}ms", count);
}

}  // namespace astronova::release
