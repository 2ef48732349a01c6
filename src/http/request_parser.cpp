#include "http/request_parser.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <functional>
#include <optional>

#include "http/plain_request.h"

namespace astronova::http {
namespace {

namespace beast = boost::beast;
using BeastError = beast::http::error;
using Field = beast::http::field;
using beast::error_code;

constexpr std::size_t chunked_end_bytes = 5;
constexpr std::size_t body_memory_kept = 4096;

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

RequestParser::Failure failure_of(const error_code& error, bool is_request_line_parsed) {
  if (error == BeastError::header_limit) {
    if (!is_request_line_parsed) return {414, "The request line is too long."};
    return {431, "The headers are too long: leave out what is not needed."};
  }
  if (error == BeastError::body_limit) return {413, "The body of the request is too long."};
  if (error == BeastError::bad_method || error == BeastError::bad_target) {
    return {400, "The request line is malformed: it is METHOD SP target SP HTTP/1.1 CRLF."};
  }
  if (error == BeastError::bad_version) {
    return {400, "The version of the request is malformed or not HTTP/1.0 or HTTP/1.1."};
  }
  if (error == BeastError::bad_content_length || error == BeastError::multiple_content_length) {
    return {400, "The Content-Length is malformed or contradicts another header."};
  }
  if (error == BeastError::bad_transfer_encoding) {
    return {400, "The Transfer-Encoding contradicts another header."};
  }
  if (error == BeastError::bad_chunk || error == BeastError::bad_chunk_extension) {
    return {400, "The body's chunks are malformed."};
  }
  return {400, "A header is malformed."};
}

/// What has been learnt of the request so far.
struct Facts {
  RequestParser::Limits limits;
  const char* base = nullptr;  // of the call of parse() that runs, and where its bytes end
  const char* buffer_end = nullptr;
  std::size_t head_size = 0;
  bool is_request_line_parsed = false;
  bool is_http_1_0 = false;
  bool expects_continue = false;
  int host_count = 0;
  int content_length_count = 0;
  int transfer_encoding_count = 0;
  RequestHead head{};
  std::string body{};
  RequestParser::Failure failure{};
};

/// Beast's parser, which tells Facts what it finds.
class Engine : public beast::http::basic_parser<true> {
 public:
  explicit Engine(Facts& facts) : facts_(facts) {
    // Beast would count only what it has not seen before; parse() counts all of the head.
    header_limit(static_cast<std::uint32_t>(facts.limits.header_bytes + 1));
    body_limit(facts.limits.body_bytes);
    eager(true);
  }

 private:
  Slice slice(beast::string_view view) const {
    return {static_cast<std::size_t>(view.data() - facts_.base), view.size()};
  }

  /// Beast accepts values that go on in the next line. It unfolds them in memory of its own, or
  /// skips the line break where the first line is empty.
  bool is_folded(beast::string_view name, beast::string_view value) const {
    const char* const name_end = name.data() + name.size();
    const std::less<const char*> is_before;
    if (is_before(value.data(), name_end) || !is_before(value.data(), facts_.buffer_end))
      return true;
    const std::string_view between(name_end, static_cast<std::size_t>(value.data() - name_end));
    return between.find('\n') != std::string_view::npos;
  }

  void refuse(error_code& error, unsigned status, std::string_view detail) {
    facts_.failure = {status, detail};
    error = BeastError::bad_field;
  }

  void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target,
                       int version, error_code& error) override {
    facts_.head.method = slice(method);
    facts_.head.target = slice(target);
    facts_.is_http_1_0 = version == 10;
    facts_.is_request_line_parsed = true;
    if (target.size() > target_bytes_max) {
      refuse(error, 414, "The target of the request is longer than 12288 bytes.");
    }
  }

  void on_response_impl(int, beast::string_view, int, error_code&) override {}

  void on_field_impl(Field field, beast::string_view name, beast::string_view value,
                     error_code& error) override {
    if (is_header_done()) return;  // a trailer: nobody here has a use for one
    if (is_folded(name, value)) {
      return refuse(error, 400, "A header is folded over several lines: write it on one.");
    }
    if (facts_.head.headers.size() == headers_max) {
      return refuse(error, 431, "There are more than 100 headers.");
    }
    facts_.head.headers.emplace_back(slice(name), slice(value));
    check_field(field, value, error);
  }

  void check_field(Field field, std::string_view value, error_code& error) {
    switch (field) {
      case Field::host:
        ++facts_.host_count;
        if (!is_host(value)) refuse(error, 400, "The Host header is malformed.");
        return;
      case Field::content_length:
        if (++facts_.content_length_count > 1 || !is_number(value)) {
          refuse(error, 400, "There must be one Content-Length, a number of bytes.");
        }
        return;
      case Field::transfer_encoding:
        ++facts_.transfer_encoding_count;
        if (!equals_ignoring_case(value, "chunked")) {
          refuse(error, 400, "The only Transfer-Encoding that this server knows is chunked.");
        }
        return;
      case Field::expect:
        facts_.expects_continue = equals_ignoring_case(value, "100-continue");
        if (!facts_.expects_continue) {
          refuse(error, 417, "The only expectation that this server can meet is 100-continue.");
        }
        return;
      default:
        return;
    }
  }

