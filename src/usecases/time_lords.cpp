#include "usecases/time_lords.h"

#include <algorithm>

#include <fmt/format.h>

#include "astrology/western/natal/lots.h"
#include "astrology/western/predictive/time_units.h"
#include "usecases/progress_chart.h"
#include "usecases/technique_basis.h"

namespace astronova::usecases {
namespace {

using astrology::PointKind;

Result<double> profected_longitude(const CastChart& natal, const astrology::AspectPoint& from) {
  const auto& chart = natal.western->chart;
  if (from.kind != PointKind::body) {
    if (!chart.houses) {
      return invalid_field("/from", fmt::format("{} needs the time of birth: give it, or a body",
                                                astrology::name_of(from)));
    }
    const auto& angles = chart.houses->angles;
    return from.kind == PointKind::ascendant ? angles.ascendant : angles.midheaven;
  }
  const auto& range = natal.western->moon_range;
  const bool keeps_its_sign = from.body == sky::Body::moon && range &&
                              astrology::sign_of(range->from) == astrology::sign_of(range->to);
  if (!is_place_known(natal.moment, from.body) && !keeps_its_sign) {
    return invalid_field("/from",
                         fmt::format("{} may have changed its sign on that day: give the time of "
                                     "birth, or another body",
                                     sky::name_of(from.body)));
  }
  const auto found = std::ranges::find(chart.placements, from.body, &astrology::Placement::body);
  if (found == chart.placements.end()) {
    return invalid_field("/from", fmt::format("{} is not in the chart: add it to options.bodies",
                                              sky::name_of(from.body)));
  }
  return found->state.longitude;
}

template <class Period>
std::optional<std::size_t> place_of(const std::vector<Period>& periods, JulianDayUt when) {
  for (std::size_t i = 0; i < periods.size(); ++i) {
    if (periods[i].begin <= when && when < periods[i].end) return i;
  }
  return std::nullopt;
}

Result<void> check_releasing(JulianDayUt birth, JulianDayUt from, JulianDayUt to) {
  if (!(from < to)) return invalid_field("/to", "must be later than from");
  if (to.value - from.value > days_of_years(releasing_years_max)) {
    return invalid_field("/to",
                         fmt::format("must be within {} years of from", releasing_years_max));
  }
  if (auto good = check_lifetime(birth, from, "/from"); !good) return good;
  // A life of level 1 goes round the zodiac only once.
  constexpr double days_max = 211 * 360;
  if (to.value - birth.value > days_max) {
    return invalid_field("/to", "must be within 75960 days of the birth: 211 years of 360 days");
  }
  return {};
}

// With the Sun to Saturn, whichever bodies are the default.
ChartOptions seven_planets(const ChartOptions& options) {
  auto with = options;
  with.bodies.clear();
  for (int i = 0; i <= static_cast<int>(sky::Body::saturn); ++i)
    with.bodies.push_back(static_cast<sky::Body>(i));
  return with;
}

}  // namespace

Result<FoundProfection> find_profection(const sky::Ephemeris& ephemeris,
                                        const ProfectionRequest& request) {
  auto natal =
      cast_basis(ephemeris, request.birth, request.options,
                 {{}, "years may begin half a day earlier or later than they are told to"});
  if (!natal) return natal.error();
  const auto birth = natal->moment.julian_day;
  if (auto good = check_lifetime(birth, request.at, "/at"); !good) return good.error();
  const auto longitude = profected_longitude(*natal, request.from);
  if (!longitude) return longitude.error();
  const auto year = astrology::solar_year_at(ephemeris, birth, request.at);
  if (!year) return at_field(year.error(), "/at");
  const auto known = known_chart(*natal);
  auto profected = astrology::profect(*longitude, known.placements, *year, request.at);
  return FoundProfection{std::move(*natal), std::move(profected)};
}

Result<FoundFirdaria> find_firdaria(const sky::Ephemeris& ephemeris,
                                    const FirdariaRequest& request) {
  ChartOptions options;
  options.bodies = {sky::Body::sun};
  auto natal =
      cast_basis(ephemeris, request.birth, options,
                 {{}, "periods may begin half a day earlier or later than they are told to"});
  if (!natal) return natal.error();
  const auto birth = natal->moment.julian_day;
  auto sect = request.sect;
  if (!sect) {
    if (!natal->moment.civil.time_known) {
      return invalid_field("/sect",
                           "must be day or night where the time of birth is not known, or give "
                           "birthData.time");
    }
    sect = astrology::sect_of(natal->western->chart, request.birth.place.latitude);
  }
  int rounds = 1;
  if (request.at) {
    if (auto good = check_lifetime(birth, *request.at, "/at"); !good) return good.error();
    if (request.at->value - birth.value >= 75 * astrology::tropical_year_days) rounds = 2;
  }
  FoundFirdaria found{
      std::move(*natal),
      *sect,
      astrology::firdaria(birth, *sect == astrology::Sect::day, request.nodes, rounds),
      {},
      {}};
  if (request.at) {
    found.current = place_of(found.firdaria, *request.at);
    if (found.current) {
      found.current_part = place_of(found.firdaria[*found.current].parts, *request.at);
    }
  }
  return found;
}

Result<FoundReleasing> find_releasing(const sky::Ephemeris& ephemeris,
                                      const ReleasingRequest& request) {
  auto natal =
      cast_timed_basis(ephemeris, request.birth, seven_planets(request.options), "lots need");
  if (!natal) return natal.error();
  const auto birth = natal->moment.julian_day;
  const auto from = request.from.value_or(birth);
  const auto to = request.to.value_or(JulianDayUt{from.value + 100 * 365.25});
  if (auto good = check_releasing(birth, from, to); !good) return good.error();
  const auto places = astrology::lot_places(natal->western->chart);
  if (!places) return at_field(places.error(), "/options/houseSystem");
  const auto sect = *astrology::sect_of(natal->western->chart, request.birth.place.latitude);
  constexpr std::size_t fortune_lot = 0;
  constexpr std::size_t spirit_lot = 1;
  const double lot = astrology::longitude_of_lot(request.lot, *places, sect);
  const double fortune = astrology::longitude_of_lot(fortune_lot, *places, sect);
  auto sign = astrology::sign_of(lot);
  const auto fortune_sign = astrology::sign_of(fortune);
  if (request.lot == spirit_lot && request.next_sign_when_together && sign == fortune_sign) {
    sign =
        static_cast<astrology::Sign>((static_cast<std::size_t>(sign) + 1) % astrology::sign_count);
  }
  auto periods =
      astrology::release(birth, from, to, {sign, fortune_sign, request.levels, request.year_days});
  return FoundReleasing{std::move(*natal), lot, fortune, sign, std::move(periods)};
}

}  // namespace astronova::usecases
