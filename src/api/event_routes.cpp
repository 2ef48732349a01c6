#include <array>

#include "api/errors.h"
#include "api/event_calendar.h"
#include "api/event_json.h"
#include "api/negotiation.h"
#include "api/request_body.h"
#include "api/routes.h"
#include "http/buffer_pool.h"

namespace astronova::api {
namespace {

constexpr std::array<std::string_view, 2> event_types{json_type, "text/calendar"};

http::Response get_events(const http::Request& request, const Services& services) {
  const auto type = preferred_type(request.header("Accept"), event_types);
  if (!type) {
    return not_acceptable(
        request, "events are there as application/json and as text/calendar; accept one of them");
  }
  const auto query = read_events_query(request.query);
  if (!query) return error_response(query.error(), request);
  const auto events = usecases::find_sky_events(services.ephemeris, query->request);
  if (!events) return error_response(below(events.error(), "", "/from"), request);
  http::Response response;
  if (*type == 0) {
    auto text = http::take_buffer();
    write_events(text, *events, *query, services.ephemeris);
    response = json_response(std::move(text));
  } else {
    response = {200, "text/calendar; charset=utf-8", write_event_calendar(*events)};
  }
  response.headers.emplace_back("Vary", "Accept");
  return response;
}

}  // namespace

void add_event_routes(http::Router& router, const Services& services) {
  router.add(
      http::Method::get, "/api/v1/events",
      [&services](const auto& request) { return get_events(request, services); },
      http::Execution::on_computing_worker);
}

}  // namespace astronova::api
