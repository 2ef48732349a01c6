#include "api/match_json.h"
#include "api/request_body.h"
#include "api/routes.h"
#include "http/buffer_pool.h"

namespace astronova::api {
namespace {

http::Response search_for_matches(const http::Request& request, const Services& services) {
  return with_json_body(request, [&](const boost::json::value& body) {
    const auto wanted = read_match_search_request(body);
    if (!wanted) return error_response(wanted.error(), request);
    const auto ranking = usecases::search_matches(services.ephemeris, wanted->search);
    if (!ranking) return error_response(ranking.error(), request);
    auto text = http::take_buffer();
    write_match_ranking(text, *ranking, *wanted, services.ephemeris);
    return json_response(std::move(text));
  });
}

}  // namespace

void add_match_routes(http::Router& router, const Services& services) {
  router.add(
      http::Method::post, "/api/v1/match/search",
      [&services](const auto& request) { return search_for_matches(request, services); },
      http::Execution::on_computing_worker);
}

}  // namespace astronova::api
