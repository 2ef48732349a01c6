#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/utf8.h"
#include "tests/http/gunzip.h"
#include "tests/http/running_server.h"

namespace astronova::http {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

const std::string long_text(5000, 'x');

Router router() {
  Router routes;
  routes.add(Method::get, "/echo/{word}", [](const Request& request) {
    Response response;
    response.content_type = "text/plain";
    response.body = request.path_parameter("word");
    return response;
  });
  routes.add(Method::post, "/echo", [](const Request& request) {
    Response response;
    response.body = request.body;
    return response;
  });
  routes.add(Method::get, "/long", [](const Request&) {
    Response response;
    response.content_type = "text/plain";
    response.static_body = long_text;
    return response;
  });
  routes.add(
      Method::post, "/worker",
      [](const Request& request) {
        Response response;
        response.body = request.body;
        return response;
      },
      Execution::on_worker);
  return routes;
}

class ServerProtocol : public testing::Test {
 protected:
  static ServerOptions options() {
    ServerOptions chosen = quick_options();
    chosen.cors_origins = {"https://app.example"};
    return chosen;
  }
  RunningServer server_{router(), options()};
  Client client_{server_.port()};
};

TEST_F(ServerProtocol, KeepsTheConnectionOpenBetweenRequests) {
  for (const char* word : {"one", "two", "three"}) {
    const Answer answer = client_.ask(get(std::string("/echo/") + word));
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body, word);
    EXPECT_EQ(answer.header("Connection"), "keep-alive");
  }
}

TEST_F(ServerProtocol, AnswersPipelinedRequestsInTheirOrder) {
  std::string requests;
  for (int i = 0; i < 200; ++i) {
    requests += get("/echo/" + std::to_string(i));
    requests += "POST /worker HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
  }
  client_.send(requests);
  for (int i = 0; i < 200; ++i) {
    ASSERT_EQ(client_.receive().body, std::to_string(i));
    ASSERT_EQ(client_.receive().body, "abc");
  }
}

TEST_F(ServerProtocol, TakesARequestByteByByte) {
  const std::string request =
      "\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;note=x\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: ignored\r\n\r\n";
  for (const char byte : request)
    client_.send({&byte, 1});
  EXPECT_EQ(client_.receive().body, "abcde");
  EXPECT_EQ(client_.ask(get("/echo/next")).body, "next");
}

TEST_F(ServerProtocol, TakesAnEmptyChunkedBodyByteByByte) {
  const std::string request =
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
  for (const char byte : request)
    client_.send({&byte, 1});
  EXPECT_EQ(client_.receive().status, 200U);
  EXPECT_EQ(client_.ask(get("/echo/next")).body, "next");
}

TEST_F(ServerProtocol, TakesABodyOfTheLargestSize) {
  const std::string body(1'048'576, 'b');
  const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n";
  EXPECT_EQ(client_.ask(head + body).body, body);
}

TEST_F(ServerProtocol, ClosesWhenTheClientAsksForIt) {
  EXPECT_EQ(client_.ask(get("/echo/a", "Connection: close\r\n")).header("Connection"), "close");
  EXPECT_TRUE(client_.is_closed_by_server());
}

TEST_F(ServerProtocol, SpeaksHttp10) {
  EXPECT_EQ(client_.ask("GET /echo/a HTTP/1.0\r\n\r\n").header("Connection"), "close");
  EXPECT_TRUE(client_.is_closed_by_server());
  Client patient(server_.port());
  const std::string request = "GET /echo/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  EXPECT_EQ(patient.ask(request).header("Connection"), "keep-alive");
  EXPECT_EQ(patient.ask(request).body, "a");
}

TEST_F(ServerProtocol, AnswersAClientThatHasEndedItsSide) {
  client_.send(get("/echo/last"));
  client_.end_sending();
  EXPECT_EQ(client_.receive().body, "last");
  EXPECT_TRUE(client_.is_closed_by_server());
}

