#include "places/posix_rule.h"

#include <algorithm>

namespace astronova::places {
namespace {

using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Takes one element after another off the front of a TZ string.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  bool next_is(char c) const { return !rest_.empty() && rest_.front() == c; }

  bool take(char c) {
    if (!next_is(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool take_name(std::string& name) {
    const bool quoted = take('<');
    std::size_t length = 0;
    while (length < rest_.size() && (is_letter(rest_[length]) || (quoted && in_quotes(length)))) {
      ++length;
    }
    name = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return length >= 3 && (!quoted || take('>'));
  }

  bool take_number(unsigned most, unsigned& number) {
    if (rest_.empty() || !is_digit(rest_.front())) return false;
    number = 0;
    while (!rest_.empty() && is_digit(rest_.front()) && number <= most) {
      number = number * 10 + static_cast<unsigned>(rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return number <= most;
  }

  bool take_time(unsigned most_hours, seconds& time) {
    const bool negative = take('-');
    if (!negative) take('+');
    unsigned hour = 0, minute = 0, second = 0;
    if (!take_number(most_hours, hour)) return false;
    if (take(':')) {
      if (!take_number(59, minute)) return false;
      if (take(':') && !take_number(59, second)) return false;
    }
    time = std::chrono::hours{hour} + std::chrono::minutes{minute} + seconds{second};
    if (negative) time = -time;
    return true;
  }

  bool take_yearly_date(PosixRule::YearlyDate& date) {
    return take_day(date) && (!take('/') || take_time(167, date.time));
  }

 private:
  bool in_quotes(std::size_t i) const {
    return is_digit(rest_[i]) || rest_[i] == '+' || rest_[i] == '-';
  }

  bool take_day(PosixRule::YearlyDate& date) {
    using Kind = PosixRule::YearlyDate::Kind;
    if (take('M')) {
      date.kind = Kind::month_week_day;
      return take_number(12, date.month) && date.month > 0 && take('.') &&
             take_number(5, date.week) && date.week > 0 && take('.') &&
             take_number(6, date.weekday);
    }
    if (take('J')) {
      date.kind = Kind::day_without_leap;
      return take_number(365, date.day_of_year) && date.day_of_year > 0;
    }
    date.kind = Kind::day_with_leap;
    return take_number(365, date.day_of_year);
  }

  std::string_view rest_;
};

}  // namespace

seconds PosixRule::YearlyDate::local_time_in(std::chrono::year year) const {
  const sys_days january_first{year / std::chrono::January / 1};
  sys_days date;
  switch (kind) {
    case Kind::month_week_day: {
      const auto in_month = year / std::chrono::month{month};
      const std::chrono::weekday name{weekday};
      date = week == 5 ? sys_days{in_month / name[std::chrono::last]}
                       : sys_days{in_month / name[week]};
      break;
    }
    case Kind::day_without_leap: {
      const bool after_leap_day = year.is_leap() && day_of_year > 59;
      date = january_first + std::chrono::days{day_of_year - (after_leap_day ? 0 : 1)};
      break;
    }
    case Kind::day_with_leap:
      date = january_first + std::chrono::days{day_of_year};
      break;
  }
  return date.time_since_epoch() + time;
}

std::optional<PosixRule> PosixRule::parse(std::string_view text) {
  PosixRule rule;
  Reader reader(text);
  seconds west{0};
  if (!reader.take_name(rule.standard_.abbreviation) || !reader.take_time(24, west)) {
    return std::nullopt;
  }
  rule.standard_.offset = -west;
  if (reader.at_end()) return rule;

  rule.has_dst_ = true;
  if (!reader.take_name(rule.dst_.abbreviation)) return std::nullopt;
  rule.dst_.offset = rule.standard_.offset + std::chrono::hours{1};
  if (!reader.next_is(',')) {
    if (!reader.take_time(24, west)) return std::nullopt;
    rule.dst_.offset = -west;
  }
  const bool read = reader.take(',') && reader.take_yearly_date(rule.dst_begins_) &&
                    reader.take(',') && reader.take_yearly_date(rule.dst_ends_) && reader.at_end();
  if (!read) return std::nullopt;
  return rule;
}

std::array<PosixRule::Transition, 6> PosixRule::transitions_around(std::chrono::year year) const {
  std::array<Transition, 6> transitions{};
  std::size_t i = 0;
  for (auto y = year - std::chrono::years{1}; y <= year + std::chrono::years{1}; ++y) {
    transitions[i++] = {sys_seconds{dst_begins_.local_time_in(y) - standard_.offset}, true};
    transitions[i++] = {sys_seconds{dst_ends_.local_time_in(y) - dst_.offset}, false};
  }
  // Stable, so that daylight saving time that ends as the next year's begins lasts the whole year.
  std::stable_sort(transitions.begin(), transitions.end(),
                   [](const Transition& a, const Transition& b) { return a.at < b.at; });
  return transitions;
}

ZonePeriod PosixRule::period(sys_seconds begin, sys_seconds end, bool dst) const {
  const Clock& clock = dst ? dst_ : standard_;
  return {begin, end, clock.offset, dst, clock.abbreviation};
}

ZonePeriod PosixRule::period_at(sys_seconds instant) const {
  if (!has_dst_) return period(distant_past, distant_future, false);
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const auto transitions = transitions_around(std::chrono::year_month_day{day}.year());
  const auto next = std::upper_bound(
      transitions.begin(), transitions.end(), instant,
      [](sys_seconds at, const Transition& transition) { return at < transition.at; });
  const auto end = next == transitions.end() ? distant_future : next->at;
  if (next == transitions.begin()) return period(distant_past, end, !next->into_dst);
  const auto& last = *std::prev(next);
  return period(last.at, end, last.into_dst);
}

}  // namespace astronova::places
