#pragma once

#include "api/services.h"
#include "http/router.h"

namespace astronova::api {

/// Adds every route of api/openapi.yaml.
void add_routes(http::Router& router, const Services& services);

void add_chart_routes(http::Router& router, const Services& services);
void add_ephemeris_routes(http::Router& router, const Services& services);
void add_location_routes(http::Router& router, const Services& services);
void add_service_routes(http::Router& router, const Services& services);
void add_reference_routes(http::Router& router);

}  // namespace astronova::api
