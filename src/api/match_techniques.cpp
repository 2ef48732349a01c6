#include <array>

#include "api/composite_json.h"
#include "api/composite_request.h"
#include "api/kept_charts.h"
#include "api/match_json.h"
#include "api/option_flags.h"

namespace astronova::api {
namespace {

using FlagKind = TechniqueFlag::Kind;

Result<void> answer_match(const boost::json::value& body, const TechniqueServices& services,
                          std::string& text) {
  const auto wanted = read_match_request(body);
  if (!wanted) return wanted.error();
  const auto match = usecases::match_people(services.ephemeris, *wanted);
  if (!match) return match.error();
  write_match(text, *match, *wanted, services.ephemeris);
  return {};
}

Result<void> keep_match(const TechniqueAnswer& answer) {
  auto [id, document] = kept_match(answer.body, answer.text);
  return keep_record(answer.people, answer.owner, storage::RecordKind::match,
                     {id, std::move(document)}, answer.now);
}

Result<void> answer_composite(const boost::json::value& body, const TechniqueServices& services,
                              std::string& text) {
  const auto wanted = read_composite_request(body);
  if (!wanted) return wanted.error();
  const auto composite = usecases::compose_charts(services.ephemeris, *wanted);
  if (!composite) return composite.error();
  write_composite(text, *composite, *wanted, services.ephemeris);
  return {};
}

constexpr std::array<TechniqueBirth, 2> births_matched{{{"/user"}, {"/partner", "partner"}}};
constexpr std::array<TechniqueFlag, 5> match_flags{{
    {"--partner-name", "/partner/name", FlagKind::text, "How the partner is called in sentences"},
    {"--systems", "/systems", FlagKind::texts, "western, the one that there is so far"},
    option_flags::house_system,
    {"--svg", "/options/svg", FlagKind::boolean, "Draw both charts as a wheel of two rings"},
    {"--theme", "/options/theme", FlagKind::text, "light or dark, of the wheel"},
}};

constexpr std::array<TechniqueBirth, 2> births_composed{
    {{"/first", "first"}, {"/second", "second"}}};
constexpr std::array<TechniqueFlag, 8> composite_flags{{
    {"--method", "/method", FlagKind::text, "midpoint, reference or davison"},
    {"--reference-place", "/place", FlagKind::text, "Place of the method reference"},
    option_flags::bodies,
    option_flags::aspects,
    option_flags::house_system,
    option_flags::node,
    {"--svg", "/options/svg", FlagKind::boolean, "Draw the wheel"},
    {"--theme", "/options/theme", FlagKind::text, "light or dark, of the wheel"},
}};

constexpr std::array<Technique, 2> matching{{
    {"composite", "/api/v1/chart/composite", "Make one chart of two", births_composed,
     composite_flags, http::Execution::on_loop, answer_composite},
    {"match", "/api/v1/match/compatibility", "Tell how two people match", births_matched,
     match_flags, http::Execution::on_worker_when_authorized, answer_match, keep_match},
}};

}  // namespace

std::span<const Technique> match_techniques() {
  return matching;
}

}  // namespace astronova::api
