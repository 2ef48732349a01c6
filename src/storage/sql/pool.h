#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "storage/sql/connection.h"
#include "storage/sql/dialect.h"

namespace astronova::storage::sql {

/// Connections that threads borrow, made when they are first needed.
/// Threads: all may call at once.
class Pool {
 public:
  Pool(const Dialect& dialect, std::size_t size)
      : dialect_(dialect), size_(size), free_places_(size) {}

  /// A borrowed connection, which goes back by itself.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&& other) noexcept
        : pool_(std::exchange(other.pool_, nullptr)), connection_(std::move(other.connection_)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (pool_) pool_->give_back(std::move(connection_));
    }
    Connection& operator*() const { return *connection_; }
    /// It is broken: closed, and not given to another.
    void discard() { connection_.reset(); }

   private:
    friend class Pool;
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  /// Waits for a connection that nobody has, or makes one. SOCI's exceptions pass through where the
  /// database refuses.
  /// returns  nothing when all were in use until then
  std::optional<Lease> borrow(std::chrono::steady_clock::time_point until);

  /// Closes those that nobody has: the database was gone.
  void forget_idle();

  struct Figures {
    std::size_t in_use = 0;
    std::size_t idle = 0;  ///< open, and nobody's
    std::size_t size = 0;
  };
  Figures figures() const;

 private:
  friend class Lease;
  void give_back(std::unique_ptr<Connection> connection);

  const Dialect& dialect_;
  const std::size_t size_;
  mutable std::mutex mutex_{};
  std::condition_variable returned_{};
  std::size_t free_places_;
  std::vector<std::unique_ptr<Connection>> idle_{};
};

}  // namespace astronova::storage::sql
