#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/settings/mistakes.h"

namespace astronova::app {

/// What stands at a key of a configuration file.
struct FileEntry {
  std::size_t line = 0;
  bool is_list = false;
  std::vector<std::string> values{};  ///< as flags have them: "8080", "true", "0.5"
};

/// A configuration file (TOML 1.0): keys with texts, numbers, booleans, or lists of these.
struct ConfigurationFile {
  std::string path{};
  std::map<std::string, FileEntry, std::less<>> entries{};

  /// "/etc/astronova.toml:3"
  std::string where(std::size_t line) const;
};

/// Reads it. What cannot be read is among the mistakes; no value of the file is. `where` says who
/// named the file.
ConfigurationFile read_configuration_file(const std::string& path, const std::string& where,
                                          Mistakes& mistakes);

}  // namespace astronova::app
