#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "app/birth_flags.h"
#include "app/chart_flags.h"
#include "app/commands.h"
#include "app/configuration.h"
#include "app/report_error.h"
#include "app/table_keeper.h"
#include "bulk/chart_run.h"
#include "bulk/error_report.h"
#include "bulk/match_run.h"

namespace astronova::app {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

struct BulkFlags {
  std::string input = "-", format, to = "jsonl", output, errors;
  unsigned threads = 0;
  bool resume = false, force = false, progress = false;
  ChartFlags chart{};  // of bulk charts
  BirthFlags user{};   // of bulk match, and so the next
  std::optional<double> score_min{};
  EphemerisConfiguration ephemeris{};
  TableSpan span{};
};

void declare_bulk(CLI::App& command, BulkFlags& flags) {
  command.add_option("input", flags.input, "File of births, a line each; - is standard input")
      ->capture_default_str();
  command
      .add_option("--format", flags.format,
                  "csv or jsonl, of the input; by its name or first byte when absent")
      ->check(CLI::IsMember({"csv", "jsonl"}));
  command.add_option("--to", flags.to, "csv or jsonl, of the output")
      ->check(CLI::IsMember({"csv", "jsonl"}))
      ->capture_default_str();
  command.add_option("--output", flags.output, "File of what is made; standard output when absent");
  command.add_option("--errors", flags.errors,
                     "File of bad lines; when absent, the first 20 go to standard error");
  auto* resume =
      command.add_flag("--resume", flags.resume, "Go on with an output that was interrupted");
  command.add_flag("--force", flags.force, "Replace files that are there already")
      ->excludes(resume);
  command.add_option("--threads", flags.threads, "Threads; 0 is one for each processor")
      ->check(CLI::Range(0U, 1024U))
      ->capture_default_str();
  command.add_flag("--progress", flags.progress,
                   "Tell how far it is, even where standard error is no terminal");
}

bulk::Format format_named(const std::string& name) {
  return name == "csv" ? bulk::Format::csv : bulk::Format::json_lines;
}

void set_ways(const BulkFlags& flags, bulk::LineRun& run) {
  run.input = flags.input;
  if (!flags.format.empty()) run.from = format_named(flags.format);
  run.to = format_named(flags.to);
  run.output = flags.output;
  run.errors = flags.errors;
  if (flags.resume) run.existing = bulk::Existing::go_on;
  if (flags.force) run.existing = bulk::Existing::replace;
  run.threads = flags.threads;
  if (run.threads == 0) run.threads = std::max(1U, std::thread::hardware_concurrency());
}

double seconds_since(SteadyTime begin) {
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  return std::max(seconds.count(), 1e-3);
}

// Runs something that tells how far it is, and tells what came of it.
template <class Run>
int run_and_tell(const BulkFlags& flags, std::string_view made, const FlagsByPointer& pointers,
                 const Run& run) {
  const auto ephemeris = open_or_make_table(flags.ephemeris, flags.span);
  if (!ephemeris) return exit_failed;
  const bool terminal = isatty(STDERR_FILENO) == 1;
  const auto begin = std::chrono::steady_clock::now();
  const auto report = [&](const bulk::Progress& progress) {
    if (!terminal && !flags.progress) return;
    const auto line = bulk::progress_line(progress, seconds_since(begin), made);
    // On a terminal what comes next is written over it.
    fmt::print(stderr, "{}{}", line, terminal ? "\x1B[K\r" : "\n");
    std::fflush(stderr);
  };
  const Result<bulk::Progress> done = run(*ephemeris, report);
  if (terminal) fmt::print(stderr, "\x1B[K");
  if (!done) return report_error(done.error(), pointers);
  const auto& counts = done->at.counts;
  if (flags.errors.empty() && counts.bad > bulk::ErrorReport::shown_max) {
    fmt::print(stderr, "note:  {} more bad lines; --errors FILE names all\n",
               counts.bad - bulk::ErrorReport::shown_max);
  }
  fmt::print(stderr, "{}\n", bulk::summary(*done, seconds_since(begin), made));
  return counts.bad == 0 ? exit_done : exit_failed;
}

int cast(const BulkFlags& flags) {
  bulk::ChartRun run;
  set_ways(flags, run);
  run.common = request_members(flags.chart);
  // Before a table is made for it.
  if (const auto request = bulk::request_of_all(run.common); !request) {
    return report_error(request.error(), chart_flags_by_pointer());
  }
  return run_and_tell(flags, "charts", chart_flags_by_pointer(),
                      [&](const auto& ephemeris, const auto& report) {
                        return bulk::cast_charts(run, ephemeris, report);
                      });
}

int match(const BulkFlags& flags) {
  bulk::MatchRun run;
  set_ways(flags, run);
  run.user = birth_members(flags.user);
  run.score_min = flags.score_min;
  return run_and_tell(flags, "matches", birth_flags_by_pointer("/user"),
                      [&](const auto& ephemeris, const auto& report) {
                        return bulk::match_births(run, ephemeris, report);
                      });
}

// What all of them have, and what makes one of them run.
void finish_bulk(CLI::App& command, const std::shared_ptr<BulkFlags>& flags, int& status,
                 int (*run)(const BulkFlags&)) {
  declare(command, flags->ephemeris);
  declare(command, flags->span);
  command.callback(
      [flags, &status, run] { status = is_possible(flags->span) ? run(*flags) : exit_usage; });
}

}  // namespace

void add_bulk_command(CLI::App& program, int& status) {
  auto* command = program.add_subcommand("bulk", "Compute much at once");
  command->require_subcommand(1);
  auto* charts = command->add_subcommand("charts", "Cast a chart of each line of a file");
  const auto chart_flags = std::make_shared<BulkFlags>();
  declare_bulk(*charts, *chart_flags);
  declare(*charts, chart_flags->chart);
  finish_bulk(*charts, chart_flags, status, &cast);

  auto* matches = command->add_subcommand("match", "Score each line of a file with one person");
  const auto match_flags = std::make_shared<BulkFlags>();
  declare_bulk(*matches, *match_flags);
  declare(*matches, match_flags->user);
  matches
      ->add_option("--min-score", match_flags->score_min,
                   "Leave out matches whose overall score is below this")
      ->check(CLI::Range(0.0, 100.0));
  finish_bulk(*matches, match_flags, status, &match);
}

}  // namespace astronova::app
