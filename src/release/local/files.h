#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace astronova::release::local {

/// Replaces the file as a whole, on disk when it returns; makes the folders that lead to it.
/// errors  data_missing
Result<void> write_file(const std::string& path, std::string_view text, unsigned mode = 0644);

/// errors  not_found, data_missing (it cannot be read, or has more than 1 MB)
Result<std::string> read_file(const std::string& path);

/// "sha256:" and the hexadecimal digest of a file's bytes.
/// errors  data_missing (it cannot be read)
Result<std::string> digest_of_file(const std::string& path);

}  // namespace astronova::release::local
