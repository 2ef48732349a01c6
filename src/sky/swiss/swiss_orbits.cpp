#include "sky/swiss/swiss_orbits.h"

#include <array>
#include <filesystem>

#include <fmt/format.h>
#include <swephexp.h>

#include "base/angle.h"
#include "sky/computation_counts.h"
#include "sky/swiss/constants.h"
#include "sky/swiss/coverage_error.h"
#include "sky/swiss/libswe_state.h"
#include "sky/swiss/thread_state.h"

namespace astronova::sky::swiss {
namespace {

constexpr int orbit_source_flags = SEFLG_SWIEPH | SEFLG_JPLEPH | SEFLG_MOSEPH;
constexpr int chiron_number = 2060;
constexpr int pholus_number = 5145;

int method_of(OrbitMethod method) {
  switch (method) {
    case OrbitMethod::osculating:
      return SE_NODBIT_OSCU;
    case OrbitMethod::osculating_barycentric:
      return SE_NODBIT_OSCU_BAR;
    case OrbitMethod::mean:
      break;
  }
  return SE_NODBIT_MEAN;
}

// Nodes, perihelion and aphelion in one coordinate system, as libswe fills them in.
struct RawPoints {
  std::array<std::array<double, 6>, 4> of{};
};

bool ask_for_points(JulianDayUt when, Body body, int flags, OrbitMethod method, RawPoints& raw) {
  char message[AS_MAXCH] = "";
  return swe_nod_aps_ut(when.value, body_number(body), SEFLG_SWIEPH | flags, method_of(method),
                        raw.of[0].data(), raw.of[1].data(), raw.of[2].data(), raw.of[3].data(),
                        message) >= 0;
}

// Those of which the ephemeris has bodies of its own are in its main files.
std::optional<Body> body_of_number(int number) {
  if (number >= 1 && number <= 4) {
    return static_cast<Body>(static_cast<int>(Body::ceres) + number - 1);
  }
  return number == chiron_number ? std::optional{Body::chiron} : std::nullopt;
}

std::string name_in(int number, std::string_view folder_separator, std::string_view suffix) {
  return number > 99'999
             ? fmt::format("ast{}{}s{:06}{}.se1", number / 1000, folder_separator, number, suffix)
             : fmt::format("ast{}{}se{:05}{}.se1", number / 1000, folder_separator, number, suffix);
}

// libswe takes the long file, else the short one of 600 years, in the folder or beside the others.
bool has_file(const std::string& directory, int number) {
  for (const auto* suffix : {"", "s"}) {
    const auto name = std::filesystem::path{directory} / name_in(number, "/", suffix);
    if (std::filesystem::exists(name)) return true;
    if (std::filesystem::exists(std::filesystem::path{directory} / name.filename())) return true;
  }
  return false;
}

Error no_file_for(int number) {
  return {ErrorCode::not_found,
          fmt::format("there is no data file for asteroid {}: the server's operator can add {} of "
                      "Swiss Ephemeris to its ephemeris files",
                      number, name_in(number, "/", "s")),
          {}};
}

bool ask_for_asteroid(JulianDayUt when, int number, int flags, double* out) {
  char message[AS_MAXCH] = "";
  const int index = number == pholus_number ? SE_PHOLUS : SE_AST_OFFSET + number;
  const int answered =
      swe_calc_ut(when.value, index, SEFLG_SWIEPH | SEFLG_SPEED | flags, out, message);
  return answered >= 0 && (answered & orbit_source_flags) == SEFLG_SWIEPH;
}

}  // namespace

Result<void> SwissOrbits::check_coverage(JulianDayUt when, Body body) const {
  const auto span = ephemeris_.coverage(body);
  if (!span) {
    return Error{ErrorCode::data_missing,
                 fmt::format("no ephemeris data are installed for {}", name_of(body)),
                 {}};
  }
  if (when >= span->first && when <= span->last) return {};
  return outside_coverage(name_of(body), *span);
}

Result<OrbitalPoints> SwissOrbits::points_of(JulianDayUt when, Body body,
                                             OrbitMethod method) const {
  if (is_lunar_point(body)) {
    return Error{
        ErrorCode::invalid_value,
        fmt::format("{} is itself a point of the Moon's orbit and has none of its own; ask "
                    "for moon",
                    name_of(body)),
        {}};
  }
  computation_counts().swiss.add();
  if (auto covered = check_coverage(when, body); !covered) return covered.error();
  thread_state().use(directory_);
  thread_state().enter(when);
  RawPoints ecliptic;
  RawPoints equatorial;
  if (!ask_for_points(when, body, 0, method, ecliptic) ||
      !ask_for_points(when, body, SEFLG_EQUATORIAL, method, equatorial)) {
    return Error{ErrorCode::data_missing,
                 fmt::format("the orbit of {} cannot be computed", name_of(body)),
                 {}};
  }
  const auto point = [&](std::size_t i) {
    const auto& place = ecliptic.of.at(i);
    return OrbitalPoint{normalized_degrees(place[0]), place[1], place[2],
                        normalized_degrees(equatorial.of.at(i)[0]), equatorial.of.at(i)[1]};
  };
  OrbitalPoints points{{}, {}, point(2), point(3)};
  if (body != Body::sun && body != Body::earth) {
    points.ascending_node = point(0);
    points.descending_node = point(1);
  }
  return points;
}

Result<BodyState> SwissOrbits::asteroid_at(JulianDayUt when, int number, const Frame& frame) const {
  if (const auto body = body_of_number(number)) {
    BodyState state;
    if (auto done = ephemeris_.states_at(when, {&*body, 1}, frame, {&state, 1}); !done) {
      return done.error();
    }
    return state;
  }
  if (number != pholus_number && !has_file(directory_, number)) return no_file_for(number);
  if (auto covered = check_coverage(when, Body::ceres); !covered) return covered.error();
  computation_counts().swiss.add();
  thread_state().use(directory_);
  thread_state().enter(when);
  select(frame);
  const int flags = center_flags(frame.center);
  double ecliptic[6];
  double equatorial[6];
  if (!ask_for_asteroid(when, number, flags | (frame.ayanamsa ? SEFLG_SIDEREAL : 0), ecliptic) ||
      !ask_for_asteroid(when, number, flags | SEFLG_EQUATORIAL, equatorial)) {
    return Error{ErrorCode::outside_ephemeris,
                 fmt::format("the data file for asteroid {} does not cover this date", number),
                 {}};
  }
  return state_from(ecliptic, equatorial);
}

std::string SwissOrbits::asteroid_name(int number) const {
  thread_state().use(directory_);
  char name[AS_MAXCH] = "";
  swe_get_planet_name(number == pholus_number ? SE_PHOLUS : SE_AST_OFFSET + number, name);
  // libswe says "433: not found" where it knows neither file nor name.
  const std::string text{name};
  return text.empty() || text.find(':') != std::string::npos ? std::to_string(number) : text;
}

}  // namespace astronova::sky::swiss
