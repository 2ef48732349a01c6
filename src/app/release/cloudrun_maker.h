#pragma once

#include <string>

#include "app/release/engines.h"

namespace astronova::app {

/// The table [cloudrun] of infra/release.toml, and the engine and the figures that it makes.
/// `folder` is that of the file, with its slash; what the table names is read where `is_wanted`.
EngineMaker read_cloudrun(release::SettingsTable table, const std::string& folder, bool is_wanted);

}  // namespace astronova::app
