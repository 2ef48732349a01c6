#include "api/routes.h"

namespace astronova::api {

void add_routes(http::Router& router, const Services& services) {
  add_chart_routes(router, services);
  add_technique_routes(router, services);
  add_match_routes(router, services);
  add_ephemeris_routes(router, services);
  add_event_routes(router, services);
  add_location_routes(router, services);
  add_service_routes(router, services);
  add_reference_routes(router);
  if (!services.people) return;
  add_kept_chart_routes(router, services);
  add_auth_routes(router, *services.people);
  add_apple_routes(router, *services.people);
  add_passkey_routes(router, *services.people);
  add_user_routes(router, services);
  add_record_routes(router, services);
  add_sync_routes(router, services);
  add_device_routes(router, services);
  add_admin_routes(router, services);
}

}  // namespace astronova::api
