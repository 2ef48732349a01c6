#pragma once

#include <atomic>
#include <cstddef>

namespace astronova::http {

/// How many bytes all connections together may hold. Every thread may use it at once.
class ByteBudget {
 public:
  explicit ByteBudget(std::size_t bytes) : bytes_(bytes) {}

  /// Takes that many; false, and takes none, when that is more than is left.
  bool take(std::size_t bytes) {
    if (taken_.fetch_add(bytes, std::memory_order_relaxed) + bytes <= bytes_) return true;
    give_back(bytes);
    return false;
  }
  /// Takes that many, whatever is left: of something that cannot be refused any more.
  void take_all_the_same(std::size_t bytes) { taken_.fetch_add(bytes, std::memory_order_relaxed); }
  void give_back(std::size_t bytes) { taken_.fetch_sub(bytes, std::memory_order_relaxed); }

  /// Whether little is left: a quarter.
  bool is_short() const { return taken() > bytes_ / 4 * 3; }
  std::size_t taken() const { return taken_.load(std::memory_order_relaxed); }

 private:
  const std::size_t bytes_;
  std::atomic<std::size_t> taken_{0};
};

}  // namespace astronova::http
