// The techniques of the natal chart, as routes and as commands.

#include <algorithm>
#include <array>

#include "api/errors.h"
#include "api/natal_json.h"
#include "api/natal_request.h"
#include "api/option_flags.h"

namespace astronova::api {
namespace {

using boost::json::value;
using Kind = TechniqueFlag::Kind;

// What went wrong with the birth is told below it; what the technique itself names stands at the
// request's own members already.
Error of_natal_request(const Error& error) {
  const bool is_of_birth = std::ranges::none_of(error.fields, [](const FieldError& field) {
    return field.pointer.starts_with("/stars/") || field.pointer.starts_with("/asteroids/");
  });
  return is_of_birth && error.code != ErrorCode::data_missing ? below(error, "/birthData", "/date")
                                                              : error;
}

// Reads a body, computes and writes: what all of them do.
template <auto Read, auto Compute, auto Write>
Result<void> answer_natal(const value& body, const TechniqueServices& services, std::string& text) {
  const auto request = Read(body);
  if (!request) return request.error();
  const auto found = Compute(services.ephemeris, *request);
  if (!found) return of_natal_request(found.error());
  Write(text, *found, *request, services.ephemeris);
  return {};
}

constexpr std::array<TechniqueBirth, 1> natal_birth{{{"/birthData"}}};

constexpr std::array dignities_flags{
    option_flags::zodiac, option_flags::ayanamsa, option_flags::house_system,
    TechniqueFlag{"--triplicities", "/triplicities", Kind::text, "dorothean or ptolemaic"},
    TechniqueFlag{"--terms", "/terms", Kind::text, "egyptian, ptolemaic or lilly"}};
constexpr std::array lots_flags{
    option_flags::zodiac, option_flags::ayanamsa, option_flags::house_system,
    TechniqueFlag{"--lots", "/lots", Kind::texts, "Lots, separated by commas; all when absent"}};
constexpr std::array declinations_flags{
    option_flags::bodies, option_flags::node, option_flags::center,
    TechniqueFlag{"--parallel-orb", "/parallelOrb", Kind::number, "Degrees; 1 when absent"},
    TechniqueFlag{"--antiscion-orb", "/antiscionOrb", Kind::number, "Degrees; 1 when absent"}};
constexpr auto midpoints_flags = option_flags::joined(
    option_flags::of_points,
    std::array{
        TechniqueFlag{"--dial", "/dial", Kind::integer, "360, 90 or 45 degrees; 45 when absent"},
        TechniqueFlag{"--orb", "/orb", Kind::number, "Degrees; 1.5 when absent"}});
constexpr auto harmonic_flags = option_flags::joined(
    option_flags::of_points,
    std::array{option_flags::aspects,
               TechniqueFlag{"--number", "/number", Kind::integer, "The harmonic, 1 to 360"}});
constexpr auto patterns_flags = option_flags::joined(
    option_flags::of_points,
    std::array{option_flags::aspects,
               TechniqueFlag{"--stellium-planets", "/stelliumPlanets", Kind::integer,
                             "How many make a stellium; 3 when absent"}});
constexpr std::array mansions_flags{option_flags::bodies, option_flags::node, option_flags::center};
constexpr std::array stars_flags{
    option_flags::bodies,
    option_flags::node,
    option_flags::center,
    TechniqueFlag{"--stars", "/stars", Kind::texts, "Stars, separated by commas"},
    TechniqueFlag{"--magnitude", "/magnitude", Kind::number,
                  "The faintest star, where none are named; 2.5 when absent"},
    TechniqueFlag{"--orb", "/orb", Kind::number, "Of conjunctions, degrees; 1 when absent"},
    TechniqueFlag{"--paran-orb", "/paranOrbMinutes", Kind::number,
                  "Of parans, minutes of time; 4 when absent"}};
constexpr std::array orbits_flags{
    option_flags::bodies, option_flags::node, option_flags::house_system,
    TechniqueFlag{"--method", "/method", Kind::text, "mean, osculating or osculatingBarycentric"},
    TechniqueFlag{"--asteroids", "/asteroids", Kind::integers,
                  "Numbers of asteroids, separated by commas"}};
constexpr auto relocation_flags = option_flags::joined(
    option_flags::of_points, std::array{option_flags::house_system, option_flags::aspects,
                                        TechniqueFlag{"--to-lat", "/latitude", Kind::number,
                                                      "Latitude of the other place, degrees"},
                                        TechniqueFlag{"--to-lon", "/longitude", Kind::number,
                                                      "Longitude of the other place"}});
constexpr std::array lines_flags{
    option_flags::bodies, option_flags::node,
    TechniqueFlag{"--step", "/stepDegrees", Kind::number,
                  "Between the points of a line, degrees; 2 when absent"}};
constexpr std::array local_space_flags{option_flags::bodies, option_flags::node};

constexpr auto on_loop = http::Execution::on_loop;
constexpr auto on_worker = http::Execution::on_computing_worker;

constexpr std::array natal{
    Technique{"dignities", "/api/v1/chart/dignities", "Judge the planets' essential dignities",
              natal_birth, dignities_flags, on_worker,
              answer_natal<read_dignities_request, usecases::judge_dignities, write_dignities>},
    Technique{"lots", "/api/v1/chart/lots", "Place the lots (Arabic parts)", natal_birth,
              lots_flags, on_loop,
              answer_natal<read_lots_request, usecases::place_natal_lots, write_lots>},
    Technique{"declinations", "/api/v1/chart/declinations", "Find parallels and antiscia",
              natal_birth, declinations_flags, on_loop,
              answer_natal<read_declinations_request, usecases::compare_declinations,
                           write_declinations>},
    Technique{"midpoints", "/api/v1/chart/midpoints", "Find midpoints and who occupies them",
              natal_birth, midpoints_flags, on_loop,
              answer_natal<read_midpoints_request, usecases::find_midpoints, write_midpoints>},
    Technique{"harmonic", "/api/v1/chart/harmonic", "Cast the chart of a harmonic", natal_birth,
              harmonic_flags, on_loop,
              answer_natal<read_harmonic_request, usecases::cast_harmonic, write_harmonic>},
    Technique{"patterns", "/api/v1/chart/patterns", "Find the figures that aspects make",
              natal_birth, patterns_flags, on_loop,
              answer_natal<read_patterns_request, usecases::find_patterns, write_patterns>},
    Technique{"mansions", "/api/v1/chart/mansions", "Find the lunar mansions", natal_birth,
              mansions_flags, on_loop,
              answer_natal<read_mansions_request, usecases::read_mansions, write_mansions>},
    Technique{"stars", "/api/v1/chart/stars", "Find conjunctions and parans of fixed stars",
              natal_birth, stars_flags, on_worker,
              answer_natal<read_stars_request, usecases::find_stars, write_stars>},
    Technique{"orbits", "/api/v1/chart/orbits",
              "Find nodes and apsides of the bodies, and asteroids by number", natal_birth,
              orbits_flags, on_worker,
              answer_natal<read_orbits_request, usecases::read_orbits, write_orbits>},
    Technique{"relocation", "/api/v1/chart/relocation", "Cast the chart for another place",
              natal_birth, relocation_flags, on_loop,
              answer_natal<read_relocation_request, usecases::relocate_chart, write_relocation>},
    Technique{"astrocartography", "/api/v1/chart/astrocartography",
              "Draw the lines of the bodies on a map, as GeoJSON", natal_birth, lines_flags,
              on_worker,
              answer_natal<read_lines_request, usecases::draw_locality_lines, write_lines>},
    Technique{
        "local-space", "/api/v1/chart/localSpace", "Find in which direction each body stands",
        natal_birth, local_space_flags, on_loop,
        answer_natal<read_local_space_request, usecases::read_local_space, write_local_space>},
};

}  // namespace

std::span<const Technique> natal_techniques() {
  return natal;
}

}  // namespace astronova::api
