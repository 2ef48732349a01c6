#include "app/examinations.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "app/database_flags.h"
#include "app/doctor/port.h"
#include "app/local_server.h"
#include "app/settings/secret_file.h"
#include "health/ephemeris_probe.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/table_file.h"

namespace astronova::app {
namespace {

constexpr std::size_t different_characters_min = 10;

// What everybody tries first: one character again and again, a word, a row of digits.
bool is_easy_to_guess(const std::string& secret) {
  return std::set<char>(secret.begin(), secret.end()).size() < different_characters_min;
}

std::vector<std::string> troubles_of_secrets(const Wanted& wanted) {
  const auto& secrets = wanted.settings.secrets;
  std::vector<std::string> troubles;
  if (wanted.people.accounts && !secrets.has("JWT_SECRET_KEY"))
    troubles.emplace_back(
        "JWT_SECRET_KEY is not set, so every data folder has a secret of its own");
  if (wanted.people.accounts && !secrets.has("ASTRONOVA_DATA_KEYS"))
    troubles.emplace_back("ASTRONOVA_DATA_KEYS is not set, so personal data is stored in clear");
  for (const auto* const name : {"JWT_SECRET_KEY", "SECRET_KEY"}) {
    if (secrets.has(name) && is_easy_to_guess(secrets.reveal(name)))
      troubles.push_back(fmt::format("{} is easy to guess", name));
  }
  for (const auto name : secret_names) {
    const auto* const file = secrets.file_of(name);
    if (file && is_readable_by_all(*file))
      troubles.push_back(fmt::format("{}, with {}, can be read by all users", *file, name));
  }
  return troubles;
}

std::string day_of(JulianDayUt when) {
  const auto text = format_rfc3339(to_instant(when));
  return text.substr(0, text.find('T'));
}

}  // namespace

std::vector<Row> configuration_rows(const Settings& settings) {
  std::vector<Row> rows;
  for (const auto& [where, what, fix] : settings.mistakes.all())
    rows.push_back({"configuration", failure(fmt::format("{}: {}", where, what), fix)});
  for (const auto& text : settings.warnings)
    rows.push_back({"configuration", warning(text, "correct its name, or take it away")});
  if (rows.empty()) {
    rows.push_back({"configuration", well("valid; from flags, the environment" +
                                          (settings.file.empty() ? "" : " and " + settings.file))});
  }
  return rows;
}

Diagnosis examine_secrets(const Wanted& wanted) {
  const auto troubles = troubles_of_secrets(wanted);
  if (troubles.empty()) return well("there, and hard to guess");
  return warning(fmt::format("{}", fmt::join(troubles, "; ")),
                 "openssl rand -hex 32 makes a secret; docs/CONFIGURATION.md tells how each is "
                 "given; chmod 600 hides a file");
}

Diagnosis examine_ephemeris(const EphemerisConfiguration& configuration) {
  const char* const fix = "install swe-standard-data, or name its folder by --ephemeris-path";
  const auto opened = sky::open_swiss_ephemeris(configuration.path);
  if (!opened)
    return failure(fmt::format("{} Looked in: {}", opened.error().detail, configuration.path), fix);
  const auto found = health::EphemerisProbe(**opened).run(std::chrono::seconds{1});
  if (found.state != health::State::healthy) return failure(found.reason, fix);
  auto detail = fmt::format("{} computes a known position right", (*opened)->provenance());
  if (const auto span = (*opened)->coverage(sky::Body::sun))
    detail += fmt::format("; {} to {}", day_of(span->first), day_of(span->last));
  return well(detail);
}

Diagnosis examine_table(const EphemerisConfiguration& configuration) {
  if (configuration.kind == "swiss") return off("--ephemeris is swiss");
  const auto path = configuration.table_file();
  const auto file = sky::table::TableFile::open(path);
  if (!file) {
    return warning(fmt::format("{}: {}", path, file.error().detail),
                   "a server makes it in the background; astronova ephemeris build makes it now");
  }
  return well(fmt::format("{}, whole; {} to {}", (*file)->source(), day_of((*file)->first()),
                          day_of((*file)->last())));
}

Diagnosis examine_database(const Wanted& wanted) {
  if (!wanted.people.accounts) return off("there are no accounts");
  const auto& secrets = wanted.settings.secrets;
  auto options =
      existing_database(wanted.people.database_url, wanted.source.data_directory, secrets);
  if (!options) return failure(options.error().detail, "see docs/storage.md");
  const auto* const engine = options->url.empty() ? "SQLite" : "PostgreSQL";
  const auto sealed = options->keys.empty()
                          ? std::string("what is kept is in clear")
                          : fmt::format("what is kept is sealed by {}", options->keys.current());
  if (options->url.empty() && !std::filesystem::exists(options->file))
    return well(fmt::format("{}; it is made at the first start; {}", engine, sealed));
  const auto steps = storage::schema_of(*options);
  if (!steps)
    return failure(fmt::format("{}: {}", engine, steps.error().detail), "see docs/storage.md");
  const auto missing = std::ranges::count(*steps, false, &storage::Migration::applied);
  const auto known = std::ranges::count(*steps, true, &storage::Migration::known);
  const auto of_newer = std::ssize(*steps) - known;
  const auto detail = fmt::format(
      "{} answers; {} of {} migrations applied{}; {}", engine, known - missing, known,
      of_newer == 0 ? "" : fmt::format(", and {} of a newer version that suit this one", of_newer),
      sealed);
  if (missing == 0) return well(detail);
  return warning(detail, "a server applies them when it starts; astronova migrate does it now");
}

Diagnosis examine_port(const ServeConfiguration& configuration, bool over_tls) {
  const auto& [host, port] = std::tie(configuration.host, configuration.port);
  const auto where = fmt::format("{} of {}", port, host);
  switch (try_port(host, port)) {
    case PortState::free:
      return well(port == 0 ? "any that is free" : where + " is free");
    case PortState::no_address:
      return failure(host + " is no address of this machine",
                     "give another --host; 0.0.0.0 is all");
    case PortState::refused:
      return failure(where + ": the system does not allow it",
                     "ports below 1024 are for root; give another --port");
    case PortState::taken:
      break;
  }
  const auto answer = ask_local_server(port, "/livez", over_tls);
  if (answer && is_ok(*answer) && answer->find("\r\nServer: AstroNova\r\n") != std::string::npos)
    return well(where + " has an AstroNova, which lives");
  return failure(where + " is in use by another program", "stop that, or give another --port");
}

}  // namespace astronova::app
