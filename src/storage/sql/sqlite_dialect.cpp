#include <algorithm>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include "storage/sql/dialect.h"
#include "storage/sql/scrubbing_vfs.h"

namespace astronova::storage::sql {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Steps of SQLite's machine between looks at the clock: some tens of microseconds.
constexpr int steps_between_looks = 4000;

sqlite_api::sqlite3* handle(Connection& connection) {
  return static_cast<soci::sqlite3_session_backend*>(connection.session().get_backend())->conn_;
}

// SQLite calls this now and then while a statement runs; other than 0 interrupts it.
int is_late(void* connection) {
  return Clock::now() > static_cast<const Connection*>(connection)->deadline() ? 1 : 0;
}

// SQLite calls this when another process holds a lock, with how often it has for the same one;
// other than 0 has it try again. Longer each time up to 32 ms, until either the timeout or the
// deadline.
int wait_for_lock(void* waiting, int count) {
  constexpr int doublings = 5;
  const auto& connection = *static_cast<const Connection*>(waiting);
  const milliseconds pause{1 << std::min(count, doublings)};
  const milliseconds waited{(1 << std::min(count, doublings)) - 1 +
                            (std::max(count - doublings, 0) << doublings)};
  const auto left = std::min<Clock::duration>(connection.deadline() - Clock::now(),
                                              connection.statement_timeout() - waited);
  if (left <= Clock::duration::zero()) return 0;
  std::this_thread::sleep_for(std::min<Clock::duration>(pause, left));
  return 1;
}

class SqliteDialect final : public Dialect {
 public:
  SqliteDialect(std::string file, std::chrono::milliseconds statement_timeout)
      : file_(std::move(file)), statement_timeout_(statement_timeout) {}

  std::string_view engine() const override { return "sqlite"; }
  bool has_one_writer() const override { return true; }
  std::string_view for_update() const override { return ""; }

  std::unique_ptr<Connection> connect() const override {
    make_file();
    auto connection = std::make_unique<Connection>(statement_timeout_);
    connection->session().open(soci::sqlite3,
                               fmt::format("dbname=\"{}\" vfs={}", file_, scrubbing_vfs()));
    sqlite_api::sqlite3_busy_handler(handle(*connection), wait_for_lock, connection.get());
    // FULL: what was committed is in the log and on disk. What is deleted is overwritten with
    // zeros, and nothing is spilled into other files.
    for (const auto* pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
                               "PRAGMA foreign_keys = ON", "PRAGMA secure_delete = ON",
                               "PRAGMA temp_store = MEMORY", "PRAGMA trusted_schema = OFF"}) {
      run_script(*connection, pragma);
    }
    sqlite_api::sqlite3_progress_handler(handle(*connection), steps_between_looks, is_late,
                                         connection.get());
    return connection;
  }

  // A writer takes the lock at once. One that began as a reader could not go on when another had
  // written meanwhile. All writers are one after the other, which is serializable.
  std::string begin(Access wanted, milliseconds /*left*/) const override {
    if (wanted == Access::read) return {};
    return wanted == Access::write ? "BEGIN IMMEDIATE" : "BEGIN";
  }

  Failure failure(Connection& connection, const soci::soci_error& error) const override {
    const int code = extended_code(connection, error);
    if (code == SQLITE_CONSTRAINT_FOREIGNKEY) return Failure::orphan;
    if (code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_UNIQUE ||
        code == SQLITE_CONSTRAINT_ROWID) {
      return Failure::duplicate;
    }
    switch (code & 0xff) {
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
        return Failure::collision;
      case SQLITE_INTERRUPT:
        return Failure::timed_out;
      case SQLITE_FULL:
      case SQLITE_IOERR:
      case SQLITE_READONLY:
      case SQLITE_CANTOPEN:
      case SQLITE_PERM:
        return Failure::no_room;
      default:
        return Failure::bug;
    }
  }

  std::string name_of(Connection& connection, const soci::soci_error& error) const override {
    return fmt::format("SQLite error {}", extended_code(connection, error));
  }

  void run_script(Connection& connection, const std::string& script) const override {
    auto* const database = handle(connection);
    // Without a deadline: a migration takes what it takes.
    const int code = sqlite_api::sqlite3_exec(database, script.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
      throw soci::sqlite3_soci_error(sqlite_api::sqlite3_errmsg(database), code);
    }
  }

  // BEGIN IMMEDIATE has done it.
  void lock_schema(Connection& /*connection*/) const override {}

  bool has_table(Connection& connection, std::string_view table) const override {
    return connection
        .query_one("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = :name", "i",
                   {{"name", table}})
        .has_value();
  }

  bool has_column(Connection& connection, std::string_view table,
                  std::string_view column) const override {
    return connection
        .query_one("SELECT 1 FROM pragma_table_info(:of_table) WHERE name = :name", "i",
                   {{"of_table", table}, {"name", column}})
        .has_value();
  }

  // AUTOINCREMENT looks at the rows.
  void go_on_numbering(Connection& /*connection*/) const override {}

  // The log still holds pages as they were; this moves what is new into the database and cuts the
  // log to nothing. It waits for readers as long as any statement would.
  bool scrub(Connection& connection) const override {
    const auto row = connection.query_one("PRAGMA wal_checkpoint(TRUNCATE)", "iii");
    return row && !row->boolean(0);
  }

  bool answers(Connection& connection, std::chrono::milliseconds /*within*/) const override {
    return connection.query_one("SELECT count(*) FROM sqlite_schema", "i").has_value();
  }

  // There is no server.
  void cut_all() const override {}

 private:
  // SQLite's own mode would depend on the umask. The log gets the mode of the database.
  void make_file() const {
    if (access(file_.c_str(), F_OK) == 0) return;
    const int descriptor = open(file_.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0) throw soci::sqlite3_soci_error("cannot make the file", SQLITE_CANTOPEN);
    close(descriptor);
    // So that the name outlives a power cut as well as what will be in the file.
    const auto folder = std::filesystem::path(file_).parent_path();
    const int folder_descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder_descriptor < 0) return;
    fsync(folder_descriptor);
    close(folder_descriptor);
  }

  static int extended_code(Connection& connection, const soci::soci_error& error) {
    const auto* const ours = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    if (!ours) return SQLITE_ERROR;
    // SOCI knows the primary code only; the handle knows more as long as it is of the same error.
    if (connection.session().is_connected()) {
      const int latest = sqlite_api::sqlite3_extended_errcode(handle(connection));
      if ((latest & 0xff) == (ours->result() & 0xff)) return latest;
    }
    return ours->result();
  }

  std::string file_;
  std::chrono::milliseconds statement_timeout_;
};

}  // namespace

std::unique_ptr<Dialect> sqlite_dialect(std::string file,
                                        std::chrono::milliseconds statement_timeout) {
  return std::make_unique<SqliteDialect>(std::move(file), statement_timeout);
}

}  // namespace astronova::storage::sql
