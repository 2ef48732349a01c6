#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/release/release_flags.h"
#include "app/release/release_service.h"

namespace astronova::app {
namespace {

struct ShipFlags {
  ReleaseFlags common{};
  release::Wish wish{};
  int schema = -1;
  int oldest_schema = -1;
  bool is_dry_run = false;
  bool is_resumed = false;
};

void declare_wish(CLI::App& command, ShipFlags& flags) {
  declare(command, flags.common);
  command.add_option("ARTIFACT", flags.wish.artifact,
                     "The build: a program's path, or an image with its tag or digest");
  command.add_option("--expect-version", flags.wish.expected_version,
                     "Refuse an artifact of any other version");
  auto* const schema =
      command
          .add_option("--schema", flags.schema,
                      "The schemaNumber that `astronova migrate --compatibility` prints in the "
                      "image, which cannot be asked here")
          ->check(CLI::NonNegativeNumber);
  auto* const oldest = command
                           .add_option("--oldest-schema", flags.oldest_schema,
                                       "The oldestCompatibleSchema that it prints")
                           ->check(CLI::NonNegativeNumber);
  schema->needs(oldest);
  oldest->needs(schema);
  command.add_option("--override-freeze", flags.wish.freeze_override,
                     "Why it is released in a freeze all the same, for the audit log");
}

void complete(ShipFlags& flags) {
  flags.wish.by = flags.common.by;
  if (flags.schema >= 0) flags.wish.schema = release::Schema{flags.schema, flags.oldest_schema};
}

int show_plan(const ShipFlags& flags) {
  const auto service = ReleaseService::open(flags.common);
  if (!service) return report_release_error(service.error());
  const auto plan = (*service)->releaser().plan(flags.wish);
  if (!plan) return report_release_error(plan.error());
  fmt::print("{}", flags.common.as_json ? json_of(*plan) : text_of(*plan));
  return plan->objections.empty() ? exit_done : exit_refused;
}

int ship(const ShipFlags& flags) {
  if (flags.is_dry_run) return show_plan(flags);
  const auto service = ReleaseService::open(flags.common);
  if (!service) return report_release_error(service.error());
  if (const auto taken = (*service)->take_run_lock(); !taken)
    return report_release_error(taken.error());
  auto& releaser = (*service)->releaser();
  const auto outcome = flags.is_resumed ? releaser.resume(flags.wish.by, flags.wish.is_approved)
                                        : releaser.ship(flags.wish);
  return report_outcome(outcome, releaser);
}

}  // namespace

void add_release_plan(CLI::App& release, int& status) {
  auto* command = release.add_subcommand(
      "plan", "Show what `ship` would do and what stands against it; touches nothing");
  const auto flags = std::make_shared<ShipFlags>();
  declare_wish(*command, *flags);
  command->get_option("ARTIFACT")->required();
  declare_json(*command, flags->common);
  command->callback([flags, &status] {
    complete(*flags);
    status = show_plan(*flags);
  });
}

void add_release_ship(CLI::App& release, int& status) {
  auto* command = release.add_subcommand(
      "ship", "Release a build: start it, test it, give it more and more of the requests");
  const auto flags = std::make_shared<ShipFlags>();
  declare_wish(*command, *flags);
  auto* const dry_run =
      command->add_flag("--dry-run", flags->is_dry_run, "Only show what would be done, as `plan`");
  command->add_flag("--resume", flags->is_resumed, "Go on with the release that is unfinished")
      ->excludes(dry_run)
      ->excludes("ARTIFACT");
  command->add_flag("--approve", flags->wish.is_approved,
                    "Wait for no approval; with --resume, for none of the step that waits");
  command->callback([flags, &status] {
    if (flags->wish.artifact.empty() && !flags->is_resumed)
      throw CLI::RequiredError("ARTIFACT or --resume");
    complete(*flags);
    status = ship(*flags);
  });
}

}  // namespace astronova::app
