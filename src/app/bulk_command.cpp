#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "app/chart_flags.h"
#include "app/commands.h"
#include "app/configuration.h"
#include "app/report_error.h"
#include "app/table_keeper.h"
#include "bulk/chart_run.h"
#include "bulk/error_report.h"

namespace astronova::app {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

struct BulkFlags {
  std::string input = "-", format, to = "jsonl", output, errors;
  unsigned threads = 0;
  bool resume = false, force = false, progress = false;
  ChartFlags chart{};
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
  command.add_option("--output", flags.output, "File of charts; standard output when absent");
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

bulk::ChartRun run_of(const BulkFlags& flags) {
  bulk::ChartRun run;
  run.input = flags.input;
  if (!flags.format.empty()) run.from = format_named(flags.format);
  run.to = format_named(flags.to);
  run.common = request_members(flags.chart);
  run.output = flags.output;
  run.errors = flags.errors;
  if (flags.resume) run.existing = bulk::Existing::go_on;
  if (flags.force) run.existing = bulk::Existing::replace;
  run.threads = flags.threads;
  if (run.threads == 0) run.threads = std::max(1U, std::thread::hardware_concurrency());
  return run;
}

double seconds_since(SteadyTime begin) {
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  return std::max(seconds.count(), 1e-3);
}

int cast(const BulkFlags& flags) {
  const auto run = run_of(flags);
  // Before a table is made for it.
  if (const auto request = bulk::request_of_all(run.common); !request) {
    return report_error(request.error(), chart_flags_by_pointer());
  }
  const auto ephemeris = open_or_make_table(flags.ephemeris, flags.span);
  if (!ephemeris) return exit_failed;
  const bool terminal = isatty(STDERR_FILENO) == 1;
  const auto begin = std::chrono::steady_clock::now();
  const auto report = [&](const bulk::Progress& progress) {
    if (!terminal && !flags.progress) return;
    const auto line = bulk::progress_line(progress, seconds_since(begin));
    // On a terminal what comes next is written over it.
    fmt::print(stderr, "{}{}", line, terminal ? "\x1B[K\r" : "\n");
    std::fflush(stderr);
  };
  const auto done = bulk::cast_charts(run, *ephemeris, report);
  if (terminal) fmt::print(stderr, "\x1B[K");
  if (!done) return report_error(done.error(), chart_flags_by_pointer());
  const auto& counts = done->at.counts;
  if (flags.errors.empty() && counts.bad > bulk::ErrorReport::shown_max) {
    fmt::print(stderr, "note:  {} more bad lines; --errors FILE names all\n",
               counts.bad - bulk::ErrorReport::shown_max);
  }
  fmt::print(stderr, "{}\n", bulk::summary(*done, seconds_since(begin)));
  return counts.bad == 0 ? exit_done : exit_failed;
}

}  // namespace

void add_bulk_command(CLI::App& program, int& status) {
  auto* command = program.add_subcommand("bulk", "Compute much at once");
  command->require_subcommand(1);
  auto* charts = command->add_subcommand("charts", "Cast a chart of each line of a file");
  const auto flags = std::make_shared<BulkFlags>();
  declare_bulk(*charts, *flags);
  declare(*charts, flags->chart);
  declare(*charts, flags->ephemeris);
  declare(*charts, flags->span);
  charts->callback(
      [flags, &status] { status = is_possible(flags->span) ? cast(*flags) : exit_usage; });
}

}  // namespace astronova::app
