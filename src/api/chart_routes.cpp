#include "api/authentication.h"
#include "api/chart_json.h"
#include "api/chart_request.h"
#include "api/errors.h"
#include "api/kept_charts.h"
#include "api/request_body.h"
#include "api/routes.h"
#include "http/buffer_pool.h"

namespace astronova::api {
namespace {

// Casts the chart of a request that was read; `keep(cast)` may stand against answering it.
template <class Keep>
http::Response cast_and_answer(const http::Request& request, const usecases::ChartRequest& wanted,
                               const Services& services, const Keep& keep) {
  const auto cast = usecases::cast_natal_chart(services.ephemeris, wanted);
  if (!cast) return error_response(below(cast.error(), "/birthData", "/date"), request);
  if (const Result<void> kept = keep(*cast); !kept) return error_response(kept.error(), request);
  auto text = http::take_buffer();
  write_chart(text, *cast, wanted, services.ephemeris);
  return json_response(std::move(text));
}

// For somebody who is known, the chart is kept before it is answered.
http::Response generate_chart(const http::Request& request, const Services& services) {
  std::optional<accounts::Caller> caller;
  if (services.people) {
    auto found = caller_if_any(request, *services.people);
    if (!found) return error_response(found.error(), request);
    caller = *std::move(found);
  }
  return with_json_body(request, [&](const boost::json::value& body) {
    const auto wanted = read_chart_request(body);
    if (!wanted) return error_response(wanted.error(), request);
    return cast_and_answer(request, *wanted, services, [&](const usecases::CastChart& cast) {
      if (!caller) return Result<void>{};
      return keep_chart(*services.people, *caller, cast.id.text(), body, services.clock.now());
    });
  });
}

}  // namespace

void add_chart_routes(http::Router& router, const Services& services) {
  router.add(
      http::Method::post, "/api/v1/chart/generate",
      [&services](const auto& request) { return generate_chart(request, services); },
      http::Execution::on_worker_when_authorized);
}

}  // namespace astronova::api
