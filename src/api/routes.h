#pragma once

#include "api/services.h"
#include "http/router.h"

namespace astronova::api {

/// Adds every route of the contract, api/.
void add_routes(http::Router& router, const Services& services);

void add_chart_routes(http::Router& router, const Services& services);
void add_technique_routes(http::Router& router, const Services& services);
void add_match_routes(http::Router& router, const Services& services);
void add_ephemeris_routes(http::Router& router, const Services& services);
void add_event_routes(http::Router& router, const Services& services);
void add_location_routes(http::Router& router, const Services& services);
void add_service_routes(http::Router& router, const Services& services);
void add_reference_routes(http::Router& router);

/// Those of accounts and of what people keep; only where Services has people.
void add_kept_chart_routes(http::Router& router, const Services& services);
void add_auth_routes(http::Router& router, const People& people);
void add_apple_routes(http::Router& router, const People& people);
void add_passkey_routes(http::Router& router, const People& people);
void add_user_routes(http::Router& router, const Services& services);
void add_record_routes(http::Router& router, const Services& services);
void add_sync_routes(http::Router& router, const Services& services);
void add_device_routes(http::Router& router, const Services& services);
void add_admin_routes(http::Router& router, const Services& services);

}  // namespace astronova::api
