#include "api/request_body.h"
#include "api/routes.h"
#include "base/json_writer.h"
#include "base/version.h"
#include "http/problem.h"

namespace astronova::api {
namespace {

// Whether the ephemeris answers here and now, from its files.
bool ephemeris_answers(const Services& services) {
  const sky::Body body = sky::Body::sun;
  sky::BodyState state;
  return static_cast<bool>(services.ephemeris.states_at(to_julian_day(services.clock.now()),
                                                        {&body, 1}, {}, {&state, 1}));
}

http::Response get_health(const Services& services) {
  const bool healthy = ephemeris_answers(services);
  const std::string_view status = healthy ? "healthy" : "unhealthy";
  std::string text;
  JsonWriter json(text);
  json.begin_object()
      .member("status", status)
      .member("timestamp", format_rfc3339(services.clock.now()))
      .member("version", version)
      .key("checks")
      .begin_object()
      .member("redis", "disabled")
      .member("anthropic", "disabled")
      .member("swisseph", status)
      .member("database", "disabled")
      .end_object()
      .end_object();
  auto response = json_response(std::move(text));
  response.headers.emplace_back("Cache-Control", "no-store");
  if (!healthy) {
    response.status = 503;
    response.headers.emplace_back("Retry-After", "30");
  }
  return response;
}

http::Response ok() {
  auto response = json_response(R"({"status":"ok"})");
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

http::Response get_readiness(const http::Request& request, const Services& services) {
  if (ephemeris_answers(services)) return ok();
  http::Problem problem;
  problem.status = 503;
  problem.detail = "the ephemeris cannot be read";
  auto response = http::problem_response(problem, request.request_id);
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

}  // namespace

void add_service_routes(http::Router& router, const Services& services) {
  const auto add_vital = [&router](const char* path, http::Handler handler) {
    router.add(http::Method::get, path, std::move(handler), http::Execution::on_loop,
               http::Priority::vital);
  };
  add_vital("/livez", [](const auto&) { return ok(); });
  add_vital("/readyz",
            [&services](const auto& request) { return get_readiness(request, services); });
  add_vital("/api/v1/misc/health", [&services](const auto&) { return get_health(services); });
}

}  // namespace astronova::api
