#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace astronova::testing {

/// The JSON document in a file of the source tree: "tests/sky/data/novas_apparent.json".
/// Throws when it is not there or is none.
boost::json::value json_file(const std::string& path);

/// Where a file of the source tree lies: "infra/google-cloud.toml".
std::string source_path(const std::string& path);

}  // namespace astronova::testing
