#include "astrology/events/planetary_hours.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace astronova::astrology {
namespace {

using sky::Body;

constexpr int hours_by_day = 12;
constexpr double day_hours_max = 1.1;  // days: what lasts longer is no day or night

constexpr std::array chaldean_order{Body::saturn, Body::jupiter, Body::mars, Body::sun,
                                    Body::venus,  Body::mercury, Body::moon};

// Where the planet of a sunrise's weekday stands in the Chaldean order. Julian day 0 began on a
// Monday, at noon; each day's planet is three further on in the order than the one before.
std::size_t ruler_of_day(double sunrise, double longitude) {
  constexpr std::size_t moon = 6;
  const double local_days = std::floor(sunrise + longitude / 360 + 0.5);
  const auto since_monday = static_cast<long long>(local_days) % 7;
  return (moon + 3 * static_cast<std::size_t>(since_monday < 0 ? since_monday + 7 : since_monday)) %
         chaldean_order.size();
}

class HourMaker {
 public:
  HourMaker(JulianDayUt from, JulianDayUt to, std::vector<PlanetaryHour>& hours)
      : from_(from), to_(to), hours_(hours) {}

  // The twelve hours of a day or a night.
  void divide(double begin, double end, int first_number, std::size_t day_ruler) {
    const double length = (end - begin) / hours_by_day;
    for (int i = 0; i < hours_by_day; ++i) {
      const int number = first_number + i;
      const JulianDayUt at{begin + length * i};
      const JulianDayUt until{i + 1 == hours_by_day ? end : begin + length * (i + 1)};
      if (at < from_ || at >= to_) continue;
      const auto ruler = (day_ruler + static_cast<std::size_t>(number) - 1) % chaldean_order.size();
      hours_.push_back({at, until, number, chaldean_order.at(ruler)});
    }
  }

 private:
  JulianDayUt from_;
  JulianDayUt to_;
  std::vector<PlanetaryHour>& hours_;
};

// The Sun's risings and settings alone.
std::vector<RiseSetEvent> horizon_passages(const std::vector<RiseSetEvent>& events) {
  std::vector<RiseSetEvent> passages;
  for (const auto& event : events) {
    if (event.point == DiurnalPoint::rise || event.point == DiurnalPoint::set) {
      passages.push_back(event);
    }
  }
  return passages;
}

}  // namespace

Result<PlanetaryHours> find_planetary_hours(const sky::Ephemeris& ephemeris,
                                            const sky::GeographicPosition& place, JulianDayUt from,
                                            JulianDayUt to, const HorizonSettings& settings) {
  // The night in which a range begins began with a day before it.
  constexpr double before = 2.2;
  constexpr double after = 1.1;
  constexpr std::array sun{Body::sun};
  const auto found = find_diurnal_events(ephemeris, place, {sun, false}, {from.value - before},
                                         {to.value + after}, settings);
  if (!found) return found.error();
  PlanetaryHours result;
  for (const auto& [body, since, until, above] : found->circumpolar) {
    if (since >= to || until <= from) continue;
    result.circumpolar.push_back({body, std::max(since, from), std::min(until, to), above});
  }
  const auto passages = horizon_passages(found->rise_set);
  HourMaker maker(from, to, result.hours);
  for (std::size_t i = 0; i + 1 < passages.size(); ++i) {
    const double begin = passages[i].at.value;
    const double end = passages[i + 1].at.value;
    if (end - begin > day_hours_max) continue;
    if (passages[i].point == DiurnalPoint::rise) {
      maker.divide(begin, end, 1, ruler_of_day(begin, place.longitude));
      continue;
    }
    // A night has its ruler from the day before it, which may be none.
    if (i == 0) continue;
    const double sunrise = passages[i - 1].at.value;
    if (begin - sunrise > day_hours_max) continue;
    maker.divide(begin, end, hours_by_day + 1, ruler_of_day(sunrise, place.longitude));
  }
  return result;
}

}  // namespace astronova::astrology
