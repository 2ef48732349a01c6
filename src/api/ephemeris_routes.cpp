#include <array>

#include "api/errors.h"
#include "api/negotiation.h"
#include "api/positions_json.h"
#include "api/request_body.h"
#include "api/routes.h"
#include "api/sky_request.h"
#include "api/table_content.h"
#include "http/buffer_pool.h"
#include "http/compression.h"

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

bool accepts_gzip(const http::Request& request) {
  const auto accepted = request.header("Accept-Encoding");
  return accepted && http::accepts_gzip(*accepted);
}

http::Response calculate(const http::Request& request, const Services& services) {
  const auto type = preferred_type(request.header("Accept"), table_types);
  if (!type) {
    return not_acceptable(
        request, "the table is there as application/json and as text/csv; accept one of them");
  }
  return with_json_body(request, [&](const boost::json::value& body) {
    const auto wanted = read_table_request(body);
    if (!wanted) return error_response(wanted.error(), request);
    auto content = table_content(services, {*wanted, *type == 0 ? TableType::json : TableType::csv},
                                 accepts_gzip(request));
    if (!content) return error_response(below(content.error(), "", "/from"), request);
    http::Response response{200, *type == 0 ? json_type : "text/csv; charset=utf-8",
                            std::move(content->body)};
    response.coding = content->coding;
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
