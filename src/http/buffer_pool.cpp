#include "http/buffer_pool.h"

#include <array>
#include <utility>

namespace astronova::http {
namespace {

/// What fits into the string itself is no memory worth keeping.
const std::size_t embedded_capacity = std::string().capacity();

struct Pool {
  std::array<std::string, buffers_kept_max> buffers;
  std::size_t count = 0;
};

thread_local Pool pool;

}  // namespace

std::string take_buffer() {
  if (pool.count == 0) return {};
  return std::exchange(pool.buffers.at(--pool.count), {});
}

void give_back(std::string&& buffer) {
  const std::size_t capacity = buffer.capacity();
  const bool is_wanted = capacity > embedded_capacity && capacity <= buffer_bytes_kept_max &&
                         pool.count < buffers_kept_max;
  if (!is_wanted) {
    buffer = std::string();
    return;
  }
  buffer.clear();
  pool.buffers.at(pool.count++) = std::move(buffer);
}

}  // namespace astronova::http
