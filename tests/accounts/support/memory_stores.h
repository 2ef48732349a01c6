#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/randomness.h"
#include "storage/identity.h"
#include "storage/ledger.h"
#include "storage/sessions.h"

namespace astronova::testing {

/// The ports of storage in memory, as simple as they can be, so that a test can look at what was
/// kept, and can have the database away.
class MemoryStores final : public storage::IdentityStore,
                           public storage::SessionStore,
                           public storage::Ledger {
 public:
  explicit MemoryStores(const Randomness& randomness) : randomness_(randomness) {}

  /// Whether every call answers `unavailable`.
  bool away = false;
  /// What another does, once, right after account_of or identities has answered.
  std::function<void()> meanwhile;
  /// How often sessions were asked for.
  int session_reads = 0;
  /// What stands for the records of accounts.
  std::map<std::string, std::vector<std::string>, std::less<>> records;

  std::size_t account_count() const { return accounts_.size(); }
  /// Everything kept but the audit log, as one text to search in.
  std::string everything() const;

  Result<storage::Account> create_account(storage::Role role, Instant now) override;
  Result<storage::Account> account(std::string_view id) override;
  Result<std::optional<storage::Account>> account_of(std::string_view provider,
                                                     std::string_view subject) override;
  Result<std::vector<storage::Identity>> identities(std::string_view account_id) override;
  Result<storage::Account> link(std::string_view account_id,
                                const storage::Identity& identity) override;
  Result<void> unlink(std::string_view account_id, std::string_view provider,
                      std::string_view subject) override;
  Result<void> replace_details(std::string_view provider, std::string_view subject,
                               std::string_view expected, std::string_view details) override;
  Result<void> merge(std::string_view from, std::string_view into, Instant now) override;
  Result<void> set_role(std::string_view account_id, storage::Role role) override;
  Result<void> set_delete_after_days(std::string_view account_id, std::optional<int> days) override;
  Result<void> touch(std::string_view account_id, Instant now) override;
  Result<void> erase(std::string_view account_id) override;
  Result<std::vector<std::string>> overdue(Instant now, std::size_t limit) override;

  Result<void> open(const storage::Session& session, std::string_view token_digest) override;
  Result<storage::Rotation> rotate(std::string_view presented_digest, std::string_view next_digest,
                                   Instant now) override;
  Result<storage::Session> session(std::string_view id) override;
  Result<std::vector<storage::Session>> sessions(std::string_view account_id, Instant now) override;
  Result<void> revoke(std::string_view account_id, std::string_view session_id) override;
  Result<void> revoke_all(std::string_view account_id) override;
  Result<void> remember_challenge(std::string_view digest, std::string_view purpose,
                                  Instant expires_at) override;
  Result<bool> take_challenge(std::string_view digest, std::string_view purpose,
                              Instant now) override;
  Result<void> remove_expired(Instant now) override;

  Result<void> put_device(std::string_view account_id, const storage::Device& device) override;
  Result<std::vector<storage::Device>> devices(std::string_view account_id) override;
  Result<void> remove_device(std::string_view account_id, std::string_view device_id) override;
  Result<void> audit(const storage::AuditEntry& entry) override;
  Result<std::vector<storage::AuditEntry>> audit_log(std::int64_t before,
                                                     std::size_t limit) override;
  Result<std::vector<storage::AuditEntry>> audit_of(std::string_view subject) override;

 private:
  struct Token {
    std::string session_id;
    bool spent = false;
  };
  struct LinkedIdentity {
    std::string account_id;
    storage::Identity identity;
  };
  using IdentityKey = std::pair<std::string, std::string>;

  static IdentityKey key(std::string_view provider, std::string_view subject) {
    return {std::string(provider), std::string(subject)};
  }
  void let_another_act();
  void remove_account(std::string_view account_id);

  const Randomness& randomness_;
  std::recursive_mutex mutex_;
  std::map<std::string, storage::Account, std::less<>> accounts_;
  std::map<IdentityKey, LinkedIdentity> identities_;
  std::map<std::string, storage::Session, std::less<>> sessions_;
  std::map<std::string, Token, std::less<>> tokens_;
  std::map<std::pair<std::string, std::string>, Instant> challenges_;
  std::vector<storage::AuditEntry> audit_;
};

}  // namespace astronova::testing
