#include "tests/accounts/support/memory_stores.h"

#include <algorithm>
#include <chrono>

namespace astronova::testing {

using namespace storage;

namespace {

Error missing() {
  return {ErrorCode::not_found, "not there", {}};
}
Error in_conflict() {
  return {ErrorCode::conflict, "in the way", {}};
}
Error is_away() {
  return {ErrorCode::unavailable, "the database is away", {}};
}

}  // namespace

// NOLINTBEGIN(cppcoreguidelines-macro-usage)
#define ENTER()                       \
  const std::lock_guard lock(mutex_); \
  if (away) return is_away()
// NOLINTEND(cppcoreguidelines-macro-usage)

std::string MemoryStores::everything() const {
  std::string text;
  for (const auto& [id, account] : accounts_)
    text += id + '\n';
  for (const auto& [name, linked] : identities_)
    text += name.first + name.second + linked.account_id + linked.identity.details + '\n';
  for (const auto& [id, session] : sessions_)
    text += id + session.account_id + session.device_name + '\n';
  for (const auto& [digest, token] : tokens_)
    text += digest + token.session_id + '\n';
  for (const auto& [owner, kept] : records)
    for (const auto& record : kept)
      text += owner + record + '\n';
  return text;
}

Result<Account> MemoryStores::create_account(Role role, Instant now) {
  ENTER();
  Account account{.id = random_uuid(randomness_), .role = role, .created_at = now};
  account.last_used_at = now;
  return accounts_[account.id] = account;
}

Result<Account> MemoryStores::account(std::string_view id) {
  ENTER();
  const auto found = accounts_.find(id);
  if (found == accounts_.end()) return missing();
  return found->second;
}

Result<std::optional<Account>> MemoryStores::account_of(std::string_view provider,
                                                        std::string_view subject) {
  ENTER();
  const auto found = identities_.find(key(provider, subject));
  std::optional<Account> account;
  if (found != identities_.end()) account = accounts_.at(found->second.account_id);
  let_another_act();
  return account;
}

Result<std::vector<Identity>> MemoryStores::identities(std::string_view account_id) {
  ENTER();
  std::vector<Identity> found;
  for (const auto& [name, linked] : identities_)
    if (linked.account_id == account_id) found.push_back(linked.identity);
  let_another_act();
  return found;
}

void MemoryStores::let_another_act() {
  if (const auto act = std::exchange(meanwhile, nullptr)) act();
}

Result<Account> MemoryStores::link(std::string_view account_id, const Identity& identity) {
  ENTER();
  const auto account = accounts_.find(account_id);
  if (account == accounts_.end()) return missing();
  const auto found = identities_.find(key(identity.provider, identity.subject));
  if (found != identities_.end() && found->second.account_id != account_id) return in_conflict();
  identities_[key(identity.provider, identity.subject)] = {std::string(account_id), identity};
  if (account->second.role == Role::guest) account->second.role = Role::user;
  return account->second;
}

Result<void> MemoryStores::unlink(std::string_view account_id, std::string_view provider,
                                  std::string_view subject) {
  ENTER();
  const auto found = identities_.find(key(provider, subject));
  if (found == identities_.end() || found->second.account_id != account_id) return missing();
  identities_.erase(found);
  return {};
}

Result<void> MemoryStores::replace_details(std::string_view provider, std::string_view subject,
                                           std::string_view expected, std::string_view details) {
  ENTER();
  const auto found = identities_.find(key(provider, subject));
  if (found == identities_.end()) return missing();
  if (found->second.identity.details != expected) return in_conflict();
  found->second.identity.details = details;
  return {};
}

Result<void> MemoryStores::merge(std::string_view from, std::string_view into, Instant /*now*/) {
  ENTER();
  if (!accounts_.contains(from) || !accounts_.contains(into)) return missing();
  for (auto& [name, linked] : identities_)
    if (linked.account_id == from) linked.account_id = into;
  auto& moved = records[std::string(from)];
  auto& kept = records[std::string(into)];
  kept.insert(kept.end(), moved.begin(), moved.end());
  remove_account(from);
  return {};
}

void MemoryStores::remove_account(std::string_view account_id) {
  std::erase_if(tokens_, [&](const auto& token) {
    const auto session = sessions_.find(token.second.session_id);
    return session != sessions_.end() && session->second.account_id == account_id;
  });
  std::erase_if(sessions_,
                [&](const auto& entry) { return entry.second.account_id == account_id; });
  std::erase_if(identities_,
                [&](const auto& entry) { return entry.second.account_id == account_id; });
  records.erase(std::string(account_id));
  accounts_.erase(std::string(account_id));
}

Result<void> MemoryStores::set_role(std::string_view account_id, Role role) {
  ENTER();
  const auto found = accounts_.find(account_id);
  if (found == accounts_.end()) return missing();
  found->second.role = role;
  return {};
}

Result<void> MemoryStores::set_delete_after_days(std::string_view account_id,
                                                 std::optional<int> days) {
  ENTER();
  const auto found = accounts_.find(account_id);
  if (found == accounts_.end()) return missing();
  found->second.delete_after_days = days;
  return {};
}

Result<void> MemoryStores::touch(std::string_view account_id, Instant now) {
  ENTER();
  const auto found = accounts_.find(account_id);
  if (found == accounts_.end()) return missing();
  if (now - found->second.last_used_at >= std::chrono::days(1)) found->second.last_used_at = now;
  return {};
}

Result<void> MemoryStores::erase(std::string_view account_id) {
  ENTER();
  if (!accounts_.contains(account_id)) return missing();
  remove_account(account_id);
  return {};
}

Result<std::vector<std::string>> MemoryStores::overdue(Instant now, std::size_t limit) {
  ENTER();
  std::vector<std::string> ids;
  for (const auto& [id, account] : accounts_) {
    const auto days = account.delete_after_days;
    if (days && account.last_used_at + std::chrono::days(*days) <= now && ids.size() < limit)
      ids.push_back(id);
  }
  return ids;
}

Result<void> MemoryStores::open(const Session& session, std::string_view token_digest) {
  ENTER();
  sessions_[session.id] = session;
  tokens_[std::string(token_digest)] = {session.id};
  return {};
}

Result<Rotation> MemoryStores::rotate(std::string_view presented_digest,
                                      std::string_view next_digest, Instant now) {
  ENTER();
  const auto token = tokens_.find(presented_digest);
  if (token == tokens_.end()) return Rotation{};
  auto& session = sessions_.at(token->second.session_id);
  if (session.revoked) return Rotation{Rotation::Outcome::revoked, session};
  if (token->second.spent) {
    session.revoked = true;
    return Rotation{Rotation::Outcome::reused, session};
  }
  if (session.expires_at <= now) return Rotation{Rotation::Outcome::expired, session};
  token->second.spent = true;
  tokens_[std::string(next_digest)] = {session.id};
  session.expires_at += now - session.last_used_at;
  session.last_used_at = now;
  return Rotation{Rotation::Outcome::rotated, session};
}

Result<Session> MemoryStores::session(std::string_view id) {
  ENTER();
  ++session_reads;
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return missing();
  return found->second;
}

Result<std::vector<Session>> MemoryStores::sessions(std::string_view account_id, Instant now) {
  ENTER();
  std::vector<Session> found;
  for (const auto& [id, session] : sessions_)
    if (session.account_id == account_id && !session.revoked && session.expires_at > now)
      found.push_back(session);
  std::ranges::sort(found, std::greater(), &Session::last_used_at);
  return found;
}

Result<void> MemoryStores::revoke(std::string_view account_id, std::string_view session_id) {
  ENTER();
  const auto found = sessions_.find(session_id);
  if (found == sessions_.end() || found->second.account_id != account_id) return missing();
  found->second.revoked = true;
  return {};
}

Result<void> MemoryStores::revoke_all(std::string_view account_id) {
  ENTER();
  for (auto& [id, session] : sessions_)
    if (session.account_id == account_id) session.revoked = true;
  return {};
}

Result<void> MemoryStores::remember_challenge(std::string_view digest, std::string_view purpose,
                                              Instant expires_at) {
  ENTER();
  challenges_[key(digest, purpose)] = expires_at;
  return {};
}

Result<bool> MemoryStores::take_challenge(std::string_view digest, std::string_view purpose,
                                          Instant now) {
  ENTER();
  const auto found = challenges_.find(key(digest, purpose));
  if (found == challenges_.end()) return false;
  const bool in_time = now < found->second;
  challenges_.erase(found);
  return in_time;
}

Result<void> MemoryStores::remove_expired(Instant now) {
  ENTER();
  std::erase_if(challenges_, [now](const auto& entry) { return entry.second <= now; });
  return {};
}

Result<void> MemoryStores::put_device(std::string_view /*account_id*/, const Device& /*device*/) {
  return is_away();
}
Result<std::vector<Device>> MemoryStores::devices(std::string_view /*account_id*/) {
  return is_away();
}
Result<void> MemoryStores::remove_device(std::string_view /*account_id*/,
                                         std::string_view /*device_id*/) {
  return is_away();
}

Result<void> MemoryStores::audit(const AuditEntry& entry) {
  ENTER();
  audit_.push_back(entry);
  return {};
}

Result<std::vector<AuditEntry>> MemoryStores::audit_log(std::int64_t /*before*/,
                                                        std::size_t /*limit*/) {
  ENTER();
  return audit_;
}

Result<std::vector<AuditEntry>> MemoryStores::audit_of(std::string_view subject) {
  ENTER();
  std::vector<AuditEntry> found;
  std::ranges::copy_if(audit_, std::back_inserter(found),
                       [subject](const auto& entry) { return entry.subject == subject; });
  return found;
}

}  // namespace astronova::testing
