#pragma once

#include <string>

#include "api/match_request.h"
#include "base/json_writer.h"
#include "sky/ephemeris.h"

namespace astronova::api {

/// Appends the MatchResponse of the contract to `text`.
void write_match(std::string& text, const usecases::Match& match,
                 const usecases::MatchRequest& request, const sky::Ephemeris& ephemeris);

/// A match as its owner's record keeps it, under its matchId: both births as they were given, and
/// the scores of the answer.
struct KeptMatch {
  std::string id;
  std::string document;
};
KeptMatch kept_match(const boost::json::value& request, std::string_view answer);

/// Appends the MatchSearchResponse of the contract to `text`.
void write_match_ranking(std::string& text, const usecases::MatchRanking& ranking,
                         const MatchSearchRequest& request, const sky::Ephemeris& ephemeris);

/// The four parts of a score and their mean, as members: "overallScore" to "spiritualScore".
void write_scores(JsonWriter& json, const astrology::Compatibility& compatibility);

}  // namespace astronova::api
