#pragma once

#include <span>
#include <string_view>

#include "base/result.h"

/// The time zones that the system's IANA database knows, links such as Asia/Calcutta among them.
///
/// threads  every function here may be called from every thread at once.
/// files    read once, at first use. Names are looked up in the list, never opened as paths.
namespace astronova::places {

/// All names, sorted bytewise; empty where the system has no zone database. They live as long as
/// the program.
std::span<const std::string_view> time_zone_names();

/// Whether the database has a zone of exactly this name; case counts, as it does everywhere in
/// tzdb.
bool zone_exists(std::string_view name);

/// What to answer to an unknown zone: an invalid_value at "/timezone" that names the nearest known
/// zone if there is one.
Error unknown_zone(std::string_view name);

/// The release of the zone database, such as "2025b"; "unknown" where the system does not say.
/// Lives as long as the program.
std::string_view tzdata_version();

}  // namespace astronova::places
