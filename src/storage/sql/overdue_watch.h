#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "storage/sql/connection.h"

namespace astronova::storage::sql {

/// Keeps a server that has fallen silent from holding threads up for ever: what waits for it in a
/// client library that knows no time is woken by the end of its socket.
///
/// A statement's deadline is the server's to keep; this is for when it does not, so it comes a
/// little later. A connection whose socket was ended is lost.
/// Threads: all may call at once; a thread of its own looks four times a second.
class OverdueWatch {
 public:
  OverdueWatch();
  ~OverdueWatch();
  OverdueWatch(const OverdueWatch&) = delete;
  OverdueWatch& operator=(const OverdueWatch&) = delete;

  /// Watches a connection by its socket for as long as the lifeline is there, which must end before
  /// the socket is closed. The watch must outlive it.
  std::unique_ptr<Lifeline> watch(const Connection& connection, int socket);

  /// Ends all sockets.
  void cut_all();

 private:
  class Entry;

  void look(std::chrono::steady_clock::time_point now) const;
  void forget(const Entry& entry);

  std::mutex mutex_{};
  std::condition_variable stop_{};
  bool is_stopping_ = false;
  std::vector<const Entry*> entries_{};
  std::thread thread_;
};

}  // namespace astronova::storage::sql
