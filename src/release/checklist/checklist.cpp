#include "release/checklist/checklist.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace astronova::release {
namespace {

using namespace std::chrono_literals;

constexpr const char* action_of_ticks = "checklist-tick";
constexpr const char* item_of_ticks = "item";
constexpr std::size_t lines_said = 8;
constexpr std::size_t bytes_said = 2000;

ChecklistItem read_item(SettingsTable table) {
  ChecklistItem item;
  for (const auto& [key, example] :
       {std::pair{"name", "name = \"tests\""}, std::pair{"group", "group = \"backend\""},
        std::pair{"what", "what = \"All tests pass\""}}) {
    table.need(key, example);
  }
  table.read("name", item.name);
  table.read("group", item.group);
  table.read("what", item.what);
  static constexpr std::array<std::string_view, 2> kinds{"run", "tick"};
  std::string kind = "tick";
  table.need("kind", "kind = \"tick\"");
  table.read("kind", kind, kinds);
  table.read("command", item.command);
  table.read("deadline", item.deadline, {.least = 1s, .most = 24h});
  const bool is_run = kind == "run";
  if (is_run && item.command.empty())
    table.refuse("kind", "what is run needs a command", "command = [\"./test\"]");
  if (!is_run && !item.command.empty())
    table.refuse("command", "what a person ticks has no command", "kind = \"run\", or without it");
  return item;
}

// {name} by its value; what is in braces otherwise stays.
std::string filled(std::string word, const ChecklistSubject& subject) {
  for (const auto& [name, value] : subject.values) {
    const auto place = "{" + name + "}";
    for (auto at = word.find(place); at != std::string::npos;
         at = word.find(place, at + value.size()))
      word.replace(at, place.size(), value);
  }
  return word;
}

// The end of what was printed: a program says last what went wrong.
std::string last_lines(std::string text) {
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  std::size_t begin = text.size();
  for (std::size_t lines = 0; lines < lines_said && begin != std::string::npos && begin > 0;
       ++lines) {
    begin = text.rfind('\n', begin - 1);
  }
  if (begin != std::string::npos && begin > 0) text.erase(0, begin + 1);
  if (text.size() > bytes_said) text.erase(0, text.size() - bytes_said);
  return text;
}

const AuditEntry* tick_of(const std::string& item, const std::string& version, Instant not_before,
                          const std::vector<AuditEntry>& entries) {
  const std::pair<std::string, std::string> wanted{item_of_ticks, item};
  const AuditEntry* latest = nullptr;
  for (const auto& entry : entries) {
    if (entry.action == action_of_ticks && entry.version == version && entry.at >= not_before &&
        std::ranges::find(entry.details, wanted) != entry.details.end()) {
      latest = &entry;
    }
  }
  return latest;
}

bool is_in(const std::vector<std::string>& groups, const ChecklistItem& item) {
  return groups.empty() || std::ranges::find(groups, item.group) != groups.end();
}

Result<void> check_groups(const ChecklistSettings& settings,
                          const std::vector<std::string>& groups) {
  std::set<std::string> known;
  for (const auto& item : settings.items)
    known.insert(item.group);
  for (const auto& group : groups) {
    if (known.contains(group)) continue;
    return Error{
        ErrorCode::invalid_value,
        fmt::format("the checklist has no group '{}'; there are {}", group, fmt::join(known, ", ")),
        {}};
  }
  return {};
}

}  // namespace

ChecklistSettings read_checklist_settings(SettingsTable table) {
  ChecklistSettings settings;
  table.read("ticks_last", settings.ticks_last, {.least = 1min});
  std::set<std::string> names;
  for (auto item_table : table.tables("items")) {
    auto item = read_item(item_table);
    if (!item.name.empty() && !names.insert(item.name).second)
      item_table.refuse("name", fmt::format("there are two items '{}'", item.name),
                        "give each a name of its own");
    settings.items.push_back(std::move(item));
  }
  return settings;
}

Result<void> Checklist::tick(const ChecklistSubject& subject, const std::string& name,
                             const std::string& why) {
  if (std::ranges::find(settings_.items, name, &ChecklistItem::name) == settings_.items.end()) {
    std::vector<std::string> names;
    names.reserve(settings_.items.size());
    for (const auto& item : settings_.items)
      names.push_back(item.name);
    return Error{
        ErrorCode::invalid_value,
        fmt::format("the checklist has no item '{}'; there are: {}", name, fmt::join(names, ", ")),
        {}};
  }
  AuditEntry entry;
  entry.at = clock_.now();
  entry.by = subject.by;
  entry.action = action_of_ticks;
  entry.version = subject.version;
  entry.why = why;
  entry.details.emplace_back(item_of_ticks, name);
  return audit_.append(entry);
}

Result<ChecklistReport> Checklist::run(const ChecklistSubject& subject,
                                       const std::function<void(const ChecklistItem&)>& begins) {
  if (const auto known = check_groups(settings_, subject.groups); !known) return known.error();
  const auto entries = audit_.read();
  if (!entries) return entries.error();
  ChecklistReport report;
  report.version = subject.version;
  for (const auto& item : settings_.items) {
    if (!is_in(subject.groups, item)) continue;
    if (item.is_run()) begins(item);
    report.items.push_back(check(item, subject, *entries));
  }
  if (const auto written = write(report, subject.by); !written) return written.error();
  return report;
}

CheckedItem Checklist::check(const ChecklistItem& item, const ChecklistSubject& subject,
                             const std::vector<AuditEntry>& entries) {
  CheckedItem checked;
  checked.item = item;
  if (item.is_run()) run_program(checked, subject);
  if (checked.state != ItemState::open && checked.state != ItemState::unanswered) return checked;
  const auto* const tick =
      tick_of(item.name, subject.version, clock_.now() - settings_.ticks_last, entries);
  if (tick == nullptr) return checked;
  checked.state = ItemState::ticked;
  checked.by = tick->by;
  checked.at = tick->at;
  return checked;
}

void Checklist::run_program(CheckedItem& checked, const ChecklistSubject& subject) {
  CommandLine command;
  for (const auto& word : checked.item.command)
    command.words.push_back(filled(word, subject));
  command.deadline = checked.item.deadline;
  const auto began = clock_.now();
  const auto result = runner_.run(command);
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(clock_.now() - began).count();
  if (!result) {
    checked.state = ItemState::failed;
    checked.why = result.error().detail;
    return;
  }
  checked.why = fmt::format("exit status {} after {} s", result->exit_status, seconds);
  if (result->exit_status == 0) {
    checked.state = ItemState::passed;
    return;
  }
  checked.state =
      result->exit_status == could_not_find_out ? ItemState::unanswered : ItemState::failed;
  const bool has_both = !result->output.empty() && result->output.back() != '\n';
  checked.said = last_lines(result->output + (has_both ? "\n" : "") + result->errors);
}

Result<void> Checklist::write(const ChecklistReport& report, const std::string& by) {
  AuditEntry entry;
  entry.at = clock_.now();
  entry.by = by;
  entry.action = "checklist";
  entry.version = report.version;
  entry.why = report.summary();
  for (const auto& checked : report.items) {
    const auto measured = checked.by.empty() ? std::string(name_of(checked.state))
                                             : fmt::format("ticked by {}", checked.by);
    entry.judgements.push_back({checked.item.name, measured,
                                checked.item.is_run() ? "passed" : "ticked", checked.is_done()});
  }
  return audit_.append(entry);
}

}  // namespace astronova::release
