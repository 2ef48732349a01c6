#include "app/release/release_flags.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

namespace astronova::app {
namespace {

constexpr const char* in_the_repository = "infra/release.toml";
constexpr const char* on_the_machine = "/etc/astronova/release.toml";

std::string default_file() {
  std::error_code code;
  return std::filesystem::exists(in_the_repository, code) ? in_the_repository : on_the_machine;
}

// Whoever became root is still who they are.
std::string user() {
  if (const char* const before = std::getenv("SUDO_USER"); before && *before) return before;
  const auto* const entry = getpwuid(geteuid());
  return entry ? entry->pw_name : fmt::format("{}", geteuid());
}

std::string user_and_machine() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return user();
  return fmt::format("{}@{}", user(), name.data());
}

}  // namespace

void declare(CLI::App& command, ReleaseFlags& flags) {
  flags.config = default_file();
  flags.by = user_and_machine();
  command
      .add_option("--config", flags.config,
                  "The configuration of releases (docs/release.md); infra/release.toml, or "
                  "/etc/astronova/release.toml where that is not there")
      ->envname("ASTRONOVA_RELEASE_CONFIG");
  command
      .add_option("--by", flags.by,
                  "Who does it, for the audit log and the lock; the user and this machine where "
                  "nobody says")
      ->envname("ASTRONOVA_RELEASE_BY");
}

void declare_json(CLI::App& command, ReleaseFlags& flags) {
  command.add_flag("--json", flags.as_json, "Print it as JSON");
}

}  // namespace astronova::app
