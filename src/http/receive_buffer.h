#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace astronova::http {

/// Received bytes. The head of the current request lies at the front and stays; what follows it is
/// taken by the parser and makes room for more.
class ReceiveBuffer {
 public:
  explicit ReceiveBuffer(std::size_t header_bytes);

  const char* data() const { return bytes_.data(); }
  std::size_t unread_begin() const { return unread_begin_; }
  std::size_t end() const { return end_; }
  bool has_unread() const { return unread_begin_ < end_; }

  /// Moves what is unread to the front, where the next request begins.
  void begin_message();
  void consume(std::size_t size) { unread_begin_ += size; }
  /// The head is that long: it is kept, what has been consumed after it is not.
  void end_head(std::size_t size) { head_end_ = size; }

  /// Where to receive to; empty when the head and the unread bytes fill all that is allowed.
  std::pair<char*, std::size_t> free_space();
  void produce(std::size_t size) { end_ += size; }

 private:
  std::vector<char> bytes_;
  std::size_t bytes_max_;
  std::size_t head_end_ = 0;
  std::size_t unread_begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace astronova::http
