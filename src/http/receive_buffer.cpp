#include "http/receive_buffer.h"

#include <algorithm>
#include <cstring>

namespace astronova::http {
namespace {

constexpr std::size_t first_buffer_bytes = 4096;
/// What a body's chunk lines and trailers may take beside the head.
constexpr std::size_t body_buffer_bytes = 16'384;

}  // namespace

ReceiveBuffer::ReceiveBuffer(std::size_t header_bytes)
    : bytes_(std::min(first_buffer_bytes, header_bytes)),
      bytes_max_(header_bytes + body_buffer_bytes) {}

void ReceiveBuffer::begin_message() {
  std::memmove(bytes_.data(), bytes_.data() + unread_begin_, end_ - unread_begin_);
  end_ -= unread_begin_;
  unread_begin_ = head_end_ = 0;
}

std::pair<char*, std::size_t> ReceiveBuffer::free_space() {
  if (head_end_ > 0 && unread_begin_ > head_end_) {
    std::memmove(bytes_.data() + head_end_, bytes_.data() + unread_begin_, end_ - unread_begin_);
    end_ -= unread_begin_ - head_end_;
    unread_begin_ = head_end_;
  }
  if (end_ == bytes_.size()) bytes_.resize(std::min(bytes_.size() * 4, bytes_max_));
  return {bytes_.data() + end_, bytes_.size() - end_};
}

}  // namespace astronova::http
