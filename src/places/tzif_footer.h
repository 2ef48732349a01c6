#pragma once

#include <filesystem>
#include <string>

namespace astronova::places {

/// The TZ string at the end of a TZif file of version 2 or later: the rule that holds after its
/// last transition. Empty where there is none, or the file cannot be read. source  RFC 8536,
/// section 3.3.
std::string tzif_footer(const std::filesystem::path& file);

}  // namespace astronova::places
