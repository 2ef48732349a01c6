#pragma once

#include <string>

#include "base/result.h"
#include "base/secret.h"

namespace astronova::app {

/// Reads a secret from a file, as Docker, Kubernetes and Secret Manager mount them: at most 64 KB,
/// without the end of the last line.
/// errors  data_missing: it cannot be read, is empty or too long; names the file
Result<Secret<std::string>> read_secret_file(const std::string& path);

/// Whether all users of the machine may read it.
bool is_readable_by_all(const std::string& path);

}  // namespace astronova::app
