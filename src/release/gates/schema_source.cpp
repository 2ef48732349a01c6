#include "release/gates/schema_source.h"

#include <boost/json.hpp>

#include <fmt/format.h>
#include <unistd.h>

namespace astronova::release {
namespace {

namespace json = boost::json;

Error unknown(std::string why) {
  return {ErrorCode::unavailable, std::move(why), {}};
}

}  // namespace

Result<Schema> ProgramSchemas::of(const Artifact& artifact) {
  if (access(artifact.location.c_str(), X_OK) != 0) {
    return unknown(
        fmt::format("{} does not run here, so that it cannot be asked; --schema and "
                    "--oldest-schema say what `astronova migrate --compatibility` says "
                    "in it",
                    artifact.location));
  }
  CommandLine command;
  command.words = {artifact.location, "migrate", "--compatibility"};
  command.deadline = std::chrono::minutes(1);
  const auto result = runner_.run(command);
  if (!result) return unknown(result.error().detail);
  if (result->exit_status != 0) {
    return unknown(fmt::format("`{}` ended with {}: {}", shell_line(command), result->exit_status,
                               result->errors.substr(0, result->errors.find('\n'))));
  }
  try {
    const auto answer = json::parse(result->output);
    return Schema{answer.at("schemaNumber").to_number<int>(),
                  answer.at("oldestCompatibleSchema").to_number<int>()};
  } catch (const std::exception&) {
    return unknown(fmt::format("`{}` does not print what was expected of it", shell_line(command)));
  }
}

}  // namespace astronova::release
