#include "app/table_keeper.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <utility>

#include <fmt/format.h>
#include <sched.h>

#include "base/file_lock.h"
#include "base/instant.h"
#include "base/log.h"
#include "sky/table/table_ephemeris.h"

namespace astronova::app {
namespace {

constexpr const char* impossible_span = "--table-to must be after --table-from";

JulianDayUt new_year(int year) {
  return to_julian_day(*parse_rfc3339(fmt::format("{:04}-01-01T00:00:00Z", year)));
}

void tell(std::string text) {
  log({Severity::notice, "table_ephemeris", std::move(text)});
}

// Threads inherit it. Where the system refuses, answers are slower for some seconds, no more.
void run_only_when_idle() {
  const sched_param none{};
  (void)sched_setscheduler(0, SCHED_IDLE, &none);
}

class Keeper {
 public:
  Keeper(EphemerisConfiguration configuration, TableSpan span, sky::ReplaceableEphemeris& ephemeris,
         std::stop_token stop)
      : configuration_(std::move(configuration)),
        span_(span),
        ephemeris_(ephemeris),
        stop_(std::move(stop)) {}

  void run() {
    // Answers what the table does not hold.
    reference_ = open_reference(configuration_);
    if (!reference_ || open()) return;
    tell(reason_ + "; it is made now, and Swiss Ephemeris answers meanwhile");
    run_only_when_idle();
    const auto began = std::chrono::steady_clock::now();
    const auto made = make_table(
        configuration_, span_, stop_, [this] { return !open(); }, [](const auto&) {});
    if (stop_.stop_requested() || !reference_) return;
    if (made && open()) {
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
      tell(fmt::format("the table ephemeris answers from now on; it took {:.0f} s", took.count()));
      return;
    }
    tell(
        fmt::format("{}; Swiss Ephemeris goes on answering. Make {} writable, or say --ephemeris "
                    "swiss",
                    made ? reason_ : made.error().detail, configuration_.data_directory));
  }

 private:
  bool open() {
    auto table = sky::open_table_ephemeris(configuration_.table_file(), reference_);
    if (!table) {
      reason_ = table.error().detail;
      return false;
    }
    ephemeris_.replace(std::move(*table));
    return true;
  }

  EphemerisConfiguration configuration_;
  TableSpan span_;
  sky::ReplaceableEphemeris& ephemeris_;
  std::stop_token stop_;
  std::unique_ptr<sky::Ephemeris> reference_{};
  std::string reason_{};
};

}  // namespace

void declare(CLI::App& command, TableSpan& span) {
  command.add_option("--table-from", span.from, "Year that a table that is made here begins with")
      ->envname("ASTRONOVA_TABLE_FROM")
      ->check(CLI::Range(-5000, 5000))
      ->capture_default_str();
  command.add_option("--table-to", span.to, "Year before which it ends")
      ->envname("ASTRONOVA_TABLE_TO")
      ->check(CLI::Range(-5000, 5000))
      ->capture_default_str();
}

bool is_possible(const TableSpan& span) {
  if (span.from < span.to) return true;
  fmt::print(stderr, "error: {}\n", impossible_span);
  return false;
}

void check(const TableSpan& span, Mistakes& mistakes) {
  if (span.from < span.to) return;
  mistakes.add("--table-to", impossible_span,
               fmt::format("give a year after {}, or an earlier --table-from", span.from));
}

Result<void> make_table(const EphemerisConfiguration& configuration, TableSpan span,
                        const std::stop_token& stop, const std::function<bool()>& still_wanted,
                        const std::function<void(const sky::table::SeriesSize&)>& progress) {
  std::error_code failure;
  std::filesystem::create_directories(configuration.data_directory, failure);
  const auto lock = FileLock::take(configuration.table_file() + ".lock", stop);
  if (!lock) return lock.error();
  if (!still_wanted()) return {};
  return sky::table::build_table({configuration.path, configuration.table_file(),
                                  new_year(span.from), new_year(span.to), stop},
                                 progress);
}

std::unique_ptr<sky::Ephemeris> open_or_make_table(const EphemerisConfiguration& configuration,
                                                   TableSpan span) {
  auto reference = open_reference(configuration);
  if (!reference || configuration.kind == "swiss") return reference;
  const auto open = [&] {
    return sky::open_table_ephemeris(configuration.table_file(), reference);
  };
  auto table = open();
  if (table) return std::move(*table);
  tell(table.error().detail + "; it is made first");
  const auto not_made_by_another = [&] { return !(table = open()); };
  const auto made = make_table(configuration, span, {}, not_made_by_another, [](const auto&) {});
  if (made && !table) table = open();
  if (table) return std::move(*table);
  tell(
      fmt::format("{}; Swiss Ephemeris answers instead, which takes many times as long. Make {} "
                  "writable",
                  made ? table.error().detail : made.error().detail, configuration.data_directory));
  return reference;
}

TableKeeper::TableKeeper(EphemerisConfiguration configuration, TableSpan span,
                         sky::ReplaceableEphemeris& ephemeris)
    : thread_([configuration = std::move(configuration), span,
               &ephemeris](std::stop_token stop) mutable {
        Keeper(std::move(configuration), span, ephemeris, std::move(stop)).run();
      }) {}

}  // namespace astronova::app
