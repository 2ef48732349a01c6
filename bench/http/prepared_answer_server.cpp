// A server whose handler has its answer ready: what serving costs by itself, without computing.
//
//   prepared_answer_server PORT [THREADS [CERTIFICATE KEY]]
//
// Answers POST /api/v1/chart/generate and GET /api/v1/ephemeris/positions with 4,300 bytes,
// over TLS where a certificate and its key (PEM) are given.

#include <cstdio>
#include <cstdlib>
#include <string>

#include "http/buffer_pool.h"
#include "http/server.h"

namespace {

using namespace astronova::http;

Response prepared(const Request&) {
  static const std::string body(4'300, '7');
  Response response;
  response.content_type = "application/json";
  response.body = take_buffer();
  response.body += body;
  return response;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::fputs("usage: prepared_answer_server PORT [THREADS [CERTIFICATE KEY]]\n", stderr);
    return 2;
  }
  ServerOptions options;
  options.port = static_cast<std::uint16_t>(std::atoi(arguments[1]));
  options.threads = count > 2 ? static_cast<unsigned>(std::atoi(arguments[2])) : 1;
  if (count > 4) {
    options.tls.emplace();
    options.tls->certificate_file = arguments[3];
    options.tls->key_file = arguments[4];
  }
  options.stop_on_signals = true;
  Router router;
  router.add(Method::post, "/api/v1/chart/generate", prepared);
  router.add(Method::get, "/api/v1/ephemeris/positions", prepared);
  auto server = Server::listen(options, std::move(router));
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().detail.c_str());
    return 1;
  }
  return (*server)->run() ? 0 : 1;
}
