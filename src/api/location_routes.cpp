#include "api/errors.h"
#include "api/location_json.h"
#include "api/location_request.h"
#include "api/negotiation.h"
#include "api/request_body.h"
#include "api/routes.h"

namespace astronova::api {
namespace {

http::Response search(const http::Request& request) {
  const auto wanted = read_location_search(request.query);
  if (!wanted) return error_response(wanted.error(), request);
  const auto found = places::search_places(wanted->text, wanted->limit, wanted->language);
  if (!found) return error_response(below(found.error(), "/q", ""), request);
  return json_response(write_places(*found));
}

http::Response reverse(const http::Request& request) {
  const auto wanted = read_location_reverse(request.query);
  if (!wanted) return error_response(wanted.error(), request);
  return json_response(write_near_places(wanted->latitude, wanted->longitude,
                                         places::nearest_places(wanted->latitude, wanted->longitude,
                                                                wanted->limit, wanted->language)));
}

http::Response timezone(const http::Request& request, const Services& services) {
  return with_json_body(request, [&](const boost::json::value& body) {
    const auto birth = read_location_timezone(body);
    if (!birth) return error_response(birth.error(), request);
    const auto moment = usecases::read_the_clock(services.ephemeris, *birth);
    if (!moment) return error_response(moment.error(), request);
    return json_response(write_timezone(*birth, *moment));
  });
}

}  // namespace

void add_location_routes(http::Router& router, const Services& services) {
  // Several misspelt words take milliseconds.
  router.add(http::Method::get, "/api/v1/locations/search", &search,
             http::Execution::on_computing_worker);
  router.add(http::Method::get, "/api/v1/locations/reverse", &reverse);
  router.add(http::Method::post, "/api/v1/locations/timezone",
             [&services](const auto& request) { return timezone(request, services); });
}

}  // namespace astronova::api
