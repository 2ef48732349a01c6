#include <array>

#include "api/chart_json.h"
#include "api/chart_request.h"
#include "api/techniques.h"

namespace astronova::api {
namespace {

Result<void> answer_aspects(const boost::json::value& body, const TechniqueServices& services,
                            std::string& text) {
  const auto wanted = read_comparison_request(body);
  if (!wanted) return wanted.error();
  const auto aspects = usecases::compare_charts(services.ephemeris, *wanted);
  if (!aspects) return aspects.error();
  write_comparison(text, *aspects, *wanted, services.ephemeris);
  return {};
}

constexpr std::array<TechniqueBirth, 2> births_compared{{
    {"/first/birthData", "first"},
    {"/second/birthData", "second"},
}};

constexpr std::array<TechniqueFlag, 6> comparison_flags{{
    {"--bodies", "/options/bodies", TechniqueFlag::Kind::texts, "Bodies, separated by commas"},
    {"--aspects", "/options/aspects", TechniqueFlag::Kind::texts, "Aspects, separated by commas"},
    {"--zodiac", "/options/zodiac", TechniqueFlag::Kind::text, "tropical or sidereal"},
    {"--ayanamsa", "/options/ayanamsa", TechniqueFlag::Kind::text, "Ayanamsa; lahiri when absent"},
    {"--node", "/options/node", TechniqueFlag::Kind::text, "true or mean"},
    {"--center", "/options/center", TechniqueFlag::Kind::text, "geocentric or topocentric"},
}};

constexpr std::array<Technique, 1> comparisons{{
    {"aspects", "/api/v1/chart/aspects", "Find the aspects between two charts", births_compared,
     comparison_flags, http::Execution::on_loop, answer_aspects},
}};

}  // namespace

std::span<const Technique> comparison_techniques() {
  return comparisons;
}

}  // namespace astronova::api
