#include "usecases/unknown_time.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace astronova::usecases {
namespace {

using sky::Body;

template <class List>
void erase_unknown_bodies(List& bodies) {
  bodies.erase(std::remove_if(bodies.begin(), bodies.end(),
                              [](Body one) { return !is_known_by_the_day(one); }),
               bodies.end());
}

bool is_unknown(const astrology::AspectPoint& point) {
  return point.kind == astrology::PointKind::body && !is_known_by_the_day(point.body);
}

// "without the ascendant, the midheaven and the Moon"
std::string without(std::span<const std::string_view> things) {
  std::string text;
  for (std::size_t i = 0; i < things.size(); ++i) {
    const bool is_last = i + 1 == things.size();
    text += i == 0 ? ", without " : is_last ? " and " : ", ";
    text += things[i];
  }
  return text;
}

}  // namespace

bool is_known_by_the_day(Body body) {
  return body != Body::moon && body != Body::true_lilith;
}

bool is_place_known(const BirthMoment& moment, Body body) {
  return moment.civil.time_known || is_known_by_the_day(body);
}

void leave_out_unknown(const BirthMoment& moment, astrology::NatalChart& chart) {
  if (moment.civil.time_known) return;
  auto& placements = chart.placements;
  placements.erase(std::remove_if(placements.begin(), placements.end(),
                                  [](const astrology::Placement& placement) {
                                    return !is_known_by_the_day(placement.body);
                                  }),
                   placements.end());
  auto& aspects = chart.aspects;
  aspects.erase(std::remove_if(aspects.begin(), aspects.end(),
                               [](const astrology::Aspect& aspect) {
                                 return is_unknown(aspect.first) || is_unknown(aspect.second);
                               }),
                aspects.end());
  std::ranges::for_each(chart.balance.elements, [](auto& list) { erase_unknown_bodies(list); });
  std::ranges::for_each(chart.balance.modalities, [](auto& list) { erase_unknown_bodies(list); });
  chart.phase.reset();
}

void warn_of_unknown_time(const BirthMoment& moment, const astrology::NatalChart& chart,
                          const UnknownTime& rule, std::vector<Warning>& warnings) {
  if (moment.civil.time_known) return;
  std::vector<std::string_view> things(rule.left_out.begin(), rule.left_out.end());
  for (const auto& placement : chart.placements) {
    if (is_known_by_the_day(placement.body)) continue;
    things.push_back(placement.body == Body::moon ? "the Moon" : sky::name_of(placement.body));
  }
  warnings.push_back(
      {"time.unknown",
       fmt::format("{} time of birth is unknown: local noon is taken{}{}{}", rule.whose,
                   without(things), rule.also.empty() ? "" : "; ", rule.also)});
}

void leave_out_unknown(const BirthMoment& moment, const UnknownTime& rule,
                       astrology::NatalChart& chart, std::vector<Warning>& warnings) {
  warn_of_unknown_time(moment, chart, rule, warnings);
  leave_out_unknown(moment, chart);
}

}  // namespace astronova::usecases
