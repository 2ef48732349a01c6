#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/doctor/machine.h"
#include "app/examinations.h"
#include "app/wanted.h"
#include "base/log.h"

namespace astronova::app {
namespace {

struct DoctorFlags {
  Wanted wanted{};
  double seconds_max = 10;
  bool as_json = false;
};

// Each holds what it looks at, since nobody waits for one that is late.
std::vector<Examination> examinations_of(const std::shared_ptr<const Wanted>& wanted) {
  const auto& ca_file = wanted->people.apple.ca_file;
  return {
      {"secrets", [wanted] { return examine_secrets(*wanted); }},
      {"data folder", [wanted] { return examine_folder(wanted->source.data_directory); }},
      {"ephemeris", [wanted] { return examine_ephemeris(wanted->source); }},
      {"table ephemeris", [wanted] { return examine_table(wanted->source); }},
      {"zone database", [] { return examine_zones(SystemClock()); }},
      {"database", [wanted] { return examine_database(*wanted); }},
      {"redis", [wanted] { return examine_redis(*wanted); }},
      {"anthropic", [wanted] { return examine_claude(wanted->health); }},
      {"apple", [wanted] { return examine_apple(wanted->people.apple); }},
      {"cloudkit", [wanted] { return examine_cloudkit(*wanted); }},
      {"authorities",
       [ca_file] {
         return ca_file.empty() ? off("the system's are trusted")
                                : examine_certificates(ca_file, SystemClock());
       }},
      {"certificate",
       [file = wanted->tls.certificate_file] {
         return file.empty() ? off("the server speaks plain HTTP")
                             : examine_certificates(file, SystemClock());
       }},
      {"clock", [wanted] { return examine_time(*wanted); }},
      {"open files", [] { return examine_descriptors(); }},
      {"port", [wanted] { return examine_port(wanted->server, wanted->tls.is_on()); }},
  };
}

// What clients would tell the log of a running server is in the rows.
class NoLog final : public LogSink {
 public:
  void write(const LogEvent& /*event*/) noexcept override {}
};

int examine(const std::shared_ptr<const DoctorFlags>& flags) {
  static NoLog no_log;
  set_log_sink(&no_log);
  const std::shared_ptr<const Wanted> wanted(flags, &flags->wanted);
  auto rows = configuration_rows(wanted->settings);
  const std::chrono::milliseconds within{static_cast<std::int64_t>(flags->seconds_max * 1e3)};
  auto report = run(examinations_of(wanted), within);
  std::ranges::move(report.rows, std::back_inserter(rows));
  fmt::print("{}", flags->as_json ? json_of(rows) : table_of(rows));
  const int status = worst_of(rows) == Verdict::fail ? exit_failed : exit_done;
  std::fflush(stdout);
  // Threads that looked at something may still run, or be about to end.
  std::_Exit(status);
}

}  // namespace

void add_doctor_command(CLI::App& program, int& status) {
  auto* command = program.add_subcommand(
      "doctor", "Look at everything that the server depends on, with the server's configuration");
  const auto flags = std::make_shared<DoctorFlags>();
  flags->wanted.settings.runs_with_mistakes = true;
  declare(*command, flags->wanted);
  command->add_flag("--json", flags->as_json, "Print the findings as JSON")->configurable(false);
  command->add_option("--within", flags->seconds_max, "Seconds that each has to answer")
      ->check(CLI::Range(0.1, 600.0))
      ->capture_default_str()
      ->configurable(false);
  command->callback([flags, &status] {
    complete(flags->wanted);
    status = examine(flags);
  });
}

}  // namespace astronova::app
