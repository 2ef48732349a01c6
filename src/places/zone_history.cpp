#include "places/zone_history.h"

#include <exception>
#include <mutex>
#include <unordered_map>

#include <date/tz.h>

#include "places/time_zones.h"
#include "places/tzif_footer.h"
#include "places/zone_database.h"

namespace astronova::places {
namespace {

using std::chrono::sys_seconds;

std::vector<ZonePeriod> recorded_periods(const date::time_zone& zone) {
  std::vector<ZonePeriod> periods;
  auto info = zone.get_info(distant_past);
  periods.push_back({distant_past, info.end, info.offset, info.save.count() != 0, info.abbrev});
  // The library closes the last period of every zone with the last day of its calendar.
  const sys_seconds end_of_calendar = date::sys_days{date::year::max() / date::December / 31};
  while (periods.back().end < end_of_calendar) {
    info = zone.get_info(info.end);
    periods.push_back({info.begin, info.end, info.offset, info.save.count() != 0, info.abbrev});
  }
  periods.back().end = distant_future;
  return periods;
}

/// A place in the registry for each zone of the database, filled when the zone is first asked for.
struct Entry {
  std::once_flag once;
  std::optional<ZoneHistory> history;
};

std::unordered_map<std::string_view, Entry> empty_entries() {
  std::unordered_map<std::string_view, Entry> entries;
  for (const auto name : time_zone_names())
    entries.try_emplace(name);
  return entries;
}

void read_history(std::string_view name, Entry& entry) {
  entry.history.emplace(recorded_periods(*date::locate_zone(name)),
                        PosixRule::parse(tzif_footer(zone_database_directory() / name)));
}

}  // namespace

ZoneHistory::ZoneHistory(std::vector<ZonePeriod> recorded, std::optional<PosixRule> rule)
    : recorded_(std::move(recorded)), rule_(std::move(rule)) {
  if (rule_) follow_rule();
  for (const auto& period : recorded_)
    ends_.push_back(period.end);
}

void ZoneHistory::follow_rule() {
  const auto from = recorded_.back().begin;
  recorded_.pop_back();
  if (rule_->has_dst()) {
    rule_from_ = from;
    return;
  }
  // A rule without changes is one period more.
  recorded_.push_back(rule_->period_at(from));
  recorded_.back().begin = from;
  rule_.reset();
}

Result<const ZoneHistory*> zone_history(std::string_view name) {
  static std::unordered_map<std::string_view, Entry> entries = empty_entries();
  const auto found = entries.find(name);
  if (found == entries.end()) return unknown_zone(name);
  Entry& entry = found->second;
  try {
    std::call_once(entry.once, [&] { read_history(found->first, entry); });
  } catch (const std::exception&) {
    return Error{ErrorCode::data_missing, "the time zone database has no readable record of " +
                                              std::string(name) + ": install the package tzdata"};
  }
  return &*entry.history;
}

}  // namespace astronova::places
