// Requests from arbitrary bytes: nothing may crash, what is complete must be answered with
// well-formed headers and, where that is an error, with the client's (4xx); and how the bytes were
// cut on their way must make no difference.
//
// The first byte chooses how the bytes are cut.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "http/receive_buffer.h"
#include "http/request_parser.h"
#include "http/responder.h"
#include "http/response_head.h"

namespace {

using namespace astronova::http;

constexpr std::size_t header_bytes = 2048;
constexpr std::size_t body_bytes = 1024;

void require(bool holds) {
  if (!holds) std::abort();
}

struct Outcome {
  bool is_complete = false;
  unsigned refused_with = 0;
  unsigned answered_with = 0;
  bool keep_alive = false;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

Responder& responder() {
  static Responder shared = [] {
    Router router;
    const Handler echo = [](const Request& request) {
      return Response{200, "text/plain", std::string(request.body), {}, {}};
    };
    router.add(Method::get, "/", echo);
    router.add(Method::post, "/{word}/x", echo);
    return Responder(std::move(router), Cors({"https://a.example"}));
  }();
  return shared;
}

void answer(const RequestParser& parser, const char* base, Outcome& outcome) {
  Request request;
  parser.fill(request, base);
  outcome.body = request.body;
  outcome.keep_alive = parser.keep_alive();
  for (const auto& [name, value] : request.headers)
    outcome.headers.emplace_back(name, value);
  require(request.body.size() <= body_bytes);
  auto plan = responder().plan(parser.method(base), parser.target(base), request);
  const Response response =
      plan.route ? responder().respond(*plan.route, request) : std::move(plan.response);
  outcome.answered_with = response.status;
  require(response.status < 500);
  if (response.status >= 400) require(astronova::is_valid_utf8(response.body));
  std::string head;
  static const SecurityHeaders security(StrictTransport::when_tls, false);
  append_response_head(head, request, response, responder().cors(), security, parser.keep_alive());
  require(head.ends_with("\r\n\r\n") && head.find("\r\n\r\n") == head.size() - 4);
}

Outcome receive(std::string_view bytes, std::size_t step) {
  ReceiveBuffer buffer(header_bytes);
  RequestParser parser({header_bytes, body_bytes});
  Outcome outcome;
  buffer.begin_message();
  while (!bytes.empty()) {
    const auto [place, room] = buffer.free_space();
    if (room == 0) {
      outcome.refused_with = 400;
      break;
    }
    const std::string_view piece = bytes.substr(0, std::min(room, step));
    std::memcpy(place, piece.data(), piece.size());
    buffer.produce(piece.size());
    bytes.remove_prefix(piece.size());
    const bool was_in_head = !parser.is_head_complete();
    buffer.consume(parser.parse(buffer.data(), buffer.unread_begin(), buffer.end()));
    outcome.refused_with = parser.failure().status;
    outcome.is_complete = outcome.refused_with == 0 && parser.is_complete();
    if (outcome.refused_with != 0 || outcome.is_complete) break;
    if (was_in_head && parser.is_head_complete()) buffer.end_head(parser.head_size());
  }
  require(outcome.refused_with < 500);
  if (outcome.is_complete) answer(parser, buffer.data(), outcome);
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Outcome whole = receive(bytes, bytes.size());
  const Outcome cut = receive(bytes, std::size_t{1} + data[0] % 16);
  require(whole.is_complete == cut.is_complete);
  require(whole.answered_with == cut.answered_with);
  require(whole.body == cut.body);
  require(whole.keep_alive == cut.keep_alive);
  require(whole.headers == cut.headers);
  return 0;
}
