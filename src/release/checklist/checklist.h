#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "release/program_runner.h"
#include "release/records/audit_log.h"
#include "release/settings_reader.h"

namespace astronova::release {

/// What has to be seen to before a release: by a program, or by a person.
struct ChecklistItem {
  std::string name{};
  std::string group{};  ///< "backend", "ios": what is released
  std::string what{};   ///< a sentence: what is seen to
  /// The program with its arguments, no shell; empty where a person ticks it. {program}, {version}
  /// and the like stand for what ChecklistSubject::values has.
  std::vector<std::string> command{};
  std::chrono::milliseconds deadline{600'000};

  bool is_run() const { return !command.empty(); }
};

/// The table [checklist].
struct ChecklistSettings {
  /// What a person has ticked counts for so long, and for one version.
  std::chrono::seconds ticks_last = std::chrono::hours(7 * 24);
  std::vector<ChecklistItem> items{};
};

ChecklistSettings read_checklist_settings(SettingsTable table);

/// A program's exit status (EX_TEMPFAIL) that says that it could not find out, since something
/// outside did not answer: a person may tick the item in its place.
inline constexpr int could_not_find_out = 75;

enum class ItemState : std::uint8_t {
  passed,      ///< the program ended with 0
  failed,      ///< it did not; no tick helps
  unanswered,  ///< it could not find out, and nobody has ticked it
  ticked,      ///< by a person
  open,        ///< nobody has ticked it
};

/// "passed", "failed" …
std::string_view name_of(ItemState state);

struct CheckedItem {
  ChecklistItem item{};
  ItemState state = ItemState::open;
  std::string why{};   ///< "exit status 1 after 12 s"; nothing that a program printed
  std::string said{};  ///< the last lines that a program printed, for a terminal alone
  std::string by{};    ///< who ticked it
  Instant at{};        ///< when

  bool is_done() const { return state == ItemState::passed || state == ItemState::ticked; }
};

/// Which release it is about.
struct ChecklistSubject {
  std::string version{};
  std::string by{};                   ///< who asks
  std::vector<std::string> groups{};  ///< empty: all
  /// What stands for {name} in commands.
  std::map<std::string, std::string, std::less<>> values{};
};

struct ChecklistReport {
  std::string version{};
  std::vector<CheckedItem> items{};

  bool is_complete() const;
  /// "complete", or "2 of 12 are open: lint (failed), code review"
  std::string summary() const;
};

/// As it is printed: a line an item, by groups, with what to do about those that are open.
std::string text_of(const ChecklistReport& report);
std::string json_of(const ChecklistReport& report);

/// The list that is gone through before a release. Ticks are lines of the audit log, and so is what
/// going through it came to. Threads: one at a time.
class Checklist {
 public:
  Checklist(const ChecklistSettings& settings, ProgramRunner& runner, AuditLog& audit,
            const Clock& clock)
      : settings_(settings), runner_(runner), audit_(audit), clock_(clock) {}

  /// Notes that `by` has seen to an item.
  /// errors  invalid_value (there is none of that name, which are told); those of the audit log
  Result<void> tick(const ChecklistSubject& subject, const std::string& name,
                    const std::string& why);

  /// Runs what can be run, one after the other in the list's order, and writes what came of all to
  /// the audit log. `begins` is told of each program before it runs.
  /// errors  invalid_value (there is no such group); those of the audit log
  Result<ChecklistReport> run(const ChecklistSubject& subject,
                              const std::function<void(const ChecklistItem&)>& begins);

 private:
  CheckedItem check(const ChecklistItem& item, const ChecklistSubject& subject,
                    const std::vector<AuditEntry>& entries);
  void run_program(CheckedItem& checked, const ChecklistSubject& subject);
  Result<void> write(const ChecklistReport& report, const std::string& by);

  const ChecklistSettings& settings_;
  ProgramRunner& runner_;
  AuditLog& audit_;
  const Clock& clock_;
};

}  // namespace astronova::release
