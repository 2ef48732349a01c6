#include "http/plain_request.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "http/message.h"

namespace astronova::http {
namespace {

enum CharacterKind : std::uint8_t { in_token = 1, in_target = 2, in_value = 4, not_in_host = 8 };

constexpr std::array<std::uint8_t, 256> make_kinds() {
  std::array<std::uint8_t, 256> kinds{};
  for (std::size_t c = 0x21; c < 256; ++c)
    kinds[c] = c == 0x7F ? 0 : in_target | in_value;
  kinds[' '] = kinds['\t'] = in_value;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
    kinds[static_cast<unsigned char>(c)] |= in_token;
  for (const char c : std::string_view(" \t/\\@,?#<>\"{}|^`"))
    kinds[static_cast<unsigned char>(c)] |= not_in_host;
  return kinds;
}

constexpr auto kinds = make_kinds();

bool is(char c, CharacterKind kind) {
  return (kinds[static_cast<unsigned char>(c)] & kind) != 0;
}

/// Enough for any body that is allowed, too few to overflow.
constexpr std::size_t length_digits_max = 15;

std::optional<std::size_t> parse_length(std::string_view text) {
  if (text.empty() || text.size() > length_digits_max) return std::nullopt;
  std::size_t length = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    length = length * 10 + static_cast<std::size_t>(c - '0');
  }
  return length;
}

/// Reads from the front to the back; every step says whether it found what it wants.
class Reader {
 public:
  Reader(std::string_view bytes, RequestHead& head) : bytes_(bytes), head_(head) {}

  bool read_request_line() {
    head_.method = take_while(in_token);
    if (head_.method.size == 0 || !take(" ")) return false;
    head_.target = take_while(in_target);
    return head_.target.size > 0 && head_.target.size <= target_bytes_max && take(" HTTP/1.1\r\n");
  }

  bool read_fields() {
    while (!take("\r\n")) {
      if (head_.headers.size() == headers_max || !read_field()) return false;
    }
    return true;
  }

  std::size_t position() const { return at_; }
  bool has_one_host() const { return has_host_; }
  bool keep_alive() const { return keep_alive_; }
  std::size_t body_size() const { return body_size_; }

 private:
  bool take(std::string_view text) {
    if (bytes_.substr(at_, text.size()) != text) return false;
    at_ += text.size();
    return true;
  }

  Slice take_while(CharacterKind kind) {
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && is(bytes_[at_], kind))
      ++at_;
    return {begin, at_ - begin};
  }

  bool read_field() {
    const Slice name = take_while(in_token);
    if (name.size == 0 || !take(":")) return false;
    while (at_ < bytes_.size() && (bytes_[at_] == ' ' || bytes_[at_] == '\t'))
      ++at_;
    Slice value = take_while(in_value);
    while (value.size > 0 &&
           (bytes_[value.at + value.size - 1] == ' ' || bytes_[value.at + value.size - 1] == '\t'))
      --value.size;
    // A line that begins with whitespace has no name, and is refused as such: there is no folding.
    if (!take("\r\n")) return false;
    head_.headers.emplace_back(name, value);
    return note(name.in(bytes_.data()), value.in(bytes_.data()));
  }

  /// Takes what decides on the connection and the body; false for what is not plain.
  bool note(std::string_view name, std::string_view value) {
    const auto is_named = [name](std::string_view wanted) {
      return equals_ignoring_case(name, wanted);
    };
    switch (name.size()) {
      case 4:
        return !is_named("Host") || note_host(value);
      case 6:
        return !is_named("Expect");
      case 7:
        return !is_named("Upgrade");
      case 10:
        return !is_named("Connection") || note_connection(value);
      case 14:
        return !is_named("Content-Length") || note_length(value);
      case 16:
        return !is_named("Proxy-Connection");
      case 17:
        return !is_named("Transfer-Encoding");
      default:
        return true;
    }
  }

  bool note_host(std::string_view value) {
    const bool is_first = !has_host_;
    has_host_ = true;
    return is_first && is_host(value);
  }

  bool note_connection(std::string_view value) {
    if (equals_ignoring_case(value, "close")) keep_alive_ = false;
    return !keep_alive_ || equals_ignoring_case(value, "keep-alive");
  }

  bool note_length(std::string_view value) {
    const auto length = parse_length(value);
    const bool is_first = !has_length_;
    has_length_ = true;
    body_size_ = length.value_or(0);
    return is_first && length;
  }

  std::string_view bytes_;
  RequestHead& head_;
  std::size_t at_ = 0;
  bool has_host_ = false;
  bool keep_alive_ = true;
  bool has_length_ = false;
  std::size_t body_size_ = 0;
};

}  // namespace

void RequestHead::clear() {
  method = target = {};
  headers.clear();
}

bool is_host(std::string_view host) {
  return std::ranges::none_of(host, [](char c) { return is(c, not_in_host); });
}

std::optional<PlainRequest> read_plain_request(std::string_view bytes, std::size_t header_bytes,
                                               std::size_t body_bytes, RequestHead& head) {
  Reader reader(bytes, head);
  const bool is_plain = reader.read_request_line() && reader.read_fields() &&
                        reader.has_one_host() && reader.position() <= header_bytes &&
                        reader.body_size() <= body_bytes &&
                        reader.body_size() <= bytes.size() - reader.position();
  if (is_plain) return PlainRequest{reader.position(), reader.body_size(), reader.keep_alive()};
  head.clear();
  return std::nullopt;
}

}  // namespace astronova::http
