#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/release/engines.h"
#include "app/release/release_flags.h"
#include "app/release/release_service.h"
#include "base/clock.h"
#include "base/version.h"
#include "release/checklist/checklist.h"
#include "release/posix_runner.h"
#include "release/releaser/release_settings.h"

namespace astronova::app {
namespace {

struct ChecklistFlags {
  ReleaseFlags common{};
  std::string version{astronova::version};
  std::vector<std::string> groups{};
  std::string ticked{};
  std::string why{};
};

std::string own_path() {
  std::error_code code;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", code);
  return code ? "astronova" : path.string();
}

void say_what_begins(const release::ChecklistItem& item) {
  fmt::print(stderr, "{}: {}\n", item.name, item.what);
  std::fflush(stderr);
}

int tick(release::Checklist& checklist, const release::ChecklistSubject& subject,
         const ChecklistFlags& flags) {
  if (const auto ticked = checklist.tick(subject, flags.ticked, flags.why); !ticked)
    return report_release_error(ticked.error());
  fmt::print("'{}' of {} is ticked by {}\n", flags.ticked, subject.version, subject.by);
  return exit_done;
}

int go_through(const ChecklistFlags& flags) {
  auto file = release::SettingsFile::read(flags.common.config);
  const auto settings = release::read_release_settings(file.top());
  read_engine(file.top(), settings.service, flags.common.folder());
  if (const auto finished = file.finish(); !finished) return report_release_error(finished.error());
  release::PosixRunner runner;
  release::AuditLog audit(settings.audit_log_file());
  const SystemClock clock;
  release::Checklist checklist(settings.checklist, runner, audit, clock);
  const release::ChecklistSubject subject{
      flags.version,
      flags.common.by,
      flags.groups,
      {{"program", own_path()}, {"version", flags.version}, {"address", settings.service.address}}};
  if (!flags.ticked.empty()) return tick(checklist, subject, flags);
  const auto report = checklist.run(subject, say_what_begins);
  if (!report) return report_release_error(report.error());
  fmt::print("{}", flags.common.as_json ? json_of(*report) + "\n" : text_of(*report));
  return report->is_complete() ? exit_done : exit_failed;
}

}  // namespace

void add_release_checklist(CLI::App& release, int& status) {
  auto* command = release.add_subcommand(
      "checklist",
      "Run what can be run before a release, list what a person has to tick, and write it down");
  const auto flags = std::make_shared<ChecklistFlags>();
  declare(*command, flags->common);
  declare_json(*command, flags->common);
  command->add_option("--for", flags->version, "The version that is to be released")
      ->capture_default_str();
  command->add_option("--group", flags->groups,
                      "Only these groups of the list, e.g. backend; all where none is named");
  auto* ticked = command->add_option("--tick", flags->ticked,
                                     "Note that --by has seen to the item of this name, and run "
                                     "nothing");
  command->add_option("--why", flags->why, "What belongs to the tick, e.g. where it is recorded")
      ->needs(ticked);
  command->callback([flags, &status] { status = go_through(*flags); });
}

}  // namespace astronova::app
