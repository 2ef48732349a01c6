#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.h"

namespace astronova::http {

/// Takes requests apart as their bytes arrive (RFC 9112), and refuses what two parsers could read
/// in two ways: that is how requests are smuggled past a proxy. A request that is plain and has
/// arrived whole is read at once (plain_request.h), every other by Boost.Beast's parser.
///
/// The head of a request stays where it was received, in one buffer that the caller owns and may
/// move; so does the body, or it is collected here, without its chunks. One thread at a time.
class RequestParser {
 public:
  struct Limits {
    std::size_t header_bytes;
    std::size_t body_bytes;
  };
  /// Why a request was refused; the connection cannot be used for another.
  struct Failure {
    unsigned status = 0;  ///< 0: not refused
    std::string_view detail{};
  };

  explicit RequestParser(Limits limits);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  /// Forgets the last request.
  void reset();

  /// Parses [from, end) of the buffer at `base`, where the request's first byte is base[0].
  /// returns  how many bytes it is done with; the rest is wanted again, with more after it
  /// Not to be called when the request is complete or has failed.
  std::size_t parse(const char* base, std::size_t from, std::size_t end);

  bool is_head_complete() const;
  bool is_complete() const;
  const Failure& failure() const;

  /// How many bytes the body's collected part takes, the room for more included.
  std::size_t body_memory() const;

  /// Known once the head is complete.
  std::size_t head_size() const;
  bool keep_alive() const;
  bool is_http_1_0() const;
  bool expects_continue() const;

  /// The method as sent; empty until the request line has been parsed.
  std::string_view method(const char* base) const;
  std::string_view target(const char* base) const;
  /// Sets the headers and the body of a request; what has not been parsed is left out.
  void fill(Request& request, const char* base) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace astronova::http
