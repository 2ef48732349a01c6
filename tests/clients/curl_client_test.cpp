#include "clients/curl/curl_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/work_context.h"
#include "tests/clients/support/http_server.h"

namespace astronova::clients::curl {
namespace {

using namespace std::chrono_literals;
using astronova::testing::connections;
using astronova::testing::http_server;
using astronova::testing::json_of;
using astronova::testing::start_client;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

class CurlClientTest : public ::testing::Test {
 protected:
  Result<HttpResponse> get(const std::string& path) {
    return client_->send({.url = server_.address() + path, .deadline = 60s, .idempotent = true});
  }

  const astronova::testing::NodeServer server_ = http_server();
  const std::unique_ptr<CurlClient> client_ = start_client({.response_bytes_max = 1'000});
};

TEST_F(CurlClientTest, ARequestArrivesAsItWasGiven) {
  for (const auto& [method, name] : {std::pair{HttpMethod::get, "GET"},
                                     {HttpMethod::post, "POST"},
                                     {HttpMethod::put, "PUT"},
                                     {HttpMethod::patch, "PATCH"},
                                     {HttpMethod::delete_, "DELETE"}}) {
    for (const bool idempotent : {true, false}) {
      for (const std::string body : {"", "a=1&b=\xC3\xA9"}) {
        const auto seen = json_of(client_->send({.method = method,
                                                 .url = server_.address() + "/echo?q=1%202",
                                                 .headers = {{"X-One", "1"}, {"x-empty", ""}},
                                                 .body = body,
                                                 .idempotent = idempotent}));
        EXPECT_EQ(seen.at("method"), name);
        EXPECT_EQ(seen.at("path"), "/echo?q=1%202");
        EXPECT_EQ(seen.at("body").as_string(), body);
        const auto& headers = seen.at("headers").as_object();
        EXPECT_EQ(headers.at("x-one"), "1");
        EXPECT_EQ(headers.at("x-empty"), "");
        EXPECT_FALSE(headers.contains("content-type")) << "nothing is claimed of the body";
        EXPECT_FALSE(headers.contains("expect"));
        EXPECT_FALSE(headers.contains("transfer-encoding")) << "its length is known";
      }
    }
  }
}

TEST_F(CurlClientTest, ABodyOfAMegabyteArrivesWhole) {
  const std::string body(1 << 20, 'x');
  const auto client = start_client();
  for (const bool idempotent : {true, false}) {
    const auto seen = json_of(client->send({.method = HttpMethod::post,
                                            .url = server_.address() + "/echo",
                                            .headers = {{"content-type", "text/plain"}},
                                            .body = body,
                                            .deadline = 60s,
                                            .idempotent = idempotent}));
    EXPECT_TRUE(seen.at("body").as_string() == body);
  }
}

TEST_F(CurlClientTest, NamesOfHeadersComeInLowerCaseAndInTheirOrder) {
  const auto response = get("/headers");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->header("x-mixed-case"), "Value");
  EXPECT_EQ(response->header("X-Mixed-Case"), std::nullopt);
  EXPECT_THAT(response->headers,
              ::testing::IsSupersetOf({Pair("set-cookie", "a=1"), Pair("set-cookie", "b=2")}));
}

TEST_F(CurlClientTest, AnInformationalAnswerIsNotTheAnswer) {
  const auto response = get("/informed");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200U);
  EXPECT_FALSE(response->header("link")) << "it belongs to the 103";
}

TEST_F(CurlClientTest, EveryStatusIsAnAnswer) {
  for (const unsigned status : {204U, 400U, 401U, 404U, 500U}) {
    const auto response = get("/status?status=" + std::to_string(status));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, status);
  }
}

TEST_F(CurlClientTest, ARedirectIsAnAnswerAndNotFollowed) {
  const auto response = get("/redirect");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 302U);
  EXPECT_EQ(response->header("location"), "/echo");
}

TEST_F(CurlClientTest, CallsOneAfterAnotherShareAConnection) {
  for (const bool idempotent : {true, false})
    for (int i = 0; i < 5; ++i)
      ASSERT_TRUE(client_->send({.method = HttpMethod::post,
                                 .url = server_.address() + "/echo",
                                 .body = "x",
                                 .idempotent = idempotent}));
  EXPECT_EQ(connections(*client_, server_.address()), 2) << "one for each kind of request";
}

