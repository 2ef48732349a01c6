#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "accounts/account_deletion.h"
#include "base/clock.h"
#include "storage/sessions.h"

namespace astronova::app {

/// Removes what has had its time, at once and then every hour: accounts whose owners wanted them
/// gone after so many days without use, and sessions, tokens and challenges that have expired.
/// Several servers on one database may do it at once.
class Housekeeper {
 public:
  /// Begins on a thread of its own. What is given must outlive it.
  Housekeeper(const accounts::AccountDeletion& deletion, storage::SessionStore& sessions,
              const Clock& clock);
  Housekeeper(const Housekeeper&) = delete;
  Housekeeper& operator=(const Housekeeper&) = delete;
  // The thread's destructor stops the work and waits for its end.

 private:
  void run(const std::stop_token& stop);
  void clean_up();

  const accounts::AccountDeletion& deletion_;
  storage::SessionStore& sessions_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;
};

}  // namespace astronova::app
