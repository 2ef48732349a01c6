#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

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

struct BuildFlags {
  EphemerisConfiguration ephemeris{};
  TableSpan span{};
};

struct VerifyFlags {
  EphemerisConfiguration ephemeris{};
  std::uint64_t instants = 10'000;
  std::uint64_t border_instants = 1'000;
};

int fail(const Error& error) {
  fmt::print(stderr, "error: {}\n", error.detail);
  return exit_failed;
}

int build(const BuildFlags& flags) {
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

using sky::table::VerifySettings;

void print(const sky::table::Differences& most) {
  fmt::print(
      "  {:<14} {:>9.6f} {:>9.6f} {:>8.1e} {:>8.1e} {:>8.1e} {:>9.6f} {:>9.6f} {:>7} {:>9.6f}\n",
      name_of(most.body), most.longitude, most.latitude, most.distance, most.longitude_speed,
      most.latitude_speed, most.right_ascension, most.declination, most.at_steps,
      most.longitude_at_steps);
}

// A line that is written over, so for a terminal or a log that nobody minds.
void print_progress(std::uint64_t done, std::uint64_t all) {
  fmt::print(stderr, "\r{:>3} % of {} instants", 100 * done / all, all);
  if (done == all) fmt::print(stderr, "\n");
}

Result<void> print_bodies(const sky::Ephemeris& table, const sky::Ephemeris& swiss,
                          const sky::table::TableFile& file, const VerifySettings& settings) {
  const auto all = verify_bodies(table, swiss, file, settings, print_progress);
  if (!all) return all.error();
  fmt::print(
      "Greatest differences from {} ({} random instants, {} near borders)\n\n"
      "  {:<14} {:>9} {:>9} {:>8} {:>8} {:>8} {:>9} {:>9} {:>7} {:>9}\n"
      "  {:<14} {:>9} {:>9} {:>8} {:>8} {:>8} {:>9} {:>9} {:>7} {:>9}\n",
      swiss.provenance(), settings.instants, settings.border_instants, "body", "longitude",
      "latitude", "distance", "speed", "speed", "right a.", "declin.", "at its", "longitude", "",
      "arc s", "arc s", "AU", "lon °/d", "lat °/d", "arc s", "arc s", "steps", "arc s");
  for (const auto& most : *all)
    print(most);
  fmt::print(
      "\n  At its steps: instants left out of the other columns, where Swiss Ephemeris's own\n"
      "  value jumps by more than 0.0005 arc seconds, and the greatest difference there.\n");
  return {};
}

Result<void> print_houses(const sky::Ephemeris& table, const sky::Ephemeris& swiss,
                          const VerifySettings& settings) {
  const auto all = verify_houses(table, swiss, settings);
  if (!all) return all.error();
  fmt::print("\n  {:<14} {:>9} {:>9}   arc s, {} instants and places to 66° of latitude\n",
             "houses", "cusps", "angles", settings.instants);
  for (const auto& most : *all) {
    fmt::print("  {:<14} {:>9.6f} {:>9.6f}", name_of(most.system), most.cusps, most.angles);
    if (most.from_definition > 0) {
      fmt::print("   {:.6f} from its definition: Swiss Ephemeris ends its iteration at 0.01",
                 most.from_definition);
    }
    fmt::print("\n");
  }
  return {};
}

Result<void> print_ayanamsas(const sky::Ephemeris& table, const sky::Ephemeris& swiss,
                             const VerifySettings& settings) {
  const auto all = verify_ayanamsas(table, swiss, settings);
  if (!all) return all.error();
  const auto most = std::ranges::max_element(*all);
  fmt::print("\n  All {} ayanamsas at {} instants: {:.6f} arc s at most ({})\n", all->size(),
             settings.instants, *most, name_of(static_cast<sky::Ayanamsa>(most - all->begin())));
  return {};
}

int verify(const VerifyFlags& flags) {
  const auto file = sky::table::TableFile::open(flags.ephemeris.table_file());
  if (!file) return fail(file.error());
  auto swiss = sky::open_swiss_ephemeris(flags.ephemeris.path);
  auto behind = sky::open_swiss_ephemeris(flags.ephemeris.path);
  if (!swiss || !behind) return fail(swiss ? behind.error() : swiss.error());
  auto reference = std::move(*behind);
  const auto table = sky::open_table_ephemeris(flags.ephemeris.table_file(), reference);
  if (!table) return fail(table.error());
  VerifySettings settings{(*file)->first(),
                          (*file)->last(),
                          flags.instants,
                          flags.border_instants,
                          1,
                          std::thread::hardware_concurrency()};
  if (auto done = print_bodies(**table, **swiss, **file, settings); !done)
    return fail(done.error());
  // Systems and ayanamsas are many, and nothing in them is as uneven as the bodies.
  settings.instants = std::max(flags.instants / 100, std::uint64_t{100});
  if (auto done = print_houses(**table, **swiss, settings); !done) return fail(done.error());
  settings.instants = std::max(flags.instants / 1000, std::uint64_t{100});
  const auto done = print_ayanamsas(**table, **swiss, settings);
  return done ? exit_done : fail(done.error());
}

}  // namespace

void add_ephemeris_command(CLI::App& program, int& status) {
  auto* command = program.add_subcommand("ephemeris", "Make and check the table ephemeris");
  command->require_subcommand(1);

  // Not one for both: CLI11 writes the environment to the flags of those that are not called too,
  // over what was said to the one that is.
  const auto flags = std::make_shared<BuildFlags>();
  auto* make = command->add_subcommand("build", "Make the table from Swiss Ephemeris");
  declare(*make, flags->ephemeris);
  make->add_option("--from", flags->span.from, "Year that the table begins with")
      ->check(CLI::Range(-5000, 5000))
      ->capture_default_str();
  make->add_option("--to", flags->span.to, "Year before which it ends")
      ->check(CLI::Range(-5000, 5000))
      ->capture_default_str();
  make->callback([flags, &status] { status = build(*flags); });

  const auto wanted = std::make_shared<VerifyFlags>();
  auto* check = command->add_subcommand("verify", "Compare the table with Swiss Ephemeris");
  declare(*check, wanted->ephemeris);
  constexpr std::uint64_t instants_most = 1'000'000'000;
  check->add_option("--instants", wanted->instants, "How many random instants")
      ->check(CLI::Range(std::uint64_t{1}, instants_most))
      ->capture_default_str();
  check
      ->add_option("--border-instants", wanted->border_instants,
                   "How many more where one piece of the table goes over into the next")
      ->check(CLI::Range(std::uint64_t{0}, instants_most))
      ->capture_default_str();
  check->callback([wanted, &status] { status = verify(*wanted); });
}

}  // namespace astronova::app
