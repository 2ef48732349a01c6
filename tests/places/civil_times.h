#pragma once

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "places/civil_time.h"

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

inline std::string utc_of(const Result<Moment>& moment) {
  return moment ? format_rfc3339(moment->utc) : "error: " + moment.error().detail;
}

inline std::string span_text(const Result<DaySpan>& span) {
  if (!span) return "error: " + span.error().detail;
  return format_rfc3339(span->begin) + " " + format_rfc3339(span->end);
}

inline boost::json::value recorded(const std::string& file) {
  std::ifstream stream(std::string(ASTRONOVA_SOURCE_DIR) + "/tests/places/data/" + file);
  return boost::json::parse(std::string(std::istreambuf_iterator<char>(stream), {}));
}

}  // namespace astronova::places::testing
