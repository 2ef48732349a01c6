#include "api/errors.h"
#include "api/request_body.h"
#include "api/routes.h"
#include "base/json_writer.h"
#include "http/problem.h"

namespace astronova::api {
namespace {

void forbid_keeping(http::Response& response) {
  response.headers.emplace_back("Cache-Control", "no-store");
}

http::Response get_health(const Services& services) {
  const auto report = services.health->report();
  const bool healthy = health::is_healthy(report);
  std::string text;
  JsonWriter json(text);
  json.begin_object()
      .member("status", name_of(healthy ? health::State::healthy : health::State::unhealthy))
      .member("timestamp", format_rfc3339(services.clock.now()))
      .member("version", services.version)
      .key("checks")
      .begin_object();
  for (const auto& status : report)
    json.key(status.name).string(name_of(status.finding.state));
  json.end_object().end_object();
  auto response = json_response(std::move(text));
  forbid_keeping(response);
  if (!healthy) {
    response.status = 503;
    response.headers.emplace_back("Retry-After", "30");
  }
  return response;
}

http::Response ok() {
  auto response = json_response(R"({"status":"ok"})");
  forbid_keeping(response);
  return response;
}

// What stands against sending requests to this server; empty: nothing.
std::string what_is_against(const health::Health& health) {
  if (health.is_draining()) return "the server is about to stop";
  std::string names;
  for (const auto& status : health.report()) {
    if (!status.is_fatal()) continue;
    if (!names.empty()) names += ", ";
    names += status.name;
  }
  return names.empty() ? names : "what the server needs is down: " + names;
}

http::Response get_readiness(const http::Request& request, const health::Health& health) {
  auto detail = what_is_against(health);
  if (detail.empty()) return ok();
  http::Problem problem;
  problem.status = 503;
  problem.detail = std::move(detail);
  auto response = http::problem_response(problem, request.request_id);
  forbid_keeping(response);
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

http::Response get_metrics(const http::Request& request, const MetricsAccess& metrics) {
  if (!may_read(request, metrics)) {
    const Error refusal{ErrorCode::forbidden,
                        "metrics are for those whom --metrics-allow names, without a proxy between "
                        "that is not trusted",
                        {}};
    return error_response(refusal, request);
  }
  http::Response response;
  response.content_type = metrics.content_type;
  response.body = metrics.text();
  forbid_keeping(response);
  return response;
}

}  // namespace

void add_service_routes(http::Router& router, const Services& services) {
  const auto add_vital = [&router](const char* path, http::Handler handler,
                                   http::Execution execution = http::Execution::on_loop) {
    router.add(http::Method::get, path, std::move(handler), execution, http::Priority::vital);
  };
  add_vital("/livez", [](const auto&) { return ok(); });
  if (services.metrics) {
    const auto answer = [&metrics = *services.metrics](const auto& request) {
      return get_metrics(request, metrics);
    };
    add_vital("/metrics", answer, http::Execution::on_worker);
  }
  if (!services.health) return;
  add_vital("/readyz",
            [&services](const auto& request) { return get_readiness(request, *services.health); });
  add_vital("/api/v1/misc/health", [&services](const auto&) { return get_health(services); });
}

}  // namespace astronova::api
