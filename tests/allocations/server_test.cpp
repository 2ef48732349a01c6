// What serving a request allocates on the thread that serves it: nothing, once that thread has
// served requests as large.

#include <algorithm>
#include <atomic>

#include <gtest/gtest.h>

#include "http/buffer_pool.h"
#include "tests/http/running_server.h"
#include "tests/support/allocation_count.h"

namespace astronova::http {
namespace {

constexpr int warm_up_requests = 100;
constexpr int counted_requests = 1'000;
constexpr std::size_t answer_bytes = 4'300;

/// Handlers that note how much their thread had allocated when they were last called.
class CountingHandlers {
 public:
  Router router() {
    Router routes;
    routes.add(Method::post, "/charts", [this](const Request& request) { return answer(request); });
    routes.add(Method::get, "/charts/{name}.svg",
               [this](const Request& request) { return answer(request); });
    routes.add(Method::get, "/wasteful", [this](const Request& request) {
      Response response = answer(request);
      response.headers.emplace_back("X-Long", std::string(100, 'x'));
      return response;
    });
    return routes;
  }
  std::size_t count() const { return count_.load(); }

 private:
  Response answer(const Request& request) {
    count_ = testing::allocation_count();
    Response response;
    response.content_type = "application/json";
    response.body = take_buffer();
    response.body.append(request.body);
    response.body.append(request.query_value("at").value_or(""));
    response.body.resize(answer_bytes, '.');
    return response;
  }

  std::atomic<std::size_t> count_ = 0;
};

/// What the loop's thread allocates while a thousand requests are served after the warm-up.
std::size_t allocations_in_one_try(const std::string& request) {
  CountingHandlers handlers;
  ServerOptions options = quick_options();
  options.threads = 1;
  RunningServer server(handlers.router(), options);
  Client client(server.port());
  for (int i = 0; i < warm_up_requests; ++i)
    EXPECT_EQ(client.ask(request).status, 200U);
  const std::size_t before = handlers.count();
  for (int i = 0; i < counted_requests; ++i)
    EXPECT_EQ(client.ask(request).body.size(), answer_bytes);
  return handlers.count() - before;
}

/// The fewest of three tries: what a thousand requests need is needed in each of them, and what
/// comes once in some hundred tries, when the machine had no time for the server, is not the
/// requests'.
std::size_t allocations_while_serving(const std::string& request) {
  std::size_t fewest = allocations_in_one_try(request);
  for (int tries = 1; fewest > 0 && tries < 3; ++tries)
    fewest = std::min(fewest, allocations_in_one_try(request));
  return fewest;
}

TEST(Allocations, ThereAreNoneForAPostOfJson) {
  const std::string body(200, '1');
  EXPECT_EQ(allocations_while_serving("POST /charts HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                                      "application/json\r\nContent-Length: 200\r\n\r\n" +
                                      body),
            0U);
}

TEST(Allocations, ThereAreNoneForAGetWithAQueryAndADecodedPath) {
  const std::string query = "?at=1990-05-15T14:30:00.000%2B00:00&another=a+longer+value+than+most";
  EXPECT_EQ(allocations_while_serving(
                get("/charts/a%20name%20that%20is%20long.svg" + query,
                    "Accept-Encoding: identity\r\nX-Request-Id: 0123456789abcdef0123456789\r\n")),
            0U);
}

TEST(Allocations, ThereAreNoneForABodyInChunks) {
  EXPECT_EQ(allocations_while_serving("POST /charts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
                                      "chunked\r\n\r\n20\r\n" +
                                      std::string(32, '2') + "\r\n0\r\n\r\n"),
            0U);
}

TEST(Allocations, OnesOfAHandlerAreCounted) {
  EXPECT_GE(allocations_while_serving(get("/wasteful")),
            static_cast<std::size_t>(counted_requests));
}

}  // namespace
}  // namespace astronova::http
