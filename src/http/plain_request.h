#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace astronova::http {

/// A piece of a buffer that may move.
struct Slice {
  std::size_t at = 0;
  std::size_t size = 0;
  std::string_view in(const char* base) const { return {base + at, size}; }
};

/// What a request's head says, as slices of the buffer where it begins.
struct RequestHead {
  Slice method{};
  Slice target{};
  std::vector<std::pair<Slice, Slice>> headers{};

  void clear();
};

/// What bounds a request's head beside its size in all.
inline constexpr std::size_t target_bytes_max = 12'288;
inline constexpr std::size_t headers_max = 100;

/// Whether a Host header's value can be one: nothing that another parser may split it at.
bool is_host(std::string_view host);

/// Where a plain request's parts end, and whether the connection stays open after it.
struct PlainRequest {
  std::size_t head_size = 0;
  std::size_t body_size = 0;
  bool keep_alive = true;
};

/// Reads a request as nearly all are: HTTP/1.1, whole in `bytes`, which begin with it, well formed,
/// with one Host, with no or one Content-Length, and with nothing that takes a second thought
/// (Transfer-Encoding, Expect, folded lines ...).
/// returns  none for anything else, right or wrong: that is for a parser that knows all of RFC
/// 9112.
///          `head` holds no more than its memory then.
std::optional<PlainRequest> read_plain_request(std::string_view bytes, std::size_t header_bytes,
                                               std::size_t body_bytes, RequestHead& head);

}  // namespace astronova::http
