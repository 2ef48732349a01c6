#include <array>

#include "api/errors.h"
#include "api/negotiation.h"
#include "api/positions_json.h"
#include "api/request_body.h"
#include "api/routes.h"
#include "api/sky_request.h"
#include "api/table_text.h"
#include "http/buffer_pool.h"
#include "http/problem.h"

namespace astronova::api {
namespace {

constexpr std::array<std::string_view, 2> table_types{json_type, "text/csv"};

http::Response get_positions(const http::Request& request, const Services& services) {
  const auto query = read_positions_query(request.query, services.clock);
  if (!query) return error_response(query.error(), request);
  const auto sky = usecases::read_the_sky(services.ephemeris, query->sky);
  if (!sky) return error_response(below(sky.error(), "", "/at"), request);
  auto text = http::take_buffer();
  write_positions(text, *sky, *query, services.ephemeris);
  return json_response(std::move(text));
}

http::Response not_acceptable(const http::Request& request) {
  http::Problem problem;
  problem.status = 406;
  problem.detail = "the table is there as application/json and as text/csv; accept one of them";
  return http::problem_response(problem, request.request_id);
}

http::Response calculate(const http::Request& request, const Services& services) {
  const auto type = preferred_type(request.header("Accept"), table_types);
  if (!type) return not_acceptable(request);
  return with_json_body(request, [&](const boost::json::value& body) {
    const auto wanted = read_table_request(body);
    if (!wanted) return error_response(wanted.error(), request);
    const auto table = usecases::tabulate_ephemeris(services.ephemeris, *wanted);
    if (!table) return error_response(below(table.error(), "", "/from"), request);
    auto response =
        *type == 0
            ? json_response(write_table_json(*table, *wanted, services.ephemeris))
            : http::Response{200, "text/csv; charset=utf-8", write_table_csv(*table), {}, {}, true};
    response.headers.emplace_back("Vary", "Accept");
    return response;
  });
}

}  // namespace

void add_ephemeris_routes(http::Router& router, const Services& services) {
  router.add(http::Method::get, "/api/v1/ephemeris/positions",
             [&services](const auto& request) { return get_positions(request, services); });
  router.add(
      http::Method::post, "/api/v1/ephemeris/calculate",
      [&services](const auto& request) { return calculate(request, services); },
      http::Execution::on_computing_worker);
}

}  // namespace astronova::api
