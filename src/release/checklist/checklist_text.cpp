#include <algorithm>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "release/checklist/checklist.h"

namespace astronova::release {
namespace {

std::string indented(const std::string& text) {
  std::string lines;
  std::string_view left = text;
  while (!left.empty()) {
    const auto end = std::min(left.find('\n'), left.size());
    lines += fmt::format("        | {}\n", left.substr(0, end));
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return lines;
}

std::string advice(const CheckedItem& checked) {
  switch (checked.state) {
    case ItemState::unanswered:
    case ItemState::open:
      return fmt::format("      see to it, then: astronova release checklist --tick '{}'\n",
                         checked.item.name);
    default:
      return {};
  }
}

std::string line_of(const CheckedItem& checked) {
  auto state = std::string(name_of(checked.state));
  if (!checked.by.empty())
    state += fmt::format(" by {} on {}", checked.by, format_rfc3339(checked.at));
  if (!checked.why.empty()) state += fmt::format(" ({})", checked.why);
  return fmt::format("  {} {}: {}\n      {}\n", checked.is_done() ? "[x]" : "[ ]",
                     checked.item.name, state, checked.item.what);
}

void write_item(JsonWriter& json, const CheckedItem& checked) {
  json.begin_object()
      .member("name", checked.item.name)
      .member("group", checked.item.group)
      .member("what", checked.item.what)
      .member("kind", checked.item.is_run() ? "run" : "tick")
      .member("state", name_of(checked.state))
      .member("done", checked.is_done());
  if (!checked.why.empty()) json.member("why", checked.why);
  if (!checked.by.empty()) json.member("by", checked.by).member("at", format_rfc3339(checked.at));
  json.end_object();
}

}  // namespace

std::string_view name_of(ItemState state) {
  switch (state) {
    case ItemState::passed:
      return "passed";
    case ItemState::failed:
      return "failed";
    case ItemState::unanswered:
      return "unanswered";
    case ItemState::ticked:
      return "ticked";
    case ItemState::open:
      break;
  }
  return "open";
}

bool ChecklistReport::is_complete() const {
  return std::ranges::all_of(items, &CheckedItem::is_done);
}

std::string ChecklistReport::summary() const {
  if (is_complete()) return "complete";
  std::vector<std::string> open;
  for (const auto& checked : items) {
    if (checked.is_done()) continue;
    open.push_back(checked.state == ItemState::open
                       ? checked.item.name
                       : fmt::format("{} ({})", checked.item.name, name_of(checked.state)));
  }
  return fmt::format("{} of {} are open: {}", open.size(), items.size(), fmt::join(open, ", "));
}

std::string text_of(const ChecklistReport& report) {
  std::string text = fmt::format("checklist of {}\n", report.version);
  std::string group;
  for (const auto& checked : report.items) {
    if (checked.item.group != group) {
      group = checked.item.group;
      text += group + "\n";
    }
    text += line_of(checked) + indented(checked.said) + advice(checked);
  }
  return text + report.summary() + "\n";
}

std::string json_of(const ChecklistReport& report) {
  std::string text;
  JsonWriter json(text);
  json.begin_object()
      .member("version", report.version)
      .member("complete", report.is_complete())
      .member("summary", report.summary())
      .key("items")
      .begin_array();
  for (const auto& checked : report.items)
    write_item(json, checked);
  json.end_array().end_object();
  return text;
}

}  // namespace astronova::release
