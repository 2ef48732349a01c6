#include "api/routes.h"

namespace astronova::api {

void add_routes(http::Router& router, const Services& services) {
  add_chart_routes(router, services);
  add_ephemeris_routes(router, services);
  add_location_routes(router, services);
  add_service_routes(router, services);
  add_reference_routes(router);
}

}  // namespace astronova::api
