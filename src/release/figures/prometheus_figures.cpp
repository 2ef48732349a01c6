#include "release/figures/prometheus_figures.h"

#include <boost/algorithm/string/replace.hpp>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "clients/form.h"

namespace astronova::release {
namespace {

namespace json = boost::json;

constexpr std::string_view metric = "astronova_http_request_duration_seconds";
constexpr std::string_view no_probes = "route!~\"/livez|/readyz|/metrics|/api/v1/misc/health\"";

Error unavailable(std::string detail) {
  return {ErrorCode::unavailable, "Prometheus: " + std::move(detail), {}};
}

// "127.0.0.1:8081" of "http://127.0.0.1:8081/"
std::string_view authority_of(std::string_view address) {
  if (const auto scheme = address.find("://"); scheme != std::string_view::npos)
    address.remove_prefix(scheme + 3);
  return address.substr(0, address.find('/'));
}

// The number of {"data":{"result":[{"value":[time,"number"]}]}}; 0 where there is no series.
Result<double> number_in(const std::string& body) {
  try {
    const auto answer = json::parse(body);
    const auto& result = answer.at("data").at("result").as_array();
    if (result.empty()) return 0.0;
    const auto& text = result.front().at("value").at(1).as_string();
    if (text == "NaN") return 0.0;
    double number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size()) throw std::invalid_argument("");
    return number;
  } catch (const std::exception&) {
    return unavailable("its answer is none that was expected");
  }
}

}  // namespace

PrometheusSettings read_prometheus_settings(SettingsTable table) {
  PrometheusSettings settings;
  table.read("url", settings.url);
  table.read("label", settings.label);
  table.read("value", settings.value);
  return settings;
}

std::string PrometheusFigures::selector(const Revision& revision) const {
  const auto authority = authority_of(revision.address);
  const auto colon = authority.rfind(':');
  auto value = settings_.value;
  boost::replace_all(value, "{host}", authority.substr(0, colon));
  boost::replace_all(
      value, "{port}",
      colon == std::string_view::npos ? std::string_view() : authority.substr(colon + 1));
  boost::replace_all(value, "{revision}", revision.name);
  boost::replace_all(value, "{version}", revision.artifact.version);
  boost::replace_all(value, "\\", "\\\\");
  boost::replace_all(value, "\"", "\\\"");
  return fmt::format("{}=\"{}\"", settings_.label, value);
}

Result<double> PrometheusFigures::ask(const std::string& expression) {
  clients::HttpRequest request;
  request.url = settings_.url + "/api/v1/query?" + clients::form({{"query", expression}});
  request.idempotent = true;
  const auto answer = http_.send(request);
  if (!answer) return unavailable(answer.error().detail);
  if (answer->status != 200)
    return unavailable(fmt::format("it answers {} to {}", answer->status, expression));
  return number_in(answer->body);
}

Result<void> PrometheusFigures::begin(const std::vector<Revision>& /*revisions*/) {
  // What it counts is there already; that it answers is worth knowing before anything is judged.
  const auto answer = ask("vector(1)");
  if (!answer) return answer.error();
  return {};
}

Result<Figures> PrometheusFigures::of(const Revision& revision, std::chrono::seconds window) {
  const auto own = selector(revision);
  const auto range = fmt::format("[{}s]", std::max<std::int64_t>(1, window.count()));
  const auto series = [&](const char* part, const char* more) {
    return fmt::format("increase({}{}{{{},{}{}}}{})", metric, part, own, no_probes, more, range);
  };
  const auto restarts =
      ask(fmt::format("sum(changes(process_start_time_seconds{{{}}}{}))", own, range));
  if (!restarts) return restarts.error();
  if (*restarts > 0) {
    return Error{
        ErrorCode::conflict, revision.name + ": it was started again since the step began", {}};
  }
  const auto requests = ask(fmt::format("sum({})", series("_count", "")));
  if (!requests) return requests.error();
  const auto failures = ask(fmt::format("sum({})", series("_count", ",status=~\"5..\"")));
  if (!failures) return failures.error();
  const auto p99 =
      ask(fmt::format("histogram_quantile(0.99, sum by (le) ({}))", series("_bucket", "")));
  if (!p99) return p99.error();
  Figures figures;
  figures.requests = static_cast<std::uint64_t>(std::llround(std::max(0.0, *requests)));
  figures.failures = static_cast<std::uint64_t>(std::llround(std::max(0.0, *failures)));
  figures.p99 = std::chrono::duration<double>(std::max(0.0, *p99));
  return figures;
}

}  // namespace astronova::release
