#include "usecases/search_matches.h"

#include <algorithm>
#include <array>

#include "usecases/cast_person.h"
#include "usecases/match_people.h"
#include "usecases/unknown_time.h"

namespace astronova::usecases {
namespace {

bool is_before(const RankedMatch& one, const RankedMatch& other) {
  const double better = one.compatibility.overall();
  const double worse = other.compatibility.overall();
  return better != worse ? better > worse : one.candidate < other.candidate;
}

// Keeps the best `limit` of what is added.
class Best {
 public:
  Best(std::size_t limit, std::vector<RankedMatch>& kept) : limit_(limit), kept_(kept) {}

  void add(const RankedMatch& match) {
    if (kept_.size() == limit_ && !is_before(match, kept_.back())) return;
    if (kept_.size() == limit_) kept_.pop_back();
    kept_.insert(std::ranges::upper_bound(kept_, match, is_before), match);
  }

 private:
  std::size_t limit_;
  std::vector<RankedMatch>& kept_;
};

}  // namespace

Result<astrology::MatchPoints> person_match_points(const sky::Ephemeris& ephemeris,
                                                   const BirthData& birth) {
  const auto moment = read_the_clock(ephemeris, birth);
  if (!moment) return moment.error();
  astrology::MatchPoints points;
  const auto bodies = astrology::match_bodies();
  std::array<sky::BodyState, astrology::match_points_max> states;
  const auto wanted = std::span{states}.first(bodies.size());
  if (auto done = ephemeris.states_at(moment->julian_day, bodies, {}, wanted); !done) {
    return done.error();
  }
  for (const auto& state : wanted)
    points.longitudes.at(points.count++) = state.longitude;
  points.has_moon = is_place_known(*moment, sky::Body::moon);
  if (!moment->civil.time_known) return points;
  const auto houses =
      ephemeris.houses(moment->julian_day, birth.place, sky::HouseSystem::porphyry, std::nullopt);
  if (!houses) return houses.error();
  points.longitudes.at(points.count++) = houses->angles.ascendant;
  points.longitudes.at(points.count++) = houses->angles.midheaven;
  return points;
}

Result<MatchRanking> search_matches(const sky::Ephemeris& ephemeris, const MatchSearch& search) {
  auto user =
      cast_person(ephemeris, match_chart_request(search.user, sky::HouseSystem::placidus), "/user");
  if (!user) return user.error();
  MatchRanking ranking{user->moment, {}, {}};
  ranking.warnings = search.user.warnings;
  leave_out_unknown(user->moment, {ascendant_and_midheaven, "they count for nothing", "the user's"},
                    user->western->chart, ranking.warnings);
  const auto own = astrology::match_points(user->western->chart);
  Best best(search.limit, ranking.matches);
  RankedMatch match;
  for (std::size_t i = 0; i < search.candidates.size(); ++i) {
    const auto points = person_match_points(ephemeris, search.candidates[i]);
    if (!points) {
      ranking.unmatched.push_back({i, points.error()});
      continue;
    }
    match.candidate = i;
    match.time_known = points->count == astrology::match_points_max;
    astrology::score_compatibility(own, *points, match.compatibility);
    ++ranking.scored;
    best.add(match);
  }
  return ranking;
}

}  // namespace astronova::usecases
