#include "telemetry/tracing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/work_context.h"
#include "telemetry/call_tracing.h"
#include "telemetry/trace_parent.h"
#include "tests/support/seeded_randomness.h"
#include "tests/support/set_clock.h"
#include "tests/telemetry/support.h"

namespace astronova::telemetry {
namespace {

using namespace std::chrono_literals;
using clients::HttpRequest;
using clients::HttpResponse;
using clients::Span;
using http::Exchange;
using http::Method;
using http::Request;

constexpr std::string_view recorded = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
constexpr std::string_view unrecorded = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
const std::string trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";

const astronova::testing::SeededRandomness randomness;
const astronova::testing::SetClock noon{
    Instant{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + std::chrono::hours{12}}};
const http::RouteInfo route{.method = Method::get, .pattern = "/api/v1/chart/{chartId}"};

/// All that is needed to trace, with a share of the traces that begin here.
struct Traced {
  explicit Traced(double share, unsigned traces_max = 1'000)
      : sampling({share, traces_max}),
        queue(receiver, randomness, {.interval = 1h, .flush_within = 60s}),
        requests(noon, sampling, &queue),
        calls(noon, sampling, &queue) {}

  // What was exported once it ends.
  std::vector<Span> spans() {
    EXPECT_TRUE(queue.stop());
    return receiver.wait_for(0);
  }
  void end(const Request& request, unsigned status, const http::RouteInfo* to = &route) {
    constexpr Exchange::Time received(1s);
    requests.ended({request, to, status, false, false, 0, received, received + 1500us});
  }

  Receiver receiver;
  Sampling sampling;
  SpanQueue queue;
  Tracing requests;
  CallTracing calls;
};

struct ChartRequest : Request {
  explicit ChartRequest(std::string_view trace_parent = {})
      : Request(Method::get, "/api/v1/chart/an-id?secret=of-someone") {
    peer_address = "192.0.2.7";
    headers.emplace_back("Authorization", "Bearer a-token");
    if (!trace_parent.empty()) headers.emplace_back("TraceParent", trace_parent);
  }
};

std::string header_of(const HttpRequest& request, std::string_view name) {
  for (const auto& [known, value] : request.headers)
    if (known == name) return value;
  return {};
}

TEST(Tracing, ContinuesTheTraceOfItsCaller) {
  Traced traced(0);
  ChartRequest request(recorded);
  traced.requests.began(request);
  EXPECT_EQ(format_id(request.trace.trace_id), trace_id);
  EXPECT_EQ(format_id(request.trace.parent_id), "00f067aa0ba902b7");
  EXPECT_NE(format_id(request.trace.span_id), "0000000000000000");
  EXPECT_NE(format_id(request.trace.span_id), "00f067aa0ba902b7");
  EXPECT_TRUE(request.trace.is_sampled);
}

TEST(Tracing, DoesNotRecordWhatItsCallerDoesNot) {
  Traced traced(1);
  ChartRequest request(unrecorded);
  traced.requests.began(request);
  EXPECT_EQ(format_id(request.trace.trace_id), trace_id);
  EXPECT_FALSE(request.trace.is_sampled);
}

TEST(Tracing, BeginsATraceWhereTheCallersIsNoneOrThereAreTwo) {
  Traced traced(0);
  for (int headers = 0; headers < 3; ++headers) {
    ChartRequest request(headers == 0 ? "" : headers == 1 ? recorded.substr(1) : recorded);
    if (headers == 2) request.headers.emplace_back("traceparent", recorded);
    traced.requests.began(request);
    EXPECT_TRUE(request.trace.is_set());
    EXPECT_NE(format_id(request.trace.trace_id), trace_id);
    EXPECT_EQ(format_id(request.trace.parent_id), "0000000000000000");
    EXPECT_FALSE(request.trace.is_sampled);
  }
}

TEST(Tracing, TellsWhatWasAskedForAndNothingOfWhoAsked) {
  Traced traced(1);
  ChartRequest request;
  traced.requests.began(request);
  traced.end(request, 200);
  const auto spans = traced.spans();
  ASSERT_EQ(spans.size(), 1U);
  const auto& span = spans.front();
  EXPECT_EQ(span.kind, Span::Kind::server);
  EXPECT_EQ(span.name, "GET /api/v1/chart/{chartId}");
  EXPECT_EQ(span.trace.span_id, request.trace.span_id);
  EXPECT_EQ(span.took, 1500us);
  EXPECT_EQ(span.began, noon.now() - 1500us);
  EXPECT_FALSE(span.is_error);
  EXPECT_EQ(text_of(span, "http.request.method"), "GET");
  EXPECT_EQ(text_of(span, "http.route"), "/api/v1/chart/{chartId}");
  EXPECT_EQ(text_of(span, "url.scheme"), "http");
  EXPECT_EQ(number_of(span, "http.response.status_code"), 200);
  EXPECT_EQ(span.attributes.size(), 4U) << "anything more has to be looked at";
}

TEST(Tracing, OnlyWhatTheServerFailedAtIsAnError) {
  Traced traced(1);
  for (const unsigned status : {200U, 404U, 503U, 0U}) {
    ChartRequest request;
    traced.requests.began(request);
    traced.end(request, status);
  }
  const auto spans = traced.spans();
  ASSERT_EQ(spans.size(), 4U);
  EXPECT_FALSE(spans[1].is_error);
  EXPECT_FALSE(text_of(spans[1], "error.type"));
  EXPECT_TRUE(spans[2].is_error);
  EXPECT_EQ(text_of(spans[2], "error.type"), "503");
  EXPECT_TRUE(spans[3].is_error);
  EXPECT_EQ(text_of(spans[3], "error.type"), "client_gone");
  EXPECT_FALSE(number_of(spans[3], "http.response.status_code"));
}

TEST(Tracing, WithoutARouteItTellsNeitherAPathNorAMethodThatMayBeNone) {
  Traced traced(1);
  ChartRequest request;
  traced.requests.began(request);
  traced.end(request, 404, nullptr);
  const auto span = traced.spans().at(0);
  EXPECT_EQ(span.name, "HTTP");
  EXPECT_EQ(text_of(span, "http.request.method"), "_OTHER");
  EXPECT_FALSE(text_of(span, "http.route"));
}

TEST(Tracing, RecordsAboutTheShareThatIsWanted) {
  Traced traced(0.25, 10'000);
  int recorded_ones = 0;
  for (int i = 0; i < 4'000; ++i) {
    ChartRequest request;
    traced.requests.began(request);
    recorded_ones += request.trace.is_sampled ? 1 : 0;
  }
  // 1,000 of 4,000; the bounds are 8 standard deviations away.
  EXPECT_NEAR(recorded_ones, 1'000, 220);
}

TEST(Tracing, HoweverManyCallersWantToBeRecordedNoMoreAreInASecondThanTheLimit) {
  Sampling sampling({0, 3});
  const Sampling::Time second(7s);
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(sampling.may_record(second + 10ms));
  EXPECT_FALSE(sampling.may_record(second + 999ms));
  EXPECT_TRUE(sampling.may_record(second + 1s));
  EXPECT_TRUE(sampling.may_record(second)) << "a thread that is late counts for the later second";
  EXPECT_TRUE(sampling.may_record(second));
  EXPECT_FALSE(sampling.may_record(second));
}

TEST(Tracing, WhatIsBeyondTheLimitIsPassedOnAsNotRecorded) {
  Traced traced(0, 0);
  ChartRequest request(recorded);
  traced.requests.began(request);
  EXPECT_FALSE(request.trace.is_sampled);
}

TEST(Tracing, WhereNothingIsExportedACallersWishIsPassedOnAsItIs) {
  Sampling sampling({0, 0});
  Tracing requests(noon, sampling, nullptr);
  ChartRequest request(recorded);
  requests.began(request);
  EXPECT_TRUE(request.trace.is_sampled);
  requests.ended({request, &route, 200, false, false, 0, {}, {}});
}

TEST(CallTracing, PassesTheTraceOfTheWorkOnAndRecordsTheCallAsItsChild) {
  Traced traced(0);
  ChartRequest request(recorded);
  traced.requests.began(request);
  HttpRequest call{.method = clients::HttpMethod::post,
                   .url = "https://appleid.apple.com:443/auth/token?code=secret"};
  {
    const WorkScope work({.trace = request.trace});
    const auto watching = traced.calls.began("apple", call);
    ASSERT_TRUE(watching);
    watching->ended(HttpResponse{.status = 400});
  }
  const auto span = traced.spans().at(0);
  EXPECT_EQ(header_of(call, "traceparent"),
            "00-" + trace_id + '-' + format_id(span.trace.span_id) + "-01");
  EXPECT_EQ(span.kind, Span::Kind::client);
  EXPECT_EQ(span.name, "POST");
  EXPECT_EQ(span.trace.parent_id, request.trace.span_id);
  EXPECT_EQ(text_of(span, "http.request.method"), "POST");
  EXPECT_EQ(text_of(span, "server.address"), "appleid.apple.com");
  EXPECT_EQ(text_of(span, "peer.service"), "apple");
  EXPECT_EQ(number_of(span, "http.response.status_code"), 400);
  EXPECT_EQ(text_of(span, "error.type"), "400");
  EXPECT_TRUE(span.is_error);
  EXPECT_EQ(span.attributes.size(), 5U) << "anything more has to be looked at";
}

TEST(CallTracing, SaysWhyThereIsNoAnswerWithoutItsText) {
  Traced traced(1);
  for (const auto code : {ErrorCode::unavailable, ErrorCode::invalid_value}) {
    HttpRequest call{.url = "http://[::1]:80/"};
    traced.calls.began("cloudkit", call)->ended(Error{code, "a text of somebody's", {}});
  }
  const auto spans = traced.spans();
  EXPECT_EQ(text_of(spans.at(0), "error.type"), "no_answer");
  EXPECT_EQ(text_of(spans.at(1), "error.type"), "impossible_request");
  EXPECT_EQ(text_of(spans.at(0), "server.address"), "::1");
}

TEST(CallTracing, ACallOfNoTraceBeginsItsOwn) {
  Traced traced(1);
  HttpRequest call{.url = "http://user:password@example.test/path"};
  traced.calls.began("anthropic", call)->ended(HttpResponse{.status = 200});
  const auto span = traced.spans().at(0);
  EXPECT_TRUE(span.trace.is_set());
  EXPECT_EQ(format_id(span.trace.parent_id), "0000000000000000");
  EXPECT_EQ(text_of(span, "server.address"), "example.test");
  EXPECT_FALSE(span.is_error);
  EXPECT_NE(header_of(call, "traceparent"), "");
}

TEST(CallTracing, WhatIsNotRecordedIsPassedOnAllTheSame) {
  Traced traced(0);
  HttpRequest call{.url = "http://example.test/"};
  EXPECT_FALSE(traced.calls.began("apple", call));
  EXPECT_TRUE(header_of(call, "traceparent").ends_with("-00"));
  EXPECT_TRUE(traced.spans().empty());
}

TEST(CallTracing, PassesTheCallersTraceStateOnWithinItsHandlerAlone) {
  Traced traced(0);
  ChartRequest request(unrecorded);
  request.headers.emplace_back("tracestate", "congo=t61rcWkgMzE");
  request.headers.emplace_back("Tracestate", "rojo=1");
  traced.requests.began(request);
  HttpRequest inside;
  HttpRequest elsewhere;
  HttpRequest later;
  traced.requests.entering(request);
  traced.calls.began("apple", elsewhere);
  const WorkScope work({.trace = request.trace});
  traced.calls.began("apple", inside);
  traced.requests.left(request);
  traced.calls.began("apple", later);
  EXPECT_EQ(header_of(inside, "tracestate"), "congo=t61rcWkgMzE,rojo=1");
  EXPECT_EQ(header_of(elsewhere, "tracestate"), "") << "the call is of another trace";
  EXPECT_EQ(header_of(later, "tracestate"), "");
}

TEST(CallTracing, ATraceStateWithoutATraceIsNobodys) {
  Traced traced(0);
  ChartRequest request;
  request.headers.emplace_back("tracestate", "congo=t61rcWkgMzE");
  traced.requests.began(request);
  traced.requests.entering(request);
  const WorkScope work({.trace = request.trace});
  HttpRequest call;
  traced.calls.began("apple", call);
  traced.requests.left(request);
  EXPECT_EQ(header_of(call, "tracestate"), "");
}

}  // namespace
}  // namespace astronova::telemetry
