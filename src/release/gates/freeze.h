#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "release/settings_reader.h"

namespace astronova::release {

/// A time in which nothing is released: some hours of some weekdays, and of a range of dates where
/// one is given, as a clock in that zone shows them.
struct FreezeWindow {
  std::string name{};
  std::string zone = "UTC";  ///< of tzdata
  /// From Sunday on.
  std::array<bool, 7> weekdays{true, true, true, true, true, true, true};
  /// Of the day. It ends on the next one where `to` is not after `from`.
  std::chrono::minutes from{0};
  std::chrono::minutes to{24 * 60};
  /// On which it begins at the earliest and at the latest.
  std::optional<std::chrono::year_month_day> first_date{}, last_date{};
};

/// The tables [[freeze]].
std::vector<FreezeWindow> read_freeze_windows(SettingsTable top);

/// The first of the windows in which the instant is; nullptr for none.
const FreezeWindow* freeze_at(const std::vector<FreezeWindow>& windows, Instant instant);

}  // namespace astronova::release
