#pragma once

#include <string>

#include "usecases/find_sky_events.h"

namespace astronova::api {

/// The events as an iCalendar object (RFC 5545): a VEVENT each, in the order of time, with a
/// summary for a person. Instants are UTC, to the second. What lasts (a void of course, a planetary
/// hour) has an end. The same events are the same bytes: DTSTAMP is the instant of the event
/// itself, and UID is what happens and the hour in which it does, so that those who take a calendar
/// again find its events again.
std::string write_event_calendar(const usecases::SkyEvents& events);

}  // namespace astronova::api
