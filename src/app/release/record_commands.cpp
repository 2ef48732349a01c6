#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/release/release_flags.h"
#include "app/release/release_service.h"

namespace astronova::app {
namespace {

struct HistoryFlags {
  ReleaseFlags common{};
  std::size_t most = 50;
};

struct LockFlags {
  ReleaseFlags common{};
  std::string reason{};
  bool by_force = false;
};

int show_status(const ReleaseFlags& flags) {
  const auto service = ReleaseService::open(flags);
  if (!service) return report_release_error(service.error());
  const auto report = (*service)->status();
  if (!report) return report_release_error(report.error());
  fmt::print("{}", flags.as_json ? json_of(*report) : text_of(*report));
  return report->unanswered ? exit_failed : exit_done;
}

int show_history(const HistoryFlags& flags) {
  const auto service = ReleaseService::open(flags.common);
  if (!service) return report_release_error(service.error());
  auto entries = (*service)->audit().read();
  if (!entries) return report_release_error(entries.error());
  if (entries->size() > flags.most)
    entries->erase(entries->begin(), entries->end() - static_cast<std::ptrdiff_t>(flags.most));
  if (!flags.common.as_json) {
    fmt::print("{}", text_of(*entries));
    return exit_done;
  }
  std::string text = "[";
  for (const auto& entry : *entries)
    text += (text.size() > 1 ? "," : "") + json_of(entry);
  fmt::print("{}]\n", text);
  return exit_done;
}

Result<void> write(ReleaseService& service, const std::string& by, const std::string& action,
                   const std::string& why) {
  release::AuditEntry entry;
  entry.at = service.clock().now();
  entry.by = by;
  entry.action = action;
  entry.why = why;
  return service.audit().append(entry);
}

int lock(const LockFlags& flags) {
  const auto service = ReleaseService::open(flags.common);
  if (!service) return report_release_error(service.error());
  const release::LockNote note{flags.common.by, flags.reason, (*service)->clock().now()};
  if (const auto taken = (*service)->lock().take(note); !taken)
    return report_release_error(taken.error());
  if (const auto written = write(**service, note.owner, "lock", note.reason); !written)
    return report_release_error(written.error());
  fmt::print("{}\n", text_of(note));
  return exit_done;
}

int unlock(const LockFlags& flags) {
  const auto service = ReleaseService::open(flags.common);
  if (!service) return report_release_error(service.error());
  const auto before = (*service)->lock().give_back(flags.common.by, flags.by_force);
  if (!before) return report_release_error(before.error());
  if (!*before) {
    fmt::print("it was not locked\n");
    return exit_done;
  }
  if (const auto written = write(**service, flags.common.by, "unlock", text_of(**before)); !written)
    return report_release_error(written.error());
  fmt::print("it is not locked any more\n");
  return exit_done;
}

}  // namespace

void add_release_status(CLI::App& release, int& status) {
  auto* command = release.add_subcommand(
      "status", "Show what serves, what is under way, and what to do about it");
  const auto flags = std::make_shared<ReleaseFlags>();
  declare(*command, *flags);
  declare_json(*command, *flags);
  command->callback([flags, &status] { status = show_status(*flags); });
}

void add_release_history(CLI::App& release, int& status) {
  auto* command =
      release.add_subcommand("history", "Show the audit log: who did what when, and why");
  const auto flags = std::make_shared<HistoryFlags>();
  declare(*command, flags->common);
  declare_json(*command, flags->common);
  command->add_option("--last", flags->most, "How many lines")->capture_default_str();
  command->callback([flags, &status] { status = show_history(*flags); });
}

void add_release_lock(CLI::App& release, int& status) {
  auto* command =
      release.add_subcommand("lock", "Keep everybody else from releasing, until `unlock`");
  const auto flags = std::make_shared<LockFlags>();
  declare(*command, flags->common);
  command->add_option("--reason", flags->reason, "Why, for those whom it keeps off")->required();
  command->callback([flags, &status] { status = lock(*flags); });
}

void add_release_unlock(CLI::App& release, int& status) {
  auto* command = release.add_subcommand("unlock", "Let everybody release again");
  const auto flags = std::make_shared<LockFlags>();
  declare(*command, flags->common);
  command->add_flag("--force", flags->by_force, "Also where somebody else has locked it");
  command->callback([flags, &status] { status = unlock(*flags); });
}

}  // namespace astronova::app
