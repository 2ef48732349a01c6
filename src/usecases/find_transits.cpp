#include "usecases/find_transits.h"

#include <array>

#include <fmt/format.h>

#include "usecases/technique_basis.h"

namespace astronova::usecases {
namespace {

constexpr std::array<std::string_view, 3> natal_left_out{"the ascendant", "the midheaven",
                                                         "the houses"};

Result<void> check(const TransitRange& range) {
  if (!(range.from < range.to)) return invalid_field("/to", "must be later than from");
  if (range.to.value - range.from.value > days_of_years(transit_years_max)) {
    return invalid_field("/to",
                         fmt::format("must be within {} years of from: ask for a longer time "
                                     "in parts",
                                     transit_years_max));
  }
  return {};
}

}  // namespace

Result<FoundTransits> find_transits(const sky::Ephemeris& ephemeris,
                                    const TransitRequest& request) {
  const auto* const range = std::get_if<TransitRange>(&request.when);
  if (range) {
    if (auto good = check(*range); !good) return good.error();
  }
  auto cast =
      cast_basis(ephemeris, request.birth, request.options,
                 {natal_left_out, "these are natal points, every transiting body is there"});
  if (!cast) return cast.error();
  astrology::TransitSettings settings;
  settings.transiting = request.transiting;
  settings.aspects = request.options.aspects;
  settings.ayanamsa = zodiac_of(request.options);
  if (settings.transiting.empty()) {
    for (const auto& placement : cast->western->chart.placements)
      settings.transiting.push_back(placement.body);
  }
  const auto targets = astrology::transit_targets(known_chart(*cast));
  if (range) {
    auto found = astrology::find_transits(ephemeris, targets, settings, range->from, range->to);
    if (!found) return at_field(found.error(), "/from");
    return FoundTransits{std::move(*cast), std::move(*found)};
  }
  auto sky =
      astrology::transits_at(ephemeris, targets, settings, std::get<JulianDayUt>(request.when));
  if (!sky) return at_field(sky.error(), "/at");
  return FoundTransits{std::move(*cast), std::move(*sky)};
}

}  // namespace astronova::usecases
