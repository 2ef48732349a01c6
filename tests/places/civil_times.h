#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "places/civil_time.h"
#include "tests/support/json_file.h"

namespace astronova::places::testing {

/// A civil time from its texts; an empty time is an unknown one.
inline CivilTime civil(std::string_view date, std::string_view time, std::string timezone,
                       double longitude = 0) {
  CivilTime stated;
  stated.date = parse_date(date).value();
  if (!time.empty()) stated.time = parse_time(time).value();
  stated.timezone = std::move(timezone);
  stated.longitude = longitude;
  return stated;
}

inline std::string text_of(const boost::json::value& value) {
  return std::string(value.as_string());
}

/// What a row of a table states: its "local" date and time, in its "zone".
inline CivilTime stated_in(const boost::json::object& row) {
  const std::string local = text_of(row.at("local"));
  const auto t = local.find('T');
  return civil(local.substr(0, t), local.substr(t + 1), text_of(row.at("zone")));
}

inline std::string utc_of(const Result<Moment>& moment) {
  return moment ? format_rfc3339(moment->utc) : "error: " + moment.error().detail;
}

inline std::string span_text(const Result<DaySpan>& span) {
  if (!span) return "error: " + span.error().detail;
  return format_rfc3339(span->begin) + " " + format_rfc3339(span->end);
}

inline boost::json::value recorded(const std::string& file) {
  return astronova::testing::json_file("tests/places/data/" + file);
}

}  // namespace astronova::places::testing
