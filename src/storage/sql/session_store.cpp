#include "storage/sql/session_store.h"

#include "storage/record_kinds.h"

namespace astronova::storage::sql {
namespace {

// How long a POST may be sent again with its key. Clients that were offline come back within days.
constexpr std::chrono::days idempotency_keys_live{30};

constexpr const char* session_columns =
    "SELECT id, account_id, device_name, created_at, last_used_at, expires_at, revoked "
    "FROM sessions ";
constexpr const char* session_types = "tttiiii";

Error no_such_session() {
  return {ErrorCode::not_found, "there is no such session", {}};
}

Result<Session> session_of(const KeyRing& keys, const Row& row) {
  Session session;
  session.id = row.text(0);
  session.account_id = row.text(1);
  auto name = keys.open({"sessions", session.account_id, session.id}, row.text(2));
  if (!name) return name.error();
  session.device_name = std::move(*name);
  session.created_at = row.instant(3);
  session.last_used_at = row.instant(4);
  session.expires_at = row.instant(5);
  session.revoked = row.boolean(6);
  return session;
}

void insert_token(Connection& connection, std::string_view digest, std::string_view session_id) {
  connection.execute("INSERT INTO refresh_tokens (digest, session_id) VALUES (:digest, :session)",
                     {{"digest", digest}, {"session", session_id}});
}

void write_revoked(Connection& connection, std::string_view session_id) {
  connection.execute("UPDATE sessions SET revoked = 1 WHERE id = :id", {{"id", session_id}});
}

// What the state of a session says of its tokens, before any of them is looked at.
Rotation::Outcome outcome_of(const Session& session, Instant now) {
  if (session.revoked) return Rotation::Outcome::revoked;
  if (session.expires_at <= now) return Rotation::Outcome::expired;
  return Rotation::Outcome::rotated;
}

}  // namespace

Result<void> SqlSessionStore::open(const Session& session, std::string_view token_digest) {
  if (!is_storable_text(session.device_name)) {
    return invalid_field("/deviceName", "must be UTF-8 text");
  }
  return context_.executor.write([&](Connection& connection) -> Result<void> {
    connection.execute(
        "INSERT INTO sessions "
        "(id, account_id, device_name, created_at, last_used_at, expires_at, revoked) "
        "VALUES (:id, :account, :name, :created_at, :last_used_at, :expires_at, :revoked)",
        {{"id", session.id},
         {"account", session.account_id},
         {"name",
          context_.keys.seal({"sessions", session.account_id, session.id}, session.device_name)},
         {"created_at", session.created_at},
         {"last_used_at", session.last_used_at},
         {"expires_at", session.expires_at},
         {"revoked", std::int64_t{session.revoked}}});
    insert_token(connection, token_digest, session.id);
    return {};
  });
}

Result<Rotation> SqlSessionStore::rotate(std::string_view presented_digest,
                                         std::string_view next_digest, Instant now) {
  return context_.executor.write([&](Connection& connection) -> Result<Rotation> {
    const auto token =
        connection.query_one("SELECT session_id FROM refresh_tokens WHERE digest = :digest", "t",
                             {{"digest", presented_digest}});
    if (!token) return Rotation{};
    // Locks the session, so that two tokens of it are looked at one after the other.
    const auto row = connection.query_one(session_columns + std::string("WHERE id = :id") +
                                              std::string(context_.executor.dialect().for_update()),
                                          session_types, {{"id", token->text(0)}});
    if (!row) return Rotation{};
    auto session = session_of(context_.keys, *row);
    if (!session) return session.error();
    Rotation rotation{outcome_of(*session, now), std::move(*session)};
    if (rotation.outcome != Rotation::Outcome::rotated) return rotation;
    const auto marked =
        connection.execute("UPDATE refresh_tokens SET used = 1 WHERE digest = :digest AND used = 0",
                           {{"digest", presented_digest}});
    if (marked == 0) {
      write_revoked(connection, rotation.session->id);
      rotation.outcome = Rotation::Outcome::reused;
      rotation.session->revoked = true;
      return rotation;
    }
    insert_token(connection, next_digest, rotation.session->id);
    rotation.session->expires_at += now - rotation.session->last_used_at;
    rotation.session->last_used_at = now;
    connection.execute(
        "UPDATE sessions SET last_used_at = :now, expires_at = :expires_at WHERE id = :id",
        {{"now", now}, {"expires_at", rotation.session->expires_at}, {"id", rotation.session->id}});
    return rotation;
  });
}

Result<Session> SqlSessionStore::session(std::string_view id) {
  return context_.executor.read([&](Connection& connection) -> Result<Session> {
    const auto row = connection.query_one(session_columns + std::string("WHERE id = :id"),
                                          session_types, {{"id", id}});
    if (!row) return no_such_session();
    return session_of(context_.keys, *row);
  });
}

Result<std::vector<Session>> SqlSessionStore::sessions(std::string_view account_id, Instant now) {
  return context_.executor.read([&](Connection& connection) -> Result<std::vector<Session>> {
    std::vector<Session> sessions;
    for (const auto& row : connection.query(
             session_columns + std::string("WHERE account_id = :account AND revoked = 0 AND "
                                           "expires_at > :now ORDER BY last_used_at DESC, id"),
             session_types, {{"account", account_id}, {"now", now}})) {
      auto session = session_of(context_.keys, row);
      if (!session) return session.error();
      sessions.push_back(std::move(*session));
    }
    return sessions;
  });
}

Result<void> SqlSessionStore::revoke(std::string_view account_id, std::string_view session_id) {
  return context_.executor.write([&](Connection& connection) -> Result<void> {
    const auto revoked = connection.execute(
        "UPDATE sessions SET revoked = 1 WHERE id = :id AND account_id = :account",
        {{"id", session_id}, {"account", account_id}});
    if (revoked == 0) return no_such_session();
    return {};
  });
}

Result<void> SqlSessionStore::revoke_all(std::string_view account_id) {
  return context_.executor.write([&](Connection& connection) -> Result<void> {
    connection.execute("UPDATE sessions SET revoked = 1 WHERE account_id = :account",
                       {{"account", account_id}});
    return {};
  });
}

Result<void> SqlSessionStore::remember_challenge(std::string_view digest, std::string_view purpose,
                                                 Instant expires_at) {
  return context_.executor.write([&](Connection& connection) -> Result<void> {
    connection.execute(
        "INSERT INTO challenges (digest, purpose, expires_at) "
        "VALUES (:digest, :purpose, :expires_at)",
        {{"digest", digest}, {"purpose", purpose}, {"expires_at", expires_at}});
    return {};
  });
}

Result<bool> SqlSessionStore::take_challenge(std::string_view digest, std::string_view purpose,
                                             Instant now) {
  return context_.executor.write([&](Connection& connection) -> Result<bool> {
    return connection.execute(
               "DELETE FROM challenges WHERE digest = :digest AND purpose = :purpose "
               "AND expires_at > :now",
               {{"digest", digest}, {"purpose", purpose}, {"now", now}}) > 0;
  });
}

Result<void> SqlSessionStore::remove_expired(Instant now) {
  auto removed = context_.executor.write([&](Connection& connection) -> Result<void> {
    connection.execute("DELETE FROM sessions WHERE expires_at <= :now", {{"now", now}});
    connection.execute("DELETE FROM challenges WHERE expires_at <= :now", {{"now", now}});
    connection.execute("DELETE FROM idempotency_keys WHERE created_at <= :before",
                       {{"before", now - idempotency_keys_live}});
    return {};
  });
  // A good moment for what an erasure could not do because of a reader.
  context_.executor.retry_scrub();
  return removed;
}

}  // namespace astronova::storage::sql
