#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>

#include "base/work_context.h"
#include "storage/sql/dialect.h"
#include "storage/sql/overdue_watch.h"

namespace astronova::storage::sql {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Any number that other programs on the same database do not lock.
constexpr std::int64_t schema_lock = 0x6173'7472'6f6e'6f76;  // "astronov"

constexpr std::chrono::seconds connect_timeout{5};

// What SOCI calls the SQLSTATE of what the server did not report.
constexpr std::string_view no_state = "     ";

PGconn* handle(Connection& connection) {
  return static_cast<soci::postgresql_session_backend*>(connection.session().get_backend())->conn_;
}

void ignore_notice(void* /*unused*/, const char* /*text*/) {}

// Adds a parameter to a URL that does not set it.
void set_default(std::string& url, std::string_view name, std::int64_t value) {
  if (url.find(fmt::format("{}=", name)) != std::string::npos) return;
  url += fmt::format("{}{}={}", url.find('?') == std::string::npos ? '?' : '&', name, value);
}

class PostgresqlDialect final : public Dialect {
 public:
  PostgresqlDialect(std::string url, milliseconds statement_timeout)
      : url_(std::move(url)), statement_timeout_(statement_timeout) {
    // SOCI takes what it is given for "name=value" between spaces; a URL passes as one such, since
    // it now has a "=" and (dialect_of sees to it) no spaces or quotes.
    has_connect_timeout_ = url_.find("connect_timeout=") != std::string::npos;
    // What was sent and is not acknowledged for so long is lost: the server's machine is gone.
    set_default(url_, "tcp_user_timeout", 15'000);
  }

  std::string_view engine() const override { return "postgresql"; }
  bool has_one_writer() const override { return false; }
  std::string_view for_update() const override { return " FOR UPDATE"; }

  std::unique_ptr<Connection> connect() const override {
    auto connection = std::make_unique<Connection>(statement_timeout_);
    connection->session().open(soci::postgresql, url_with_timeout());
    connection->hold(watch_.watch(*connection, PQsocket(handle(*connection))));
    PQsetNoticeProcessor(handle(*connection), ignore_notice, nullptr);
    connection->set_deadline(current_work().sooner(Clock::now() + statement_timeout_));
    const auto timeout = statement_timeout_.count();
    // What returned success is on disk, whatever the server's default is; stricter ones stay.
    run_script(*connection,
               fmt::format("SET client_encoding = 'UTF8'; SET statement_timeout = {0}; "
                           "SET lock_timeout = {0}; "
                           "SET idle_in_transaction_session_timeout = {1}; "
                           "SELECT set_config('synchronous_commit', 'on', false) "
                           "WHERE current_setting('synchronous_commit') = 'off'",
                           timeout, 2 * timeout));
    connection->set_deadline(Clock::time_point::max());
    return connection;
  }

  // The server's timeouts are the connection's, told once. A transaction that has less time tells
  // it in the message that begins it.
  std::string begin(Access access, milliseconds left) const override {
    const bool is_short = left < statement_timeout_;
    if (access == Access::read && !is_short) return {};
    std::string begin = access == Access::write ? "BEGIN ISOLATION LEVEL READ COMMITTED"
                                                : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    if (!is_short) return begin;
    // 0 would be no limit.
    return fmt::format("{}; SET LOCAL statement_timeout = {}", begin,
                       std::max(left, milliseconds{1}).count());
  }

  Failure failure(Connection& connection, const soci::soci_error& error) const override {
    if (PQstatus(handle(connection)) != CONNECTION_OK) return Failure::disconnected;
    const auto state = state_of(error);
    // libpq's own failures, such as of a write to a server that has just gone, have no state, and
    // may come before the connection counts as lost.
    if (state == no_state) return Failure::disconnected;
    const auto group = state.substr(0, 2);
    if (state == "40001" || state == "40P01") return Failure::collision;
    if (state == "57014" || state == "55P03") return Failure::timed_out;
    if (state == "23505") return Failure::duplicate;
    if (state == "23503") return Failure::orphan;
    if (group == "57" || group == "08" || state == "25P03") return Failure::disconnected;
    if (group == "53" || group == "58" || state == "25006") return Failure::no_room;
    return Failure::bug;
  }

  std::string name_of(Connection& /*connection*/, const soci::soci_error& error) const override {
    return fmt::format("SQLSTATE {}", state_of(error));
  }

  void run_script(Connection& connection, const std::string& script) const override {
    PGresult* const result = PQexec(handle(connection), script.c_str());
    const auto status = PQresultStatus(result);
    const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const std::string name = state ? state : "";
    PQclear(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      throw soci::postgresql_soci_error("a script failed",
                                        name.size() == 5 ? name.c_str() : "     ");
    }
  }

  void lock_schema(Connection& connection) const override {
    run_script(connection,
               fmt::format("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; "
                           "SELECT pg_advisory_xact_lock({})",
                           schema_lock));
  }

  bool has_table(Connection& connection, std::string_view table) const override {
    const auto row =
        connection.query_one("SELECT to_regclass(:name) IS NOT NULL", "t", {{"name", table}});
    return row && row->text(0) == "t";
  }

  bool has_column(Connection& connection, std::string_view table,
                  std::string_view column) const override {
    return connection
        .query_one(
            "SELECT 1 FROM pg_attribute "
            "WHERE attrelid = to_regclass(:of_table) AND attname = :name AND NOT attisdropped",
            "i", {{"of_table", table}, {"name", column}})
        .has_value();
  }

  void go_on_numbering(Connection& connection) const override {
    run_script(connection,
               "SELECT setval(pg_get_serial_sequence('audit_log', 'number'), "
               "(SELECT coalesce(max(number), 0) + 1 FROM audit_log), false)");
  }

  // Old row versions go by VACUUM, which the server runs by itself; it cannot be waited for.
  bool scrub(Connection& /*connection*/) const override { return true; }

  // Not by a timeout of the server's: what is asked is whether it does anything at all.
  bool answers(Connection& connection, milliseconds within) const override {
    PGconn* const server = handle(connection);
    if (has_answered(server, within)) return true;
    // Otherwise closing it would wait for the server too: SOCI takes leave of each statement.
    connection.cut();
    return false;
  }

  void cut_all() const override { watch_.cut_all(); }

 private:
  static bool has_answered(PGconn* server, milliseconds within) {
    const auto until = Clock::now() + within;
    if (PQsendQuery(server, "SELECT count(*) FROM pg_class WHERE relname = 'accounts'") == 0) {
      return false;
    }
    bool answered = true;
    while (true) {
      if (!has_come(server, until)) return false;
      PGresult* const result = PQgetResult(server);
      if (!result) return answered;
      answered = answered && PQresultStatus(result) == PGRES_TUPLES_OK;
      PQclear(result);
    }
  }

  // Waits until PQgetResult does not block.
  static bool has_come(PGconn* server, Clock::time_point until) {
    while (PQisBusy(server) != 0) {
      const auto left = std::chrono::ceil<milliseconds>(until - Clock::now()).count();
      pollfd socket{PQsocket(server), POLLIN, 0};
      if (left <= 0 || poll(&socket, 1, static_cast<int>(left)) <= 0) return false;
      if (PQconsumeInput(server) == 0) return false;
    }
    return true;
  }

  static std::string state_of(const soci::soci_error& error) {
    const auto* const ours = dynamic_cast<const soci::postgresql_soci_error*>(&error);
    return ours ? ours->sqlstate() : std::string{};
  }

  // Whole seconds, of which libpq counts one as two.
  std::string url_with_timeout() const {
    if (has_connect_timeout_) return url_;
    const auto until = current_work().sooner(Clock::now() + connect_timeout);
    const auto left = std::chrono::ceil<std::chrono::seconds>(until - Clock::now());
    auto url = url_;
    set_default(url, "connect_timeout", std::max<std::int64_t>(left.count(), 2));
    return url;
  }

  std::string url_;
  bool has_connect_timeout_ = false;
  milliseconds statement_timeout_;
  mutable OverdueWatch watch_{};
};

}  // namespace

std::unique_ptr<Dialect> postgresql_dialect(std::string url, milliseconds statement_timeout) {
  return std::make_unique<PostgresqlDialect>(std::move(url), statement_timeout);
}

}  // namespace astronova::storage::sql
