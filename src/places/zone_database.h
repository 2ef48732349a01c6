#pragma once

#include <filesystem>

namespace astronova::places {

/// Where the system keeps its compiled zones; the date library looks in the same place.
inline std::filesystem::path zone_database_directory() {
  return "/usr/share/zoneinfo";
}

}  // namespace astronova::places
