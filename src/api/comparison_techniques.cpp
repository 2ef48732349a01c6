#include <array>

#include "api/chart_json.h"
#include "api/chart_request.h"
#include "api/option_flags.h"

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

constexpr std::array comparison_flags{option_flags::bodies, option_flags::aspects,
                                      option_flags::zodiac, option_flags::ayanamsa,
                                      option_flags::node,   option_flags::center};

constexpr std::array<Technique, 1> comparisons{{
    {"aspects", "/api/v1/chart/aspects", "Find the aspects between two charts", births_compared,
     comparison_flags, http::Execution::on_loop, answer_aspects},
}};

}  // namespace

std::span<const Technique> comparison_techniques() {
  return comparisons;
}

}  // namespace astronova::api
