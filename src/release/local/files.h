#pragma once

#include <string>

#include "base/result.h"

namespace astronova::release::local {

/// The mode of what HAProxy and an operator without root's rights read too.
constexpr unsigned file_mode = 0644;

/// All of a small file.
/// errors  not_found, data_missing (it cannot be read, or has more than 1 MB)
Result<std::string> read_file(const std::string& path);

/// "sha256:" and the hexadecimal digest of a file's bytes.
/// errors  data_missing (it cannot be read)
Result<std::string> digest_of_file(const std::string& path);

}  // namespace astronova::release::local