TEST_F(CurlClientTest, AnAnswerMayBeAsLargeAsTheLimitAndNoLarger) {
  for (const std::string declared : {"&declared", ""}) {
    const auto largest = get("/bytes?bytes=1000" + declared);
    ASSERT_TRUE(largest) << largest.error().detail;
    EXPECT_EQ(largest->body.size(), 1'000U);
    for (const std::string bytes : {"1001", "50000000"}) {
      const auto larger = get("/bytes?bytes=" + bytes + declared);
      ASSERT_FALSE(larger);
      EXPECT_EQ(larger.error().code, ErrorCode::unavailable);
      EXPECT_THAT(larger.error().detail, HasSubstr("answered with more than is taken"));
    }
  }
}

TEST_F(CurlClientTest, ABodyCutShortIsNoAnswer) {
  const auto response = client_->send({.url = server_.address() + "/truncated"});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::unavailable);
  EXPECT_THAT(response.error().detail, HasSubstr("broke off"));
}

TEST_F(CurlClientTest, WhoDoesNotAnswerBeforeTheDeadlineIsUnavailable) {
  for (const std::string path : {"/silent", "/stalled"}) {
    for (const bool idempotent : {true, false}) {
      const auto response = client_->send(
          {.url = server_.address() + path, .deadline = 50ms, .idempotent = idempotent});
      ASSERT_FALSE(response);
      EXPECT_EQ(response.error().code, ErrorCode::unavailable);
      EXPECT_THAT(response.error().detail, HasSubstr("did not answer in time"));
    }
  }
}

TEST_F(CurlClientTest, ADeadlineThatHasPassedIsKept) {
  const auto response = client_->send({.url = server_.address() + "/silent", .deadline = 0ms});
  ASSERT_FALSE(response);
  EXPECT_THAT(response.error().detail, HasSubstr("did not answer in time"));
}

TEST_F(CurlClientTest, TheDeadlineOfTheWorkInHandIsKeptWhereItIsSooner) {
  const auto began = std::chrono::steady_clock::now();
  const WorkScope work({{}, began + 50ms});
  const auto response = client_->send({.url = server_.address() + "/silent", .deadline = 60s});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::unavailable);
  EXPECT_GE(std::chrono::steady_clock::now() - began, 50ms);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 30s);
}

TEST_F(CurlClientTest, OnlyAddressesOfHttpServersAreTaken) {
  for (const char* url : {"", "/echo", "127.0.0.1/echo", "ftp://127.0.0.1/", "file:///etc/hostname",
                          "http://", "http://user:password@127.0.0.1/", "http://127.0.0.1:99999/",
                          "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y"}) {
    const auto response = client_->send({.url = url});
    ASSERT_FALSE(response) << url;
    EXPECT_EQ(response.error().code, ErrorCode::invalid_value) << url;
  }
}

TEST_F(CurlClientTest, AHeaderCannotSmuggleAnother) {
  using Header = std::pair<std::string, std::string>;
  for (const Header& header : {Header{"X", "a\r\nY: b"},
                               {"X\nY", "a"},
                               {"X: a", "b"},
                               {"", "a"},
                               {"X", std::string{"\0", 1}}}) {
    const auto response = client_->send({.url = server_.address() + "/echo", .headers = {header}});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::invalid_value);
  }
}

TEST_F(CurlClientTest, AnErrorTellsTheServerAndNothingElseOfTheRequest) {
  const std::string address = server_.address();
  for (const HttpRequest& request :
       {HttpRequest{.method = HttpMethod::post,
       .url = address + "/drop/secret?secret=secret",
       .headers = {{"authorization", "secret"}},
       .body = "secret",
       .deadline = 5s},
        HttpRequest{.url = address + "/silent?secret", .deadline = 10ms},
        HttpRequest{.url = address + "/truncated?secret"},
        HttpRequest{.url = "http://127.0.0.1:1/secret"},
        HttpRequest{.url = "http://user:secret@127.0.0.1/"},
        HttpRequest{.url = address, .headers = {{"authorization", "secret\n"}}}}) {
    const auto response = client_->send(request);
    if (response) continue;  // an unknown route is answered
    EXPECT_THAT(response.error().detail, Not(HasSubstr("secret")));
  }
}

TEST_F(CurlClientTest, WhereNobodyListensThereIsNoConnection) {
  // Port 1, tcpmux, which needs privileges and is long forgotten.
  const auto response = client_->send({.url = "http://127.0.0.1:1/"});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::unavailable);
  EXPECT_EQ(response.error().detail, "127.0.0.1:1 takes no connection.");
}

TEST(CurlClientStart, WrongSettingsAreRefusedAtOnce) {
  const auto code = [](const CurlSettings& settings) {
    return CurlClient::start(settings, astronova::testing::noon, astronova::testing::no_pause)
        .error()
        .code;
  };
  EXPECT_EQ(code({.ca_file = "/no/such/file.pem"}), ErrorCode::data_missing);
  EXPECT_EQ(code({.proxy = "http://[broken"}), ErrorCode::invalid_value);
}

}  // namespace
}  // namespace astronova::clients::curl
