#pragma once

#include <CLI/App.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "app/report_error.h"

namespace astronova::app {

/// The flags that say how a chart is cast, whoever's it is.
struct ChartFlags {
  std::vector<std::string> systems{}, bodies{}, aspects{};
  std::string house_system{}, zodiac{}, ayanamsa{}, node{}, center{};
};

void declare(CLI::App& command, ChartFlags& flags);

/// Sets a member where the flag was given.
void put(boost::json::object& object, std::string_view name, const std::string& value);

/// The members `systems` and `options` of the request that means the same, so that flags and
/// requests are read by the same code; `systems` only where it was given.
boost::json::object request_members(const ChartFlags& flags);

/// The flags by the pointers of those members, for report_error.
FlagsByPointer chart_flags_by_pointer();

}  // namespace astronova::app
