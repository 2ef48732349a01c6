#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "usecases/find_sky_events.h"

namespace astronova::api {

/// The query of GET /events. `from` and `to` are the instants it names.
struct EventsQuery {
  usecases::SkyEventsRequest request;
  Instant from;
  Instant to;
};

/// errors  invalid_value with every wrong parameter, pointers into the object of the parameters
Result<EventsQuery> read_events_query(
    const std::vector<std::pair<std::string, std::string>>& query);

}  // namespace astronova::api
