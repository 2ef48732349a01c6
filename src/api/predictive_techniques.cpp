#include <array>

#include "api/option_flags.h"
#include "api/predictive_json.h"
#include "api/predictive_request.h"

namespace astronova::api {
namespace {

using Kind = TechniqueFlag::Kind;

// Appends what `write` makes of what `find` finds for a request that was read.
template <class Request, class Find, class Write>
Result<void> answer_with(const Result<Request>& wanted, const TechniqueServices& services,
                         std::string& text, const Find& find, const Write& write) {
  if (!wanted) return wanted.error();
  const auto found = find(services.ephemeris, *wanted);
  if (!found) return found.error();
  write(text, *found, *wanted, services.ephemeris);
  return {};
}

Result<void> answer_transit(const boost::json::value& body, const TechniqueServices& services,
                            std::string& text) {
  return answer_with(read_transit_request(body, services.clock), services, text,
                     usecases::find_transits, write_transits);
}
Result<void> answer_return(const boost::json::value& body, const TechniqueServices& services,
                           std::string& text) {
  return answer_with(read_return_request(body, services.clock), services, text,
                     usecases::cast_return, write_return);
}
Result<void> answer_progression(const boost::json::value& body, const TechniqueServices& services,
                                std::string& text) {
  return answer_with(read_progression_request(body, services.clock), services, text,
                     usecases::progress_chart, write_progression);
}
Result<void> answer_directions(const boost::json::value& body, const TechniqueServices& services,
                               std::string& text) {
  return answer_with(read_direction_request(body), services, text, usecases::find_directions,
                     write_directions);
}
Result<void> answer_profection(const boost::json::value& body, const TechniqueServices& services,
                               std::string& text) {
  return answer_with(read_profection_request(body, services.clock), services, text,
                     usecases::find_profection, write_profection);
}
Result<void> answer_firdaria(const boost::json::value& body, const TechniqueServices& services,
                             std::string& text) {
  return answer_with(read_firdaria_request(body), services, text, usecases::find_firdaria,
                     write_firdaria);
}
Result<void> answer_releasing(const boost::json::value& body, const TechniqueServices& services,
                              std::string& text) {
  return answer_with(read_releasing_request(body), services, text, usecases::find_releasing,
                     write_releasing);
}

constexpr std::array<TechniqueBirth, 1> one_birth{{{"/birthData"}}};

constexpr TechniqueFlag at_flag{"--at", "/at", Kind::text,
                                "An instant, such as 2026-11-23T00:00:00Z; now when absent"};

constexpr auto transit_flags = option_flags::joined(
    std::array{at_flag,
               TechniqueFlag{"--from", "/from", Kind::text, "All transits from this instant"},
               TechniqueFlag{"--to", "/to", Kind::text, "to this, at most 30 years later"},
               TechniqueFlag{"--transiting", "/transiting", Kind::texts,
                             "Transiting bodies, separated by commas"}},
    option_flags::of_charts);

constexpr auto return_flags = option_flags::joined(
    std::array{TechniqueFlag{"--body", "/body", Kind::text, "Whose return; sun when absent"},
               TechniqueFlag{"--after", "/after", Kind::text,
                             "The first later than this instant; now when absent"},
               TechniqueFlag{"--return-latitude", "/latitude", Kind::number,
                             "Latitude of the return's place"},
               TechniqueFlag{"--return-longitude", "/longitude", Kind::number,
                             "Longitude of the return's place"},
               TechniqueFlag{"--precession", "/precession", Kind::boolean,
                             "Correct the natal longitude for precession"}},
    option_flags::of_charts);

constexpr auto progression_flags = option_flags::joined(
    std::array{
        at_flag,
        TechniqueFlag{"--method", "/method", Kind::text, "secondary, tertiary, minor or solarArc"},
        TechniqueFlag{"--angles", "/angles", Kind::text,
                      "How the midheaven moves; solarArcLongitude when absent"},
        TechniqueFlag{"--rate", "/rate", Kind::text, "Of solarArc: actual or naibod"},
        TechniqueFlag{"--converse", "/converse", Kind::boolean, "Count backward from birth"}},
    option_flags::of_charts);

constexpr std::array<TechniqueFlag, 9> direction_flags{{
    {"--system", "/system", Kind::text, "placidus or regiomontanus"},
    {"--key", "/key", Kind::text, "naibod or ptolemy"},
    {"--motions", "/motions", Kind::texts, "direct, converse, traditionalConverse"},
    {"--latitude-of", "/latitude", Kind::text, "neither, promissors, significators or both"},
    {"--years-from", "/yearsFrom", Kind::number, "From this age"},
    {"--years-to", "/yearsTo", Kind::number, "to this, at most 120; 90 when absent"},
    option_flags::node,
    option_flags::bodies,
    option_flags::aspects,
}};

constexpr std::array<TechniqueFlag, 6> profection_flags{{
    at_flag,
    {"--from", "/from", Kind::text, "From which point; ascendant when absent"},
    option_flags::zodiac,
    option_flags::ayanamsa,
    option_flags::node,
    option_flags::bodies,
}};

constexpr std::array<TechniqueFlag, 3> firdaria_flags{{
    {"--at", "/at", Kind::text, "An instant whose lords are told"},
    {"--sect", "/sect", Kind::text, "day or night; by the Sun when absent"},
    {"--nodes", "/nodes", Kind::text, "By night: last or afterMars"},
}};

constexpr std::array<TechniqueFlag, 9> releasing_flags{{
    {"--lot", "/lot", Kind::text, "Which lot; spirit when absent"},
    {"--when-together", "/whenTogether", Kind::text,
     "Spirit in the sign of Fortune: sameSign or nextSign"},
    {"--from", "/from", Kind::text, "From this instant; birth when absent"},
    {"--to", "/to", Kind::text, "to this; 100 years later when absent"},
    {"--levels", "/levels", Kind::integer, "1 to 4; 2 when absent"},
    {"--year", "/year", Kind::text, "360 or tropical days"},
    option_flags::house_system,
    option_flags::zodiac,
    option_flags::ayanamsa,
}};

constexpr auto computing = http::Execution::on_computing_worker;
constexpr auto quick = http::Execution::on_loop;

constexpr std::array<Technique, 7> predictions{{
    {"transit", "/api/v1/chart/transit", "Find transits to a chart, now or over years", one_birth,
     transit_flags, computing, answer_transit},
    {"return", "/api/v1/chart/return", "Cast the next return of the Sun or another body", one_birth,
     return_flags, computing, answer_return},
    {"progression", "/api/v1/chart/progression", "Progress or direct a chart to an instant",
     one_birth, progression_flags, quick, answer_progression},
    {"directions", "/api/v1/chart/directions", "Find primary directions", one_birth,
     direction_flags, quick, answer_directions},
    {"profection", "/api/v1/chart/profection", "Find the lords of the year and its months",
     one_birth, profection_flags, computing, answer_profection},
    {"firdaria", "/api/v1/chart/firdaria", "Find the firdaria of a life", one_birth, firdaria_flags,
     quick, answer_firdaria},
    {"releasing", "/api/v1/chart/releasing", "Release a lot through the zodiac", one_birth,
     releasing_flags, computing, answer_releasing},
}};

}  // namespace

std::span<const Technique> predictive_techniques() {
  return predictions;
}

}  // namespace astronova::api
