#include "app/chart_table.h"

#include <iterator>

#include <fmt/format.h>

namespace astronova::app {
namespace {

using Out = std::back_insert_iterator<std::string>;

void print_body(Out out, std::string_view name, const sky::BodyState& state,
                std::optional<int> house) {
  fmt::format_to(out, "  {:<14} {:>22} {} {:>11.6f} {:>11.6f}", name,
                 astrology::format_in_sign(state.longitude), state.longitude_speed < 0 ? 'R' : ' ',
                 state.latitude, state.longitude_speed);
  if (house) fmt::format_to(out, " {:>6}", *house);
  fmt::format_to(out, "\n");
}

void print_heading(Out out, bool houses) {
  fmt::format_to(out, "  {:<14} {:>22}   {:>11} {:>11}{}\n", "body", "longitude", "latitude",
                 "speed/day", houses ? "  house" : "");
}

void print_houses(Out out, const sky::Houses& houses) {
  fmt::format_to(out, "\n  houses: {}\n", name_of(houses.system));
  const auto cusps = houses.cusp_span();
  for (std::size_t i = 0; i < cusps.size(); ++i) {
    fmt::format_to(out, "  {:>2} {:>22}{}", i + 1, astrology::format_in_sign(cusps[i]),
                   i % 3 == 2 ? "\n" : "  ");
  }
  fmt::format_to(out, "  ascendant {}, midheaven {}\n",
                 astrology::format_in_sign(houses.angles.ascendant),
                 astrology::format_in_sign(houses.angles.midheaven));
}

void print_aspects(Out out, std::span<const astrology::Aspect> aspects) {
  if (!aspects.empty()) fmt::format_to(out, "\n  aspects\n");
  for (const auto& aspect : aspects) {
    fmt::format_to(out, "  {:<14} {:<14} {:<14} {:>8.4f} {}\n", name_of(aspect.first),
                   name_of(aspect.kind), name_of(aspect.second), aspect.orb,
                   aspect.applying ? "applying" : "separating");
  }
}

void print_western(Out out, const usecases::WesternResult& western) {
  const auto& chart = western.chart;
  fmt::format_to(out, "\n");
  print_heading(out, chart.houses.has_value());
  for (const auto& placement : chart.placements) {
    print_body(out, name_of(placement.body), placement.state, placement.house);
  }
  if (western.moon_range) {
    fmt::format_to(out, "  the Moon went from {} to {} that day\n",
                   astrology::format_in_sign(western.moon_range->from),
                   astrology::format_in_sign(western.moon_range->to));
  }
  if (chart.houses) print_houses(out, *chart.houses);
  print_aspects(out, chart.aspects);
}

void print_vedic(Out out, const usecases::VedicResult& vedic) {
  const auto& chart = vedic.chart;
  fmt::format_to(out, "\n  Vedic, ayanamsa {} {:.6f}\n", name_of(chart.ayanamsa),
                 chart.ayanamsa_degrees);
  if (chart.lagna) fmt::format_to(out, "  lagna {}\n", astrology::format_in_sign(*chart.lagna));
  for (const auto& placement : chart.grahas) {
    fmt::format_to(out, "  {:<14} {:>22} {}  {} {}\n", name_of(placement.graha),
                   astrology::format_in_sign(placement.state.longitude),
                   placement.retrograde() ? 'R' : ' ', placement.nakshatra.name,
                   placement.nakshatra.pada);
  }
}

}  // namespace

std::string chart_table(const usecases::CastChart& cast, const usecases::BirthData& birth) {
  std::string text;
  const Out out{text};
  fmt::format_to(out, "  {}{}{:.5f}, {:.5f}{}{}\n", birth.place_name,
                 birth.place_name.empty() ? "" : ": ", birth.place.latitude, birth.place.longitude,
                 birth.civil.timezone.empty() ? "" : ", ", birth.civil.timezone.view());
  const auto& moment = cast.moment.civil;
  fmt::format_to(out, "  {} {} (UTC{}{}){}  =  {}\n",
                 places::format_local(moment.date, moment.time), moment.abbreviation,
                 format_utc_offset(moment.utc_offset), moment.dst ? ", daylight time" : "",
                 moment.time_known ? "" : ", time unknown: noon is taken",
                 format_rfc3339(moment.utc));
  if (cast.western) print_western(out, *cast.western);
  if (cast.vedic) print_vedic(out, *cast.vedic);
  for (const auto& warning : cast.warnings) {
    fmt::format_to(out, "\n  note: {}\n", warning.detail);
  }
  return text;
}

std::string sky_table(const usecases::Sky& sky, Instant at) {
  std::string text;
  const Out out{text};
  fmt::format_to(out, "  {}\n\n", format_rfc3339(at));
  print_heading(out, false);
  for (std::size_t i = 0; i < sky.bodies.size(); ++i) {
    print_body(out, name_of(sky.bodies[i]), sky.states[i], std::nullopt);
  }
  if (sky.ascendant) {
    fmt::format_to(out, "  {:<14} {:>22}\n", "ascendant",
                   astrology::format_in_sign(*sky.ascendant));
  }
  if (sky.moon_phase) {
    fmt::format_to(out, "\n  Moon: {}, {:.1f} % lit\n", sky.moon_phase->name,
                   sky.moon_phase->illuminated * 100);
  }
  return text;
}

}  // namespace astronova::app