  void on_header_impl(error_code& error) override {
    if (facts_.host_count > 1 || (facts_.host_count == 0 && !facts_.is_http_1_0)) {
      return refuse(error, 400, "An HTTP/1.1 request has one Host header.");
    }
    if (facts_.transfer_encoding_count > 0 &&
        (facts_.content_length_count > 0 || facts_.is_http_1_0)) {
      refuse(error, 400, "Transfer-Encoding goes with HTTP/1.1 and without Content-Length.");
    }
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}

  std::size_t on_body_impl(beast::string_view bytes, error_code&) override {
    facts_.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}

  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, error_code&) override {
    facts_.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_finish_impl(error_code&) override {}

  Facts& facts_;
};

}  // namespace

struct RequestParser::State {
  explicit State(Limits limits) : facts{limits} {}

  bool read_plain(std::size_t end);
  std::size_t parse_head(std::size_t from, std::size_t end, error_code& error);
  std::size_t parse_body(std::size_t from, std::size_t end, error_code& error);

  Facts facts;
  std::optional<PlainRequest> plain;
  std::optional<Engine> engine;  // of a request that is not plain
};

RequestParser::RequestParser(Limits limits) : state_(std::make_unique<State>(limits)) {
  reset();
}

RequestParser::~RequestParser() = default;

void RequestParser::reset() {
  Facts& facts = state_->facts;
  facts.is_request_line_parsed = false;
  facts.is_http_1_0 = false;
  facts.expects_continue = false;
  facts.host_count = facts.content_length_count = facts.transfer_encoding_count = 0;
  facts.head.clear();
  facts.body.clear();
  if (facts.body.capacity() > body_memory_kept) facts.body.shrink_to_fit();
  facts.failure = {};
  state_->plain.reset();
  state_->engine.reset();
}

bool RequestParser::State::read_plain(std::size_t end) {
  const auto& limits = facts.limits;
  plain = read_plain_request({facts.base, end}, limits.header_bytes, limits.body_bytes, facts.head);
  if (!plain) return false;
  facts.head_size = plain->head_size;
  return true;
}

std::size_t RequestParser::State::parse_body(std::size_t from, std::size_t end, error_code& error) {
  // Whatever has arrived of chunks, "0 CRLF CRLF" is yet to come. Beast assumes that it is there
  // when it looks for the end of the trailers, and fails an assertion on less.
  if (engine->chunked() && end - from < chunked_end_bytes) return 0;
  return engine->put({facts.base + from, end - from}, error);
}

std::size_t RequestParser::State::parse_head(std::size_t from, std::size_t end, error_code& error) {
  // An eager parser goes on after the head by itself; the head's end is needed for its limit.
  engine->eager(false);
  const std::size_t used = engine->put({facts.base + from, end - from}, error);
  engine->eager(true);
  facts.head_size = engine->is_header_done() ? from + used : end;
  const bool is_well_formed = !error || error == BeastError::need_more;
  if (is_well_formed && facts.head_size > facts.limits.header_bytes) {
    error = BeastError::header_limit;
  }
  return used;
}

std::size_t RequestParser::parse(const char* base, std::size_t from, std::size_t end) {
  Facts& facts = state_->facts;
  facts.base = base;
  facts.buffer_end = base + end;
  if (!state_->engine) {
    if (from == 0 && state_->read_plain(end))
      return state_->plain->head_size + state_->plain->body_size;
    state_->engine.emplace(facts);
  }
  error_code error;
  std::size_t used = 0;
  if (!is_head_complete()) used = state_->parse_head(from, end, error);
  if (!error && is_head_complete() && !is_complete() && from + used < end) {
    used += state_->parse_body(from + used, end, error);
  }
  if (error && error != BeastError::need_more && facts.failure.status == 0) {
    facts.failure = failure_of(error, facts.is_request_line_parsed);
  }
  return used;
}

bool RequestParser::is_head_complete() const {
  return state_->plain || (state_->engine && state_->engine->is_header_done());
}

bool RequestParser::is_complete() const {
  return state_->plain || (state_->engine && state_->engine->is_done());
}

const RequestParser::Failure& RequestParser::failure() const {
  return state_->facts.failure;
}

std::size_t RequestParser::head_size() const {
  return state_->facts.head_size;
}

bool RequestParser::keep_alive() const {
  return state_->plain ? state_->plain->keep_alive : state_->engine->keep_alive();
}

bool RequestParser::is_http_1_0() const {
  return state_->facts.is_http_1_0;
}

std::size_t RequestParser::body_memory() const {
  return state_->facts.body.capacity();
}

bool RequestParser::expects_continue() const {
  return state_->facts.expects_continue && !state_->facts.is_http_1_0;
}

std::string_view RequestParser::method(const char* base) const {
  return state_->facts.head.method.in(base);
}

std::string_view RequestParser::target(const char* base) const {
  return state_->facts.head.target.in(base);
}

void RequestParser::fill(Request& request, const char* base) const {
  for (const auto& [name, value] : state_->facts.head.headers) {
    request.headers.emplace_back(name.in(base), value.in(base));
  }
  request.body = state_->facts.body;
  if (const auto& plain = state_->plain) request.body = {base + plain->head_size, plain->body_size};
}

}  // namespace astronova::http
