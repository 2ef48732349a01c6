#pragma once

#include <CLI/App.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "app/report_error.h"

namespace astronova::app {

/// The flags that say when and where somebody was born.
struct BirthFlags {
  std::string date, time, place, timezone, utc_offset, calendar;
  std::optional<double> latitude, longitude;
  std::optional<int> fold;
};

/// Declares "--date" and its kin; with a prefix, "--partner-date" for "partner", so that a command
/// can be about two people.
void declare(CLI::App& command, BirthFlags& flags, const std::string& prefix = "");

/// The BirthData of the contract that means the same.
boost::json::object birth_members(const BirthFlags& flags);

/// The flags of the birth that stands at a pointer, for report_error.
FlagsByPointer birth_flags_by_pointer(const std::string& pointer, const std::string& prefix = "");

}  // namespace astronova::app
