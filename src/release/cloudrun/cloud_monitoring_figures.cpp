#include "release/cloudrun/cloud_monitoring_figures.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cstdlib>
#include <memory>

#include <fmt/format.h>

#include "clients/form.h"
#include "release/google/gcloud.h"

namespace astronova::release::cloudrun {
namespace {

using boost::json::value;
using google::list_at;
using google::text_at;

// Nothing is aligned to less.
constexpr std::chrono::seconds alignment_least{60};
constexpr std::chrono::milliseconds patience{20'000};

Error unavailable(std::string detail) {
  return {ErrorCode::unavailable, std::move(detail), {}};
}

// What an operator can do about it. What Google writes is not passed on, as it may quote what was
// sent.
std::string_view mended_by(unsigned status) {
  switch (status) {
    case 401:
      return ": it does not take the token";
    case 403:
      return ": who releases needs the role roles/monitoring.viewer";
    case 404:
      return ": there is no such project";
    case 429:
      return ": the project's quota is used up";
    default:
      return "";
  }
}

const boost::json::array nothing;

const boost::json::array& elements_at(const value& json, std::string_view pointer) {
  const auto* const list = list_at(json, pointer);
  return list ? *list : nothing;
}

}  // namespace

struct CloudMonitoringFigures::Query {
  std::string metric;
  std::string revision;
  std::string aligner = "ALIGN_DELTA";
  std::string reducer;
  std::string group{};
  std::string from, to;
  std::chrono::seconds alignment{};
};

TokenSource gcloud_tokens(ProgramRunner& runner) {
  const auto kept = std::make_shared<std::string>();
  return [&runner, kept](bool is_refused) -> Result<std::string> {
    if (is_refused) kept->clear();
    if (!kept->empty()) return *kept;
    CommandLine command{.words = {"gcloud", "auth", "print-access-token", "--quiet"}};
    command.deadline = std::chrono::minutes(1);
    const auto result = runner.run(command);
    if (!result) return result.error();
    if (result->exit_status != 0)
      return unavailable("gcloud gives no token: " + google::complaint_of(*result));
    auto token = result->output;
    std::erase_if(token, [](char c) { return c == '\n' || c == '\r' || c == ' '; });
    if (token.empty()) return unavailable("gcloud gives no token");
    *kept = token;
    return token;
  };
}

CloudMonitoringFigures::CloudMonitoringFigures(const google::GoogleCloudConfiguration& cloud,
                                               std::string address, clients::HttpClient& http,
                                               TokenSource tokens, const Clock& clock)
    : project_(cloud.project),
      service_(cloud.service.name),
      address_(std::move(address)),
      http_(http),
      tokens_(std::move(tokens)),
      clock_(clock) {
  while (address_.ends_with('/'))
    address_.pop_back();
}

// The figures have times of their own, so that there is nothing to be read beforehand.
Result<void> CloudMonitoringFigures::begin(const std::vector<Revision>& /*revisions*/) {
  return {};
}

CloudMonitoringFigures::Query CloudMonitoringFigures::query_of(const std::string& revision,
                                                               std::chrono::seconds window) const {
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now());
  Query query;
  query.revision = service_ + "-" + revision;
  query.alignment = std::max(window, alignment_least);
  query.from = format_rfc3339(now - query.alignment);
  query.to = format_rfc3339(now);
  return query;
}

Result<clients::HttpResponse> CloudMonitoringFigures::send(const std::string& url) {
  for (const bool is_refused : {false, true}) {
    const auto token = tokens_(is_refused);
    if (!token) return token.error();
    clients::HttpRequest request;
    request.url = url;
    request.headers = {{"authorization", "Bearer " + *token}};
    request.deadline = patience;
    request.idempotent = true;
    auto answer = http_.send(request);
    if (!answer || answer->status != 401 || is_refused) return answer;
  }
  return unavailable("Cloud Monitoring was not asked");
}

Result<std::string> CloudMonitoringFigures::list(const Query& query) {
  const auto filter = fmt::format(
      R"(metric.type="run.googleapis.com/{}" AND resource.type="cloud_run_revision" AND resource.labels.service_name="{}" AND resource.labels.revision_name="{}")",
      query.metric, service_, query.revision);
  const auto alignment = fmt::format("{}s", query.alignment.count());
  std::vector<std::pair<std::string_view, std::string_view>> parameters = {
      {"filter", filter},
      {"interval.startTime", query.from},
      {"interval.endTime", query.to},
      {"aggregation.alignmentPeriod", alignment},
      {"aggregation.perSeriesAligner", query.aligner},
      {"aggregation.crossSeriesReducer", query.reducer}};
  if (!query.group.empty()) parameters.emplace_back("aggregation.groupByFields", query.group);
  const auto answer = send(fmt::format("{}/v3/projects/{}/timeSeries?{}", address_, project_,
                                       clients::form(parameters)));
  if (!answer) return answer.error();
  if (answer->status != 200) {
    return unavailable(
        fmt::format("Cloud Monitoring answers {}{}", answer->status, mended_by(answer->status)));
  }
  return answer->body;
}

Result<Figures> CloudMonitoringFigures::of(const Revision& revision, std::chrono::seconds window) {
  Figures figures;
  auto query = query_of(revision.name, window);
  query.metric = "request_count";
  query.reducer = "REDUCE_SUM";
  query.group = "metric.labels.response_code_class";
  const auto counts = list(query);
  if (!counts) return counts.error();
  query.metric = "request_latencies";
  query.reducer = "REDUCE_PERCENTILE_99";
  query.group.clear();
  const auto latencies = list(query);
  if (!latencies) return latencies.error();

  boost::system::error_code wrong;
  const auto by_class = boost::json::parse(*counts, wrong);
  if (wrong) return unavailable("Cloud Monitoring answers with no JSON");
  for (const auto& series : elements_at(by_class, "/timeSeries")) {
    std::uint64_t count = 0;
    for (const auto& point : elements_at(series, "/points"))
      count += std::strtoull(text_at(point, "/value/int64Value").c_str(), nullptr, 10);
    figures.requests += count;
    if (text_at(series, "/metric/labels/response_code_class") == "5xx") figures.failures += count;
  }
  const auto spread = boost::json::parse(*latencies, wrong);
  if (wrong) return unavailable("Cloud Monitoring answers with no JSON");
  for (const auto& series : elements_at(spread, "/timeSeries")) {
    for (const auto& point : elements_at(series, "/points")) {
      const std::chrono::duration<double, std::milli> p99(
          std::strtod(text_at(point, "/value/doubleValue").c_str(), nullptr));
      figures.p99 = std::max(figures.p99, std::chrono::duration<double>(p99));
    }
  }
  return figures;
}

}  // namespace astronova::release::cloudrun
