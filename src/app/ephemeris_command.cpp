#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/configuration.h"
#include "app/table_keeper.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/table_ephemeris.h"
#include "sky/table/table_file.h"
#include "sky/table/verify_table.h"

namespace astronova::app {
namespace {

struct Flags {
  EphemerisConfiguration ephemeris{};
  TableSpan span{};
  std::size_t instants = 100'000;
};

int fail(const Error& error) {
  fmt::print(stderr, "error: {}\n", error.detail);
  return exit_failed;
}

int build(const Flags& flags) {
  if (flags.span.from >= flags.span.to) {
    fmt::print(stderr, "error: --to must be after --from\n");
    return exit_usage;
  }
  const auto begin = std::chrono::steady_clock::now();
  const auto built = make_table(
      flags.ephemeris, flags.span, {}, [] { return true; },
      [](const sky::table::SeriesSize& series) {
        fmt::print("  {:<14} {:>8} pieces {:>8.2f} MB\n", series.name, series.parts,
                   static_cast<double>(series.bytes) / 1e6);
        std::fflush(stdout);
      });
  if (!built) return fail(built.error());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  fmt::print("{}: {:.1f} MB, {:.1f} s\n", flags.ephemeris.table_file(),
             static_cast<double>(std::filesystem::file_size(flags.ephemeris.table_file())) / 1e6,
             took.count());
  return exit_done;
}

void print(const sky::table::Differences& most) {
  fmt::print("  {:<16} {:>10.6f} {:>10.6f} {:>10.1e} {:>10.1e} {:>10.1e}\n", name_of(most.body),
             most.longitude, most.latitude, most.distance, most.longitude_speed,
             most.latitude_speed);
  std::fflush(stdout);
}

int verify(const Flags& flags) {
  const auto file = sky::table::TableFile::open(flags.ephemeris.table_file());
  if (!file) return fail(file.error());
  auto swiss = sky::open_swiss_ephemeris(flags.ephemeris.path);
  auto behind = sky::open_swiss_ephemeris(flags.ephemeris.path);
  if (!swiss || !behind) return fail(swiss ? behind.error() : swiss.error());
  auto reference = std::move(*behind);
  const auto table = sky::open_table_ephemeris(flags.ephemeris.table_file(), reference);
  if (!table) return fail(table.error());
  fmt::print(
      "Greatest differences from {} at {} random instants\n\n  {:<16} {:>10} {:>10} {:>10} "
      "{:>10} {:>10}\n  {:<16} {:>10} {:>10} {:>10} {:>10} {:>10}\n",
      (*swiss)->provenance(), flags.instants, "body", "longitude", "latitude", "distance", "speed",
      "speed", "", "arc s", "arc s", "AU", "lon °/d", "lat °/d");
  const auto done = sky::table::verify_table(
      **table, **swiss, {(*file)->first(), (*file)->last(), flags.instants, 1}, print);
  return done ? exit_done : fail(done.error());
}

}  // namespace

void add_ephemeris_command(CLI::App& program, int& status) {
  auto* command = program.add_subcommand("ephemeris", "Make and check the table ephemeris");
  command->require_subcommand(1);
  const auto flags = std::make_shared<Flags>();

  auto* make = command->add_subcommand("build", "Make the table from Swiss Ephemeris");
  declare(*make, flags->ephemeris);
  make->add_option("--from", flags->span.from, "Year that the table begins with")
      ->check(CLI::Range(-5000, 5000))
      ->capture_default_str();
  make->add_option("--to", flags->span.to, "Year before which it ends")
      ->check(CLI::Range(-5000, 5000))
      ->capture_default_str();
  make->callback([flags, &status] { status = build(*flags); });

  auto* check = command->add_subcommand("verify", "Compare the table with Swiss Ephemeris");
  declare(*check, flags->ephemeris);
  check->add_option("--instants", flags->instants, "How many random instants for each body")
      ->check(CLI::Range(std::size_t{1}, std::size_t{100'000'000}))
      ->capture_default_str();
  check->callback([flags, &status] { status = verify(*flags); });
}

}  // namespace astronova::app
