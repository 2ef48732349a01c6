#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/release/release_flags.h"
#include "app/release/release_service.h"

namespace astronova::app {
namespace {

struct ReturnFlags {
  ReleaseFlags common{};
  std::string revision{};
  std::string reason{};
};

// Opens the service, keeps others from it, and has something done.
template <class Do>
int work(const ReleaseFlags& flags, const Do& something) {
  const auto service = ReleaseService::open(flags);
  if (!service) return report_release_error(service.error());
  if (const auto taken = (*service)->take_run_lock(); !taken)
    return report_release_error(taken.error());
  auto& releaser = (*service)->releaser();
  return report_outcome(something(releaser), releaser);
}

}  // namespace

void add_release_promote(CLI::App& release, int& status) {
  auto* command = release.add_subcommand(
      "promote", "Give the revision that is being released all requests now; approves it");
  const auto flags = std::make_shared<ReleaseFlags>();
  declare(*command, *flags);
  command->callback([flags, &status] {
    status = work(*flags, [&](auto& releaser) { return releaser.promote(flags->by); });
  });
}

void add_release_rollback(CLI::App& release, int& status) {
  auto* command = release.add_subcommand(
      "rollback", "Return to the previous good revision, and see whether it answers");
  const auto flags = std::make_shared<ReturnFlags>();
  declare(*command, flags->common);
  command->add_option("REVISION", flags->revision, "The one to return to; `status` lists them");
  command->add_option("--reason", flags->reason, "Why, for the audit log");
  command->callback([flags, &status] {
    status = work(flags->common, [&](auto& releaser) {
      return releaser.roll_back(flags->common.by, flags->revision, flags->reason);
    });
  });
}

void add_release_abort(CLI::App& release, int& status) {
  auto* command =
      release.add_subcommand("abort", "Give up the release that is unfinished, as `rollback` does");
  const auto flags = std::make_shared<ReturnFlags>();
  declare(*command, flags->common);
  command->add_option("--reason", flags->reason, "Why, for the audit log");
  command->callback([flags, &status] {
    status = work(flags->common,
                  [&](auto& releaser) { return releaser.abort(flags->common.by, flags->reason); });
  });
}

}  // namespace astronova::app
