// Spans to a receiver that holds them against the protocol: tests/support/otlp_server.mjs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/otlp/otlp_exporter.h"
#include "clients/otlp/trace_request.h"
#include "tests/clients/support/stand_in.h"

namespace astronova::clients::otlp {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

Span server_span() {
  Span span;
  span.trace.trace_id = {0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6,
                         0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36};
  span.trace.span_id = {0x00, 0xf0, 0x67, 0xaa, 0x0b, 0xa9, 0x02, 0xb7};
  span.trace.is_sampled = true;
  span.name = "GET /api/v1/chart/{chartId}";
  span.began = Instant(std::chrono::microseconds(1'772'366'400'123'456));
  span.took = 1'500'789ns;
  span.attributes = {{"http.route", "/api/v1/chart/{chartId}"},
                     {"http.response.status_code", std::int64_t{200}}};
  return span;
}

Span client_span() {
  auto span = server_span();
  span.kind = Span::Kind::client;
  span.trace.parent_id = span.trace.span_id;
  span.trace.span_id[0] = 1;
  span.name = "POST";
  span.is_error = true;
  span.attributes = {{"error.type", "\"quoted\" \\ \x01 \xFF"}};
  return span;
}

class Otlp : public ::testing::Test {
 protected:
  SpanDelivery send(const std::vector<Span>& spans) { return exporter_.send(spans, 60s); }
  boost::json::array spans() { return receiver_.get("spans").at("spans").as_array(); }

  astronova::testing::StandIn receiver_{"otlp_server.mjs"};
  OtlpExporter exporter_{receiver_.client(),
                         {traces_url(receiver_.address() + "/"),
                          {{"x-api-key", "a key"}},
                          {"astronova", "1.2.3", "an-instance"}}};
};

TEST_F(Otlp, SpansArriveAsTheProtocolHasThem) {
  const auto delivery = send({server_span(), client_span()});
  EXPECT_FALSE(delivery.trouble) << *delivery.trouble << receiver_.get("wrong");
  EXPECT_EQ(delivery.rejected, 0U);
  const auto taken = spans();
  ASSERT_EQ(taken.size(), 2U);
  const auto expected = boost::json::parse(R"({
    "resource": {"service.name": "astronova", "service.version": "1.2.3",
                 "service.instance.id": "an-instance"},
    "scope": {"name": "astronova", "version": "1.2.3"},
    "traceId": "4bf92f3577b34da6a3ce929d0e0e4736", "spanId": "00f067aa0ba902b7", "flags": 1,
    "name": "GET /api/v1/chart/{chartId}", "kind": 2,
    "startTimeUnixNano": "1772366400123456000", "endTimeUnixNano": "1772366400124956789",
    "attributes": {"http.route": "/api/v1/chart/{chartId}", "http.response.status_code": 200},
    "status": {}})");
  EXPECT_EQ(taken[0], expected);
  const auto& client = taken[1].as_object();
  EXPECT_EQ(client.at("kind"), 3);
  EXPECT_EQ(client.at("parentSpanId"), "00f067aa0ba902b7");
  EXPECT_EQ(client.at("status").at("code"), 2);
  EXPECT_EQ(client.at("attributes").at("error.type"), "\"quoted\" \\ \x01 \xEF\xBF\xBD");
}

TEST_F(Otlp, EachRequestHasTheHeadersThatAreWanted) {
  send({server_span()});
  const auto headers = receiver_.get("headers").at("headers").as_object();
  EXPECT_EQ(headers.at("x-api-key"), "a key");
  EXPECT_EQ(headers.at("content-type"), "application/json");
}

TEST_F(Otlp, CountsWhatIsTakenInPart) {
  receiver_.post("refuse", {{"count", 2}});
  const auto delivery = send({server_span(), client_span(), server_span()});
  EXPECT_FALSE(delivery.trouble);
  EXPECT_EQ(delivery.rejected, 2U);
  EXPECT_EQ(spans().size(), 1U);
}

TEST_F(Otlp, WhateverIsSaidOfMoreRefusedThanWereSentItIsAllAtTheMost) {
  for (const auto* const count : {R"("7")", "7", "7.5", "-1", R"("x")", "null", "1e300"}) {
    receiver_.post(
        "fault", {{"times", 1},
                  {"status", 200},
                  {"body", std::string(R"({"partialSuccess":{"rejectedSpans":)") + count + "}}"}});
    const auto delivery = send({server_span()});
    EXPECT_FALSE(delivery.trouble);
    EXPECT_LE(delivery.rejected, 1U) << count;
  }
}

TEST_F(Otlp, MayBeRepeatedAfterAnswersThatPass) {
  for (const int status : {429, 502, 503, 504}) {
    receiver_.post("fault", {{"times", 1}, {"status", status}});
    const auto delivery = send({server_span()});
    ASSERT_TRUE(delivery.trouble);
    EXPECT_TRUE(delivery.may_be_repeated) << status;
    EXPECT_FALSE(delivery.retry_after);
  }
  // As often as libcurl connects again by itself.
  receiver_.post("fault", {{"down", true}});
  EXPECT_TRUE(send({server_span()}).may_be_repeated);
}

TEST_F(Otlp, MayNotBeRepeatedAfterAnyOther) {
  for (const int status : {400, 401, 404, 413, 500}) {
    receiver_.post("fault", {{"times", 1}, {"status", status}});
    const auto delivery = send({server_span()});
    EXPECT_THAT(delivery.trouble.value_or(""), HasSubstr(std::to_string(status)));
    EXPECT_FALSE(delivery.may_be_repeated) << status;
  }
}

TEST_F(Otlp, TellsWhenTheReceiverWantsMore) {
  receiver_.post("fault", {{"times", 1}, {"status", 429}, {"headers", {{"retry-after", "17"}}}});
  EXPECT_EQ(send({server_span()}).retry_after, 17s);
}

TEST_F(Otlp, TellsNothingOfWhatTheReceiverSaysWithItsRefusal) {
  receiver_.post("fault", {{"times", 1}, {"status", 400}, {"body", "somebody's text"}});
  EXPECT_THAT(*send({server_span()}).trouble, ::testing::Not(HasSubstr("somebody")));
}

TEST(OtlpSettings, ThePathOfTracesIsBelowTheEndpoint) {
  EXPECT_EQ(traces_url("http://localhost:4318"), "http://localhost:4318/v1/traces");
  EXPECT_EQ(traces_url("https://example.org/otlp/"), "https://example.org/otlp/v1/traces");
}

TEST(OtlpSettings, HeadersAreNamesAndPercentEncodedValues) {
  const auto headers = parse_headers("api-key=a%20key, Authorization = Basic%20YTpi==,,x=");
  ASSERT_TRUE(headers);
  EXPECT_EQ(*headers,
            (Headers{{"api-key", "a key"}, {"Authorization", "Basic YTpi=="}, {"x", ""}}));
  EXPECT_TRUE(parse_headers("")->empty());
}

TEST(OtlpSettings, HeadersThatCannotBeReadAreNotQuoted) {
  for (const auto* const wrong : {"secret", "=secret", "a b=secret", "a=secret%", "a=secret%0",
                                  "a=secret%0D%0Ax", "a=secret%zz", "a=secret\n"}) {
    const auto headers = parse_headers(wrong);
    ASSERT_FALSE(headers) << wrong;
    EXPECT_THAT(headers.error().detail, ::testing::Not(HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace astronova::clients::otlp
