#pragma once

#include <span>
#include <string_view>

namespace astronova::places {

/// The IANA zones whose boundaries hold the point, the customary one first.
///
/// latitude   degrees north, -90..90. What lies outside counts as the nearest within.
/// longitude  degrees east, -180..180; likewise.
/// returns    never empty. One zone nearly everywhere; several where territory or clock is in
///            dispute: Asia/Shanghai and Asia/Urumqi in Xinjiang. First comes the zone of those who
///            administer the place today, then the others by the alphabet. At sea it is Etc/GMT±N
///            by bands of 15 degrees that are centred on multiples of 15 and hold their western
///            edge: at 180 Etc/GMT-12, at -180 Etc/GMT+12. Territorial waters belong to the
///            coast's zone. The south pole is land, the north pole sea at the longitude given.
/// source     timezone-boundary-builder as carried by geo-tz, with the zones that differ only
///            before 1970 kept apart; drawn from OpenStreetMap, under the ODbL. data/zones builds
///            the file.
/// accuracy   borders lie within about 30 metres of the source's, and within one on average. All
///            places of GeoNames with more than 500 inhabitants get the source's very answer.
/// threads    any. The data are part of the program; what is answered lives as long as it does.
/// cost       some 100 nanoseconds; no allocation but for a table of names at the first call.
std::span<const std::string_view> zones_at(double latitude, double longitude);

/// The names of all zones that zones_at can answer, in no particular order.
std::span<const std::string_view> zones_with_boundaries();

/// What the boundaries were taken from: "geo-tz 8.1.9".
std::string_view zone_boundaries_source();

}  // namespace astronova::places
