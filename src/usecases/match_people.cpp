#include "usecases/match_people.h"

#include <array>

#include <fmt/format.h>

#include "rendering/synastry_wheel.h"
#include "usecases/cast_person.h"
#include "usecases/unknown_time.h"

namespace astronova::usecases {
namespace {

using astrology::MatchPart;

// A namespace of our own, drawn once: b4c1f7d2-38a6-4e59-8f0d-1c7e93a5620b.
constexpr std::string_view matches =
    "\xb4\xc1\xf7\xd2\x38\xa6\x4e\x59\x8f\x0d\x1c\x7e\x93\xa5\x62\x0b";

constexpr std::array<std::string_view, 3> left_out{"the ascendant", "the midheaven", "the houses"};

std::string analysis_of(const Match& match) {
  const auto& score = match.compatibility;
  std::size_t helping = 0;
  std::size_t straining = 0;
  for (const auto& one : match.contributions) {
    const double points = astrology::overall_contribution(one);
    helping += points > 0 ? 1U : 0U;
    straining += points < 0 ? 1U : 0U;
  }
  return fmt::format(
      "{:.1f} of 100: the mean of an emotional part of {:.1f}, a mental of {:.1f}, a physical of "
      "{:.1f} and a spiritual of {:.1f}. {} aspects add to it, {} take from it, and {} {} of "
      "points "
      "in aspect both ways.",
      score.overall(), score.part(MatchPart::emotional), score.part(MatchPart::mental),
      score.part(MatchPart::physical), score.part(MatchPart::spiritual), helping, straining,
      match.synastry.double_whammies.size(),
      match.synastry.double_whammies.size() == 1 ? "pair is" : "pairs are");
}

void take_known_person(CastChart& cast, std::string_view whose, std::vector<Warning>& warnings) {
  warnings.insert(warnings.end(), cast.warnings.begin(), cast.warnings.end());
  leave_out_unknown(cast.moment, {left_out, "they count for nothing", whose}, cast.western->chart,
                    warnings);
}

void compare(const astrology::NatalChart& user, const astrology::NatalChart& partner,
             Match& match) {
  match.synastry = astrology::compute_synastry(user, partner, astrology::AspectSettings::major());
  astrology::score_compatibility(astrology::match_points(user), astrology::match_points(partner),
                                 match.compatibility);
  match.contributions = astrology::contributions_to(match.synastry, match.compatibility);
  match.relationship = astrology::score_relationship(astrology::aspect_points(user),
                                                     astrology::aspect_points(partner));
}

std::string draw(const astrology::NatalChart& user, const astrology::NatalChart& partner,
                 const astrology::Synastry& synastry, const rendering::WheelOptions& options) {
  std::vector<astrology::Aspect> between;
  between.reserve(synastry.aspects.size());
  for (const auto& one : synastry.aspects)
    between.push_back(one.aspect);
  return rendering::draw_synastry_wheel(user, partner, between, options);
}

}  // namespace

ChartRequest match_chart_request(const BirthData& birth, sky::HouseSystem house_system) {
  ChartRequest request{birth, true, false, {}};
  request.options.house_system = house_system;
  return request;
}

Result<Match> match_people(const sky::Ephemeris& ephemeris, const MatchRequest& request) {
  auto user =
      cast_person(ephemeris, match_chart_request(request.user, request.house_system), "/user");
  if (!user) return user.error();
  auto partner = cast_person(ephemeris, match_chart_request(request.partner, request.house_system),
                             "/partner");
  if (!partner) return partner.error();
  Result<Match> result{
      Match{name_uuid(fmt::format("{}{}|{}", matches, user->id.text(), partner->id.text())),
            user->moment, partner->moment}};
  Match& match = *result;
  take_known_person(*user, "the user's", match.warnings);
  take_known_person(*partner, "the partner's", match.warnings);
  compare(user->western->chart, partner->western->chart, match);
  match.statements =
      astrology::match_statements(match.synastry, match.contributions, request.partner_name);
  match.analysis = analysis_of(match);
  if (request.wheel) {
    match.svg = draw(user->western->chart, partner->western->chart, match.synastry,
                     {*request.wheel, "Synastry chart"});
  }
  return result;
}

}  // namespace astronova::usecases
