#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "storage/sql/connection.h"

namespace astronova::storage::sql {

/// What an operation does to the database, and with it how it is isolated.
enum class Access : std::uint8_t {
  read,      ///< one statement that reads: it sees one state by itself
  snapshot,  ///< several that read and have to see the same state
  write,     ///< one that changes something, alone or with reads
};

/// What an exception of a database means to us.
enum class Failure : std::uint8_t {
  collision,  ///< another transaction was in the way: nothing was done, and again it may work
  disconnected,
  away,       ///< it has been disconnected for a while, and was not asked
  timed_out,  ///< it took too long and was stopped
  duplicate,  ///< a unique constraint stood against it
  orphan,     ///< a foreign key stood against it
  no_room,    ///< disk full, too many connections, read only
  bug,        ///< anything else
};

/// What differs between the engines.
/// Threads: all may call at once.
class Dialect {
 public:
  virtual ~Dialect() = default;

  /// "sqlite" or "postgresql"
  virtual std::string_view engine() const = 0;
  /// Opens a connection with all its settings; SOCI's exceptions pass through.
  virtual std::unique_ptr<Connection> connect() const = 0;
  /// Whether only one connection at a time can write.
  virtual bool has_one_writer() const = 0;
  /// What begins a transaction of which `left` is left until nobody waits for it any more; empty
  /// where its statement is one by itself.
  virtual std::string begin(Access access, std::chrono::milliseconds left) const = 0;
  /// What ends a SELECT that locks the rows that it answers until the transaction ends.
  virtual std::string_view for_update() const = 0;
  virtual Failure failure(Connection& connection, const soci::soci_error& error) const = 0;
  /// What the database itself calls the error; nothing of the data is in it.
  virtual std::string name_of(Connection& connection, const soci::soci_error& error) const = 0;
  /// Runs several statements with semicolons between them.
  virtual void run_script(Connection& connection, const std::string& script) const = 0;
  /// Has this transaction wait for whoever else changes the schema, and then be alone in doing so.
  virtual void lock_schema(Connection& connection) const = 0;
  virtual bool has_table(Connection& connection, std::string_view table) const = 0;
  virtual bool has_column(Connection& connection, std::string_view table,
                          std::string_view column) const = 0;
  /// After a restore: what numbers the audit log goes on after the last number in it.
  virtual void go_on_numbering(Connection& connection) const = 0;
  /// Sees to it that what was removed is no longer in the files, as far as this engine can at once.
  /// Returns whether it could.
  virtual bool scrub(Connection& connection) const = 0;
  /// Whether a read that goes to the database comes back in time; if not, the connection is broken.
  virtual bool answers(Connection& connection, std::chrono::milliseconds within) const = 0;
  /// Loses all connections that may wait for a server that says nothing.
  virtual void cut_all() const = 0;
};

/// Of a file of SQLite, which is made with mode 0600 where there is none.
std::unique_ptr<Dialect> sqlite_dialect(std::string file,
                                        std::chrono::milliseconds statement_timeout);
/// Of a server of PostgreSQL: "postgresql://…" or "postgres://…".
std::unique_ptr<Dialect> postgresql_dialect(std::string url,
                                            std::chrono::milliseconds statement_timeout);

}  // namespace astronova::storage::sql
