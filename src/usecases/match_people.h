#pragma once

#include <optional>
#include <string>
#include <vector>

#include "astrology/matching/match_statements.h"
#include "astrology/matching/relationship_score.h"
#include "rendering/natal_wheel.h"
#include "usecases/cast_natal_chart.h"
#include "usecases/name_uuid.h"

namespace astronova::usecases {

/// Whose charts to match, and how.
struct MatchRequest {
  BirthData user;
  BirthData partner;
  std::string partner_name{};  ///< personal data; "" when it was not given
  sky::HouseSystem house_system = sky::HouseSystem::placidus;
  std::optional<rendering::Theme> wheel{};  ///< draws both charts, the user's inside
};

/// How two people match by their Western charts: tropical and geocentric.
struct Match {
  UuidText id{};  ///< of all inputs but the name, so that the same request has the same
  BirthMoment user;
  BirthMoment partner;
  astrology::Synastry synastry{};                              ///< of the default bodies and orbs
  std::vector<astrology::MatchContributions> contributions{};  ///< of its aspects
  astrology::Compatibility compatibility{};
  astrology::RelationshipScore relationship{};
  astrology::MatchStatements statements{};
  std::string analysis{};  ///< the figures in two sentences
  std::optional<std::string> svg{};
  std::vector<Warning> warnings{};
};

/// Casts both charts and compares them. Where a time of birth is unknown, that person's angles and
/// the Moon and the other's places in their houses are left out, with a warning `time.unknown`.
/// errors   those of cast_natal_chart, their pointers below "/user" and "/partner"
/// threads  any; blocking
Result<Match> match_people(const sky::Ephemeris& ephemeris, const MatchRequest& request);

/// The request of the chart that a person is matched by.
ChartRequest match_chart_request(const BirthData& birth, sky::HouseSystem house_system);

}  // namespace astronova::usecases
