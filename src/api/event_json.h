#pragma once

#include <string>

#include "api/event_request.h"

namespace astronova::api {

/// What GET /events answers as JSON, at the end of a text.
void write_events(std::string& text, const usecases::SkyEvents& events, const EventsQuery& query,
                  const sky::Ephemeris& ephemeris);

/// The instant of an event as every answer gives it: to the second.
Instant printed_event_instant(JulianDayUt at);

}  // namespace astronova::api
