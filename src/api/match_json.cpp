#include "api/match_json.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "api/moment_json.h"
#include "api/sky_json.h"
#include "api/statement_json.h"
#include "api/technique_json.h"

namespace astronova::api {
namespace {

using astrology::MatchPart;

// Parts are whole ten thousandths of a point; their mean may be a quarter of one.
constexpr int part_decimals = 4;
constexpr int overall_decimals = 6;
constexpr int weight_decimals = 4;

void write_parts(JsonWriter& json, const std::array<astrology::MatchUnits, 4>& units) {
  const auto points = [&](MatchPart part) {
    return units[static_cast<std::size_t>(part)] / astrology::match_units_in_a_point;
  };
  json.begin_object()
      .member("emotional", points(MatchPart::emotional), part_decimals)
      .member("mental", points(MatchPart::mental), part_decimals)
      .member("physical", points(MatchPart::physical), part_decimals)
      .member("spiritual", points(MatchPart::spiritual), part_decimals)
      .end_object();
}

void write_base(JsonWriter& json) {
  astrology::MatchContributions base{};
  for (std::size_t part = 0; part < base.size(); ++part)
    base.at(part) = astrology::compatibility_base(static_cast<MatchPart>(part));
  write_parts(json, base);
}

void write_points(JsonWriter& json, const astrology::Aspect& aspect) {
  json.key("body1")
      .plain(name_of(aspect.first))
      .key("body2")
      .plain(name_of(aspect.second))
      .key("aspect")
      .plain(name_of(aspect.kind))
      .member("angle", static_cast<int>(angle_of(aspect.kind)))
      .member("orb", aspect.orb, angle_decimals);
}

void write_match_aspects(JsonWriter& json, const usecases::Match& match) {
  json.begin_array();
  for (std::size_t i = 0; i < match.contributions.size(); ++i) {
    const auto& [aspect, weight] = match.synastry.aspects[i];
    json.begin_object();
    write_points(json, aspect);
    json.member("applying", aspect.applying)
        .member("weight", weight, weight_decimals)
        .member("contribution", astrology::overall_contribution(match.contributions[i]),
                overall_decimals)
        .key("contributions");
    write_parts(json, match.contributions[i]);
    json.end_object();
  }
  json.end_array();
}

void write_overlays(JsonWriter& json, const std::vector<astrology::HouseOverlay>& overlays) {
  json.begin_array();
  for (const auto& [body, house] : overlays)
    json.begin_object().key("body").plain(name_of(body)).member("house", house).end_object();
  json.end_array();
}

void write_relationship(JsonWriter& json, const astrology::RelationshipScore& score) {
  json.begin_object()
      .member("points", score.points)
      .key("category")
      .plain(score.category)
      .key("findings")
      .begin_array();
  for (const auto& [rule, points, aspect] : score.findings) {
    json.begin_object().key("rule").plain(name_of(rule)).member("points", points);
    if (aspect) write_points(json, *aspect);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_western_match(JsonWriter& json, const usecases::Match& match) {
  const auto& synastry = match.synastry;
  json.begin_object().member("score", match.compatibility.overall(), overall_decimals).key("base");
  write_base(json);
  json.key("aspects");
  write_match_aspects(json, match);
  json.key("houseOverlays").begin_object().key("userInPartner");
  write_overlays(json, synastry.first_in_second);
  json.key("partnerInUser");
  write_overlays(json, synastry.second_in_first);
  json.end_object().key("doubleWhammies").begin_array();
  for (const auto& [one, other] : synastry.double_whammies)
    json.begin_array()
        .integer(static_cast<std::int64_t>(one))
        .integer(static_cast<std::int64_t>(other))
        .end_array();
  json.end_array().key("relationshipScore");
  write_relationship(json, match.relationship);
  if (match.svg) json.member("svg", *match.svg);
  json.end_object();
}

void write_unmatched(JsonWriter& json, const usecases::MatchRanking& ranking,
                     const MatchSearchRequest& request) {
  json.begin_array();
  for (const auto& [candidate, error] : ranking.unmatched) {
    json.begin_object().member("index", candidate);
    if (const auto& id = request.ids[candidate]; !id.empty()) json.member("id", id);
    json.member("detail", error.detail).end_object();
  }
  json.end_array();
}

}  // namespace

void write_scores(JsonWriter& json, const astrology::Compatibility& compatibility) {
  const auto part = [&](JsonKey name, MatchPart which) {
    json.member(name, compatibility.part(which), part_decimals);
  };
  json.member("overallScore", compatibility.overall(), overall_decimals);
  part("emotionalScore", MatchPart::emotional);
  part("mentalScore", MatchPart::mental);
  part("physicalScore", MatchPart::physical);
  part("spiritualScore", MatchPart::spiritual);
}

void write_match(std::string& text, const usecases::Match& match,
                 const usecases::MatchRequest& request, const sky::Ephemeris& ephemeris) {
  JsonWriter json(text);
  json.begin_object().key("matchId").plain({match.id.data(), match.id.size()});
  write_scores(json, match.compatibility);
  write_births(json, {"user", match.user, request.user},
               {"partner", match.partner, request.partner});
  json.key("western");
  write_western_match(json, match);
  json.key("strengths");
  write_statements(json, match.statements.strengths);
  json.key("challenges");
  write_statements(json, match.statements.challenges);
  json.member("analysis", match.analysis);
  write_end(json, match.warnings, ephemeris);
  json.end_object();
}

KeptMatch kept_match(const boost::json::value& request, std::string_view answer) {
  const auto match = boost::json::parse({answer.data(), answer.size()});
  boost::json::object document{{"user", request.at("user")}, {"partner", request.at("partner")}};
  for (const auto* score :
       {"overallScore", "emotionalScore", "mentalScore", "physicalScore", "spiritualScore"}) {
    document[score] = match.at(score);
  }
  const auto& id = match.at("matchId").as_string();
  return {{id.data(), id.size()}, boost::json::serialize(document)};
}

void write_match_ranking(std::string& text, const usecases::MatchRanking& ranking,
                         const MatchSearchRequest& request, const sky::Ephemeris& ephemeris) {
  JsonWriter json(text);
  json.begin_object().member("scored", ranking.scored).key("matches").begin_array();
  for (const auto& match : ranking.matches) {
    json.begin_object().member("index", match.candidate);
    if (const auto& id = request.ids[match.candidate]; !id.empty()) json.member("id", id);
    write_scores(json, match.compatibility);
    json.member("aspects", match.compatibility.aspects.size())
        .member("timeKnown", match.time_known)
        .end_object();
  }
  json.end_array().key("unmatched");
  write_unmatched(json, ranking, request);
  json.key("moment");
  write_moment(json, ranking.user, request.search.user.civil);
  write_end(json, ranking.warnings, ephemeris);
  json.end_object();
}

}  // namespace astronova::api
