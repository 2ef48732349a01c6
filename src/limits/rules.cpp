#include "limits/rules.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/nearest_name.h"

namespace astronova::limits {
namespace {

using std::chrono::seconds;

constexpr std::uint32_t count_max = 1'000'000'000;
constexpr seconds time_max = std::chrono::days{31};
// Tokens fall at whole microseconds.
constexpr std::uint32_t burst_rate_max = 100'000;

constexpr std::string_view usual_text =
    "default=100/60s ban 600s;auth=60/60s burst 30;costly=200/1d,50/1h;shared=1000/60s burst 300";

struct Unit {
  char letter;
  std::int64_t seconds;
  std::string_view word;
};
// From the longest, for who reads.
constexpr std::array<Unit, 4> units{
    Unit{'d', 86'400, "day"}, {'h', 3'600, "hour"}, {'m', 60, "minute"}, {'s', 1, "second"}};

std::string_view without_spaces(std::string_view text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (bool is_more = true; is_more;) {
    const auto at = text.find(separator);
    is_more = at != std::string_view::npos;
    parts.push_back(without_spaces(text.substr(0, at)));
    if (is_more) text.remove_prefix(at + 1);
  }
  return parts;
}

Error wrong(std::string_view part, std::string_view what) {
  return {ErrorCode::invalid_value, fmt::format("'{}' {}", part, what), {}};
}

std::optional<std::uint32_t> count_in(std::string_view text) {
  std::uint32_t count = 0;
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, count);
  if (read.ec != std::errc{} || read.ptr != end || count == 0 || count > count_max) {
    return std::nullopt;
  }
  return count;
}

std::optional<seconds> time_in(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto* const unit = std::ranges::find(units, text.back(), &Unit::letter);
  const auto count = count_in(text.substr(0, text.size() - 1));
  if (unit == units.end() || !count) return std::nullopt;
  const seconds time{*count * unit->seconds};
  return time > time_max ? std::nullopt : std::optional(time);
}

constexpr std::string_view how_to_write =
    "is no rule: write COUNT/TIME such as 100/60s, then 'ban TIME' or 'burst COUNT' where wanted; "
    "times are 1s to 31d, in s, m, h or d";

std::optional<Rule> count_and_window(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto count = count_in(text.substr(0, slash));
  const auto window = time_in(text.substr(slash + 1));
  if (!count || !window) return std::nullopt;
  return Rule{*count, *window};
}

Result<Rule> read_rule(std::string_view text) {
  auto words = parts_of(text, ' ');
  std::erase(words, std::string_view());
  if (words.size() % 2 == 0) return wrong(text, how_to_write);
  auto rule = count_and_window(words.front());
  if (!rule) return wrong(text, how_to_write);
  for (std::size_t i = 1; i < words.size(); i += 2) {
    const auto time = time_in(words[i + 1]);
    const auto count = count_in(words[i + 1]);
    if (words[i] == "ban" && time && rule->ban.count() == 0) {
      rule->ban = *time;
    } else if (words[i] == "burst" && count && rule->burst == 0) {
      rule->burst = *count;
    } else {
      return wrong(text, how_to_write);
    }
  }
  if (rule->burst > rule->count) return wrong(text, "lets more come at once than in all its time");
  if (rule->burst > 0 && rule->count > burst_rate_max * rule->window.count()) {
    return wrong(text, "is too fast for a burst: more than 100,000 a second");
  }
  return *rule;
}

Result<std::vector<Rule>> read_rules(std::string_view text) {
  std::vector<Rule> rules;
  if (text == "off") return rules;
  for (const auto part : parts_of(text, ',')) {
    auto rule = read_rule(part);
    if (!rule) return rule.error();
    rules.push_back(*rule);
  }
  if (rules.size() > Rules::rules_max) return wrong(text, "has more than four rules");
  return rules;
}

}  // namespace

std::string_view name_of(LimitClass limit_class) {
  return limit_class_names.at(static_cast<std::size_t>(limit_class));
}

std::optional<LimitClass> limit_class_named(std::string_view name) {
  const auto* const found = std::ranges::find(limit_class_names, name);
  if (found == limit_class_names.end()) return std::nullopt;
  return static_cast<LimitClass>(found - limit_class_names.begin());
}

Rules Rules::usual() {
  return parse(usual_text).value();
}

Result<Rules> Rules::parse(std::string_view text) {
  text = without_spaces(text);
  if (text == "off") return Rules();
  if (text == "on") return usual();
  auto rules = text == usual_text ? Rules() : usual();
  std::array<bool, limit_class_count> are_given{};
  for (const auto part : parts_of(text, ';')) {
    if (part.empty()) continue;
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) {
      return wrong(part,
                   "is not understood: write on, off, or CLASS=RULES such as "
                   "default=100/60s ban 600s");
    }
    const auto name = without_spaces(part.substr(0, equals));
    const auto limit_class = limit_class_named(name);
    if (!limit_class) {
      return wrong(name, "is no class of routes: there are default, auth, costly and shared." +
                             did_you_mean(name, limit_class_names));
    }
    const auto index = static_cast<std::size_t>(*limit_class);
    if (are_given.at(index)) return wrong(name, "is given twice: separate its rules by commas");
    are_given.at(index) = true;
    auto given = read_rules(without_spaces(part.substr(equals + 1)));
    if (!given) return given.error();
    rules.rules_.at(index) = *std::move(given);
  }
  if (std::ranges::find(are_given, true) == are_given.end()) {
    return wrong(text, "has no rules: write on, off, or CLASS=RULES");
  }
  return rules;
}

bool Rules::are_off() const {
  return std::ranges::all_of(rules_, [](const auto& rules) { return rules.empty(); });
}

std::string text_of(std::span<const Rule> rules) {
  std::string text;
  for (const auto& rule : rules) {
    if (!text.empty()) text += ',';
    text += fmt::format("{}/{}s", rule.count, rule.window.count());
    if (rule.ban.count() > 0) text += fmt::format(" ban {}s", rule.ban.count());
    if (rule.burst > 0) text += fmt::format(" burst {}", rule.burst);
  }
  return text;
}

std::string in_words(seconds time) {
  for (const auto& unit : units) {
    const auto number = time.count() / unit.seconds;
    if (number == 0 || time.count() % unit.seconds != 0) continue;
    return fmt::format("{} {}{}", number, unit.word, number == 1 ? "" : "s");
  }
  return "0 seconds";
}

}  // namespace astronova::limits