TEST_F(ServerProtocol, AnswersHeadWithTheHeadersOfGetAndNoBody) {
  const Answer full = client_.ask(get("/long"));
  client_.send("HEAD /long HTTP/1.1\r\nHost: a\r\n\r\n");
  const Answer head = client_.receive(true);
  EXPECT_EQ(head.header("Content-Length"), "5000");
  EXPECT_EQ(head.header("Content-Type"), full.header("Content-Type"));
  EXPECT_EQ(client_.ask(get("/echo/next")).body, "next");
  client_.send("HEAD /none HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client_.receive(true).status, 404U);
  EXPECT_EQ(client_.ask(get("/echo/next")).body, "next");
}

TEST_F(ServerProtocol, AnswersUnknownPathsAndMethodsWithProblems) {
  const Answer unknown = client_.ask(get("/none/%FF%22"));
  EXPECT_EQ(unknown.status, 400U);
  EXPECT_EQ(client_.ask(get("/none")).status, 404U);
  const Answer wrong = client_.ask("DELETE /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(wrong.status, 405U);
  EXPECT_EQ(wrong.header("Allow"), "POST, OPTIONS");
  EXPECT_EQ(wrong.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(client_.ask("BREW /echo HTTP/1.1\r\nHost: a\r\n\r\n").status, 405U);
  EXPECT_EQ(client_.ask("TRACE /none HTTP/1.1\r\nHost: a\r\n\r\n").status, 404U);
  EXPECT_EQ(client_.ask("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n").status, 400U);
}

TEST_F(ServerProtocol, AnswersOptions) {
  const Answer path = client_.ask("OPTIONS /long HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(path.status, 204U);
  EXPECT_EQ(path.header("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(path.header("Access-Control-Allow-Methods"), "");
  EXPECT_EQ(client_.ask("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").status, 204U);
}

TEST_F(ServerProtocol, AnswersThePreflightOfAnAllowedOrigin) {
  const std::string preflight =
      "OPTIONS /echo HTTP/1.1\r\nHost: a\r\nAccess-Control-Request-Method: POST\r\n"
      "Access-Control-Request-Headers: content-type\r\nOrigin: https://";
  const Answer allowed = client_.ask(preflight + "app.example\r\n\r\n");
  EXPECT_EQ(allowed.status, 204U);
  EXPECT_EQ(allowed.header("Access-Control-Allow-Origin"), "https://app.example");
  EXPECT_EQ(allowed.header("Access-Control-Allow-Methods"), "POST, OPTIONS");
  EXPECT_THAT(allowed.header("Access-Control-Allow-Headers"), HasSubstr("Content-Type"));
  const Answer other = client_.ask(preflight + "evil.example\r\n\r\n");
  EXPECT_EQ(other.header("Access-Control-Allow-Origin"), "");
  EXPECT_EQ(other.header("Access-Control-Allow-Methods"), "");
}

TEST_F(ServerProtocol, LetsAnAllowedOriginReadErrorsToo) {
  const Answer answer = client_.ask(get("/none", "Origin: https://app.example\r\n"));
  EXPECT_EQ(answer.status, 404U);
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "https://app.example");
}

TEST_F(ServerProtocol, AnswersTheRequestIdOfTheClientOrItsOwn) {
  EXPECT_EQ(client_.ask(get("/echo/a", "X-Request-Id: trace-0001\r\n")).header("X-Request-Id"),
            "trace-0001");
  const Answer made = client_.ask(get("/none", "X-Request-Id: bad id!!!\r\n"));
  EXPECT_THAT(made.header("X-Request-Id"), MatchesRegex("[0-9a-f]+"));
  EXPECT_THAT(made.body, HasSubstr("\"instance\":\"" + made.header("X-Request-Id") + "\""));
}

TEST_F(ServerProtocol, CodesBodiesForWhoAcceptsIt) {
  const Answer coded = client_.ask(get("/long", "Accept-Encoding: br, gzip;q=0.8\r\n"));
  EXPECT_EQ(coded.header("Content-Encoding"), "gzip");
  EXPECT_EQ(coded.header("Vary"), "Origin");
  EXPECT_THAT(coded.head, HasSubstr("\r\nVary: Accept-Encoding\r\n"));
  EXPECT_EQ(gunzip(coded.body), long_text);
  const Answer plain = client_.ask(get("/long"));
  EXPECT_EQ(plain.header("Content-Encoding"), "");
  EXPECT_EQ(plain.body, long_text);
}

TEST_F(ServerProtocol, TellsAWaitingClientToSendItsBody) {
  client_.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client_.receive().status, 100U);
  EXPECT_EQ(client_.ask("ok").body, "ok");
}

TEST_F(ServerProtocol, RefusesALargeBodyBeforeItIsSent) {
  const Answer answer = client_.ask(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(answer.status, 413U);
  EXPECT_TRUE(client_.is_closed_by_server());
}

TEST_F(ServerProtocol, TakesTargetsInAbsoluteForm) {
  EXPECT_EQ(client_.ask(get("http://localhost/echo/a?b=c")).body, "a");
}

}  // namespace
}  // namespace astronova::http
