#include "astrology/western/predictive/firdaria.h"

#include <algorithm>
#include <array>

#include "astrology/western/predictive/time_units.h"

namespace astronova::astrology {
namespace {

constexpr std::array<std::string_view, 9> lord_names{
    "sun", "venus", "mercury", "moon", "saturn", "jupiter", "mars", "northNode", "southNode"};
constexpr std::array<int, 9> years_of_lord{10, 8, 13, 9, 11, 12, 7, 3, 2};
constexpr std::size_t planet_count = 7;
constexpr std::array<std::string_view, 2> nodes_names{"last", "afterMars"};

FirdarLord planet_after(FirdarLord first, std::size_t steps) {
  return static_cast<FirdarLord>((static_cast<std::size_t>(first) + steps) % planet_count);
}

std::vector<FirdarLord> order_of(bool by_day, FirdariaNodes nodes) {
  const auto first = by_day ? FirdarLord::sun : FirdarLord::moon;
  std::vector<FirdarLord> order;
  for (std::size_t i = 0; i < planet_count; ++i)
    order.push_back(planet_after(first, i));
  const auto place = !by_day && nodes == FirdariaNodes::after_mars
                         ? std::ranges::find(order, FirdarLord::sun)
                         : order.end();
  order.insert(place, {FirdarLord::north_node, FirdarLord::south_node});
  return order;
}

JulianDayUt after_years(JulianDayUt from, double years) {
  return {from.value + years * tropical_year_days};
}

void divide(Firdar& firdar) {
  if (firdar.lord >= FirdarLord::north_node) return;
  const double part = static_cast<double>(firdar.years) / planet_count;
  for (std::size_t i = 0; i < planet_count; ++i) {
    const auto end = i + 1 < planet_count
                         ? after_years(firdar.begin, part * static_cast<double>(i + 1))
                         : firdar.end;
    const auto begin = i == 0 ? firdar.begin : firdar.parts.back().end;
    firdar.parts.push_back({planet_after(firdar.lord, i), begin, end});
  }
}

}  // namespace

std::string_view name_of(FirdarLord lord) {
  return lord_names[static_cast<std::size_t>(lord)];
}

std::span<const std::string_view> firdaria_nodes_names() {
  return nodes_names;
}

std::vector<Firdar> firdaria(JulianDayUt birth, bool by_day, FirdariaNodes nodes, int rounds) {
  const auto order = order_of(by_day, nodes);
  std::vector<Firdar> all;
  int age = 0;
  for (int round = 0; round < rounds; ++round) {
    for (const auto lord : order) {
      const int years = years_of_lord[static_cast<std::size_t>(lord)];
      Firdar firdar{lord, years, after_years(birth, age), after_years(birth, age + years), {}};
      divide(firdar);
      all.push_back(std::move(firdar));
      age += years;
    }
  }
  return all;
}

}  // namespace astronova::astrology
