#include "http/response_head.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/request_id.h"

namespace astronova::http {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string head_of(const Response& response, const Request& request = {},
                    const Cors& cors = Cors({}), bool keep_alive = true) {
  std::string head;
  const SecurityHeaders security(StrictTransport::when_tls, cors.allows_all());
  append_response_head(head, request, response, cors, security, keep_alive);
  return head;
}

TEST(HttpDate, IsWrittenAsRfc9110ShowsIt) {
  EXPECT_EQ(format_http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(format_http_date(951827696), "Tue, 29 Feb 2000 12:34:56 GMT");
}

TEST(ResponseHead, CarriesWhatEveryAnswerCarries) {
  Request request;
  request.request_id = "request-1";
  Response response;
  response.content_type = "application/json";
  response.body = "{}";
  const std::string head = head_of(response, request);
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200 OK\r\n"));
  for (const char* line : {"\r\nContent-Type: application/json\r\n", "\r\nContent-Length: 2\r\n",
                           "\r\nX-Request-Id: request-1\r\n", "\r\nConnection: keep-alive\r\n",
                           "\r\nX-Content-Type-Options: nosniff\r\n",
                           "\r\nReferrer-Policy: no-referrer\r\n", " GMT\r\n"}) {
    EXPECT_THAT(head, HasSubstr(line));
  }
  EXPECT_TRUE(head.ends_with("\r\n\r\n"));
}

TEST(ResponseHead, HasNoLengthWhereThereIsNoContent) {
  Response response;
  response.status = 204;
  EXPECT_THAT(head_of(response), Not(HasSubstr("Content-Length")));
}

TEST(ResponseHead, LetsNoValueEndItsLine) {
  Response response;
  response.headers = {{"Location", "/a\r\nSet-Cookie: x=y"}};
  response.content_type = "text/plain\nX: y";
  EXPECT_THAT(head_of(response), HasSubstr("Location: /a  Set-Cookie: x=y\r\n"));
  EXPECT_THAT(head_of(response), HasSubstr("Content-Type: text/plain X: y\r\n"));
}

TEST(ResponseHead, SaysHowTheBodyIsCodedAndWhatThatDependsOn) {
  Response response;
  EXPECT_THAT(head_of(response), Not(HasSubstr("Vary")));
  response.coding = Coding::identity;
  EXPECT_THAT(head_of(response), HasSubstr("\r\nVary: Accept-Encoding\r\n"));
  EXPECT_THAT(head_of(response), Not(HasSubstr("Content-Encoding")));
  response.coding = Coding::gzip;
  EXPECT_THAT(head_of(response), HasSubstr("\r\nVary: Accept-Encoding\r\n"));
  EXPECT_THAT(head_of(response), HasSubstr("\r\nContent-Encoding: gzip\r\n"));
}

TEST(Cors, AnswersAnAllowedOriginByName) {
  const Cors cors({"https://a.example", "https://b.example"});
  Request request;
  request.headers = {{"Origin", "https://b.example"}};
  const std::string head = head_of({}, request, cors);
  EXPECT_THAT(head, HasSubstr("Access-Control-Allow-Origin: https://b.example\r\n"));
  EXPECT_THAT(head, HasSubstr("Vary: Origin\r\n"));
  EXPECT_THAT(head, HasSubstr("Access-Control-Expose-Headers: X-Request-Id"));
}

TEST(Cors, SaysNothingToOthersButThatTheAnswerDependsOnTheOrigin) {
  const Cors cors({"https://a.example"});
  for (const char* origin : {"https://a.example.evil", "null", "http://a.example", ""}) {
    Request request;
    request.headers = {{"Origin", origin}};
    const std::string head = head_of({}, request, cors);
    EXPECT_THAT(head, Not(HasSubstr("Access-Control")));
    EXPECT_THAT(head, HasSubstr("Vary: Origin\r\n"));
  }
  EXPECT_THAT(head_of({}, {}, cors), HasSubstr("Vary: Origin\r\n"));
}

TEST(Cors, OpensToAllWhenToldSo) {
  Request request;
  request.headers = {{"Origin", "https://anywhere.example"}};
  const std::string head = head_of({}, request, Cors({"*"}));
  EXPECT_THAT(head, HasSubstr("Access-Control-Allow-Origin: *\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("Vary")));
}

TEST(Cors, IsSilentWithoutAnAllowList) {
  Request request;
  request.headers = {{"Origin", "https://a.example"}};
  const std::string head = head_of({}, request);
  EXPECT_THAT(head, Not(HasSubstr("Access-Control")));
  EXPECT_THAT(head, Not(HasSubstr("Vary")));
}

TEST(RequestId, IsTakenWhenItIsShortAndPlain) {
  EXPECT_TRUE(is_request_id("abcDEF.9"));
  EXPECT_TRUE(is_request_id(std::string(64, '-')));
  EXPECT_FALSE(is_request_id("short_7"));
  EXPECT_FALSE(is_request_id(std::string(65, 'a')));
  EXPECT_FALSE(is_request_id("with space"));
  EXPECT_FALSE(is_request_id("new\nline1"));
}

TEST(RequestId, IsMadeUnlikeAnyOther) {
  std::set<std::string> ids;
  std::string id = "what was there before";
  for (int i = 0; i < 10'000; ++i) {
    make_request_id(id);
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 10'000U);
  EXPECT_TRUE(std::ranges::all_of(ids, is_request_id));
}

}  // namespace
}  // namespace astronova::http
