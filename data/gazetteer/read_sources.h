#pragma once

#include <filesystem>

#include "data/gazetteer/sources.h"

namespace astronova::data {

/// Where the sources lie.
struct SourcePaths {
  std::filesystem::path packages;  ///< data/node_modules
  std::filesystem::path locales;   ///< /usr/share/locale, for libgeonames-common's translations
  std::filesystem::path aliases;   ///< region_aliases.tsv
};

/// Reads everything. Throws std::runtime_error where a source is missing or is not what it was.
Sources read_sources(const SourcePaths& paths);

/// The rows of a GeoNames table of places (tab-separated, nineteen columns).
std::vector<PlaceRow> read_places(const std::filesystem::path& table);

/// The texts of a compiled message catalogue (GNU gettext .mo).
Names read_message_catalogue(const std::filesystem::path& file);

}  // namespace astronova::data
