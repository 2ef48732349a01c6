#pragma once

#include <string>
#include <string_view>

#include "app/settings/mistakes.h"
#include "app/settings/secrets.h"
#include "base/result.h"

namespace astronova::app {

/// The content of a file that an option names.
/// errors  data_missing: it cannot be read, and why; names the file
Result<std::string> read_file(const std::string& path);

/// Notes an address of another server that is no "https://host" or "http://host", with a port and a
/// path if need be; in production, also one without TLS, since keys are sent there.
void check_address(std::string_view setting, const std::string& address, bool production,
                   Mistakes& mistakes);

/// Notes a file that was named but cannot be read.
void check_file(std::string_view setting, const std::string& path, Mistakes& mistakes);

/// Notes the secrets of the server that are not as they have to be; in production, also those that
/// are missing. Without accounts those of accounts are not needed.
void check_secrets(const Secrets& secrets, bool accounts, bool production, Mistakes& mistakes);

}  // namespace astronova::app
