#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace astronova::release::local {

/// Replaces the file as a whole, on disk when it returns; makes the folders that lead to it.
/// errors  data_missing
Result<void> write_file(const std::string& path, std::string_view text, unsigned mode = 0644);

/// Gives a file its name when all of it is on disk, and has the name there too when it returns: a
/// machine that loses its power finds the file whole under that name, or not at all.
/// errors  data_missing
Result<void> put_in_place(const std::string& part, const std::string& path);

/// errors  not_found, data_missing (it cannot be read, or has more than 1 MB)
Result<std::string> read_file(const std::string& path);

/// "sha256:" and the hexadecimal digest of a file's bytes.
/// errors  data_missing (it cannot be read)
Result<std::string> digest_of_file(const std::string& path);

}  // namespace astronova::release::local
