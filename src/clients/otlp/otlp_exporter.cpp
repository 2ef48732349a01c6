#include "clients/otlp/otlp_exporter.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <utility>

#include <fmt/format.h>

#include "clients/otlp/trace_request.h"
#include "clients/retry_after.h"

namespace astronova::clients::otlp {
namespace {

// An integer of 64 bits is text in this JSON, but a number is taken as well.
std::size_t count_of(const boost::json::value& value) {
  boost::system::error_code wrong;
  if (value.is_number()) {
    const auto count = value.to_number<std::uint64_t>(wrong);
    return wrong ? 0 : count;
  }
  if (!value.is_string()) return 0;
  const auto number = boost::json::parse(value.get_string(), wrong);
  return wrong || !number.is_number() ? 0 : count_of(number);
}

// partialSuccess.rejectedSpans. A receiver that says nothing legible with its 200 has taken all.
std::size_t rejected_spans(const std::string& body) {
  boost::system::error_code wrong;
  const auto json = boost::json::parse(body, wrong);
  const auto* const answer = wrong ? nullptr : json.if_object();
  const auto* const partial = answer ? answer->if_contains("partialSuccess") : nullptr;
  if (!partial || !partial->is_object()) return 0;
  const auto* const rejected = partial->get_object().if_contains("rejectedSpans");
  return rejected ? count_of(*rejected) : 0;
}

}  // namespace

OtlpExporter::OtlpExporter(HttpClient& http, OtlpSettings settings)
    : http_(http), settings_(std::move(settings)) {}

SpanDelivery OtlpExporter::send(std::span<const Span> spans, std::chrono::milliseconds within) {
  HttpRequest request;
  request.method = HttpMethod::post;
  request.url = settings_.url;
  request.headers = settings_.headers;
  request.headers.emplace_back("content-type", "application/json");
  request.body = trace_request(settings_.resource, spans);
  request.deadline = within;
  // Spans that come twice are one: receivers know them by their ids.
  request.idempotent = true;
  request.retried = false;
  const auto answer = http_.send(request);
  if (!answer) {
    return {.trouble = answer.error().detail,
            .may_be_repeated = answer.error().code == ErrorCode::unavailable};
  }
  if (answer->status == 200)
    return {.rejected = std::min(rejected_spans(answer->body), spans.size())};
  return {.trouble = fmt::format("it answers {}", answer->status),
          .may_be_repeated = is_passing(answer->status),
          .retry_after = retry_after(*answer)};
}

}  // namespace astronova::clients::otlp
