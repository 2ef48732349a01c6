#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "accounts/foundations.h"
#include "clients/apple_grants.h"

namespace astronova::accounts {

/// A grant of Apple's that is to end, of an account that is gone.
struct AppleRevocation {
  std::string account_id;  ///< for the audit log
  std::string client_id;
  std::string refresh_token;
};

/// Ends the grants of deleted accounts, so that no deletion waits for Apple. Where Apple is away it
/// tries again, after 1 s, 2 s, 4 s and so on up to an hour, for a day.
///
/// They are held in memory alone: nothing of a deleted account stays in the database. So a server
/// that stops, or an Apple that is away for a day, leaves a grant that nobody can end but the
/// person (Settings, Sign in with Apple); the audit log has `apple-grant.not-revoked` then, with
/// the account's id. A server that is killed leaves no line.
///
/// source
/// https://developer.apple.com/documentation/technotes/tn3194-handling-account-deletions-and-revoking-tokens-for-sign-in-with-apple
/// Threads: all may call at once; add() does not wait.
class AppleRevocations {
 public:
  static constexpr std::chrono::hours tried_for{24};
  static constexpr std::size_t waiting_max = 10'000;

  AppleRevocations(const Foundations& foundations, clients::AppleGrants& grants)
      : foundations_(foundations), grants_(grants) {}
  AppleRevocations(const AppleRevocations&) = delete;
  AppleRevocations& operator=(const AppleRevocations&) = delete;
  /// Stops the thread, and gives up what waits.
  ~AppleRevocations();

  /// Has them done by a thread of its own.
  void start();

  void add(AppleRevocation revocation);

  /// Tries those whose time has come; answers when the next one's comes, if any waits.
  std::optional<Instant> try_due();

 private:
  struct Waiting {
    AppleRevocation revocation;
    Instant due;
    Instant give_up_at;
    std::chrono::seconds pause{1};
  };

  std::vector<Waiting> take_due(Instant now);
  void try_one(Waiting waiting);
  void give_up(const AppleRevocation& revocation, const std::string& why);
  void run(const std::stop_token& stop);

  Foundations foundations_;
  clients::AppleGrants& grants_;
  std::mutex mutex_;
  std::condition_variable_any added_;
  std::vector<Waiting> waiting_;
  std::jthread thread_;
};

}  // namespace astronova::accounts
