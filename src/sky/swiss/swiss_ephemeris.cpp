#include "sky/swiss/swiss_ephemeris.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <swephexp.h>

#include "base/angle.h"
#include "sky/computation_counts.h"
#include "sky/swiss/constants.h"
#include "sky/swiss/coverage_error.h"
#include "sky/swiss/data_files.h"
#include "sky/swiss/libswe_state.h"
#include "sky/swiss/swiss_fixed_stars.h"
#include "sky/swiss/swiss_orbits.h"
#include "sky/swiss/thread_state.h"

namespace astronova::sky {
namespace {

// Chiron's orbit is chaotic beyond these: libswe refuses from its CHIRON_START and CHIRON_END on,
// which are counted in TT, a day or more from UT that long ago.
constexpr Coverage chiron_span{{1967601.5 + 1}, {3419437.5 - 1}};

constexpr int source_flags = SEFLG_SWIEPH | SEFLG_JPLEPH | SEFLG_MOSEPH;

bool is_south_node(Body body) {
  return body == Body::mean_south_node || body == Body::true_south_node;
}

bool is_asteroid(Body body) {
  return body >= Body::chiron && body <= Body::vesta;
}

// The south node is the point opposite its north node; distance and its speed are the node's own.
void mirror(BodyState& state) {
  state.longitude = normalized_degrees(state.longitude + 180);
  state.latitude = -state.latitude;
  state.latitude_speed = -state.latitude_speed;
  state.right_ascension = normalized_degrees(state.right_ascension + 180);
  state.declination = -state.declination;
}

std::string name_and_version() {
  char version[AS_MAXCH] = "";
  // Debian adds "-deb1" to the version: its build, not another program.
  const std::string_view full = swe_version(version);
  return fmt::format("Swiss Ephemeris {} DE431", full.substr(0, full.find('-')));
}

class SwissEphemeris final : public Ephemeris {
 public:
  SwissEphemeris(std::string directory, swiss::DataFiles files)
      : directory_(std::move(directory)),
        files_(files),
        stars_(directory_, files_.planets),
        orbits_(directory_, *this) {}

  Result<void> states_at(JulianDayUt when, std::span<const Body> bodies, const Frame& frame,
                         std::span<BodyState> states) const override {
    computation_counts().swiss.add();
    prepare(frame);
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      if (auto done = compute(when, bodies[i], frame, states[i]); !done) return done;
    }
    return {};
  }

  Result<void> states_of(Body body, std::span<const JulianDayUt> instants, const Frame& frame,
                         std::span<BodyState> states) const override {
    computation_counts().swiss.add(instants.size());
    prepare(frame);
    for (std::size_t i = 0; i < instants.size(); ++i) {
      if (auto done = compute(instants[i], body, frame, states[i]); !done) return done;
    }
    return {};
  }

  Result<Houses> houses(JulianDayUt when, const GeographicPosition& place, HouseSystem system,
                        std::optional<Ayanamsa> ayanamsa) const override {
    computation_counts().swiss.add();
    prepare({Center::geocentric, ayanamsa, {}});
    if (auto covered = check_coverage(when, Body::sun); !covered) return covered.error();
    Houses houses;
    houses.requested = system;
    houses.system = system;
    if (!compute_houses(when, place, ayanamsa.has_value(), houses)) {
      houses.system = HouseSystem::porphyry;
      if (!compute_houses(when, place, ayanamsa.has_value(), houses)) {
        return Error{ErrorCode::internal, "house cusps could not be computed", {}};
      }
    }
    return houses;
  }

  Result<Degrees> ayanamsa(JulianDayUt when, Ayanamsa which) const override {
    computation_counts().swiss.add();
    prepare({Center::geocentric, which, {}});
    if (auto covered = check_coverage(when, Body::sun); !covered) return covered.error();
    double degrees = 0;
    char message[AS_MAXCH] = "";
    if (swe_get_ayanamsa_ex_ut(when.value, SEFLG_SWIEPH, &degrees, message) < 0) {
      return Error{ErrorCode::internal, "the ayanamsa could not be computed", {}};
    }
    return Degrees{degrees};
  }

  Seconds delta_t(JulianDayUt when) const override {
    prepare({});
    char message[AS_MAXCH] = "";
    return {swe_deltat_ex(when.value, SEFLG_SWIEPH, message) * 86'400.0};
  }

  std::optional<Coverage> coverage(Body body) const override {
    if (!is_asteroid(body)) return files_.planets;
    auto span = files_.asteroids;
    if (span && body == Body::chiron) {
      span->first = std::max(span->first, chiron_span.first);
      span->last = std::min(span->last, chiron_span.last);
    }
    return span;
  }

  std::string_view provenance() const override { return provenance_; }

  const FixedStars* fixed_stars() const override { return &stars_; }
  const Orbits* orbits() const override { return &orbits_; }

 private:
  // libswe's settings live in the calling thread and outlast a call, so every call makes its own.
  void prepare(const Frame& frame) const {
    swiss::thread_state().use(directory_);
    swiss::select(frame);
  }

  Result<void> check_coverage(JulianDayUt when, Body body) const {
    const auto span = coverage(body);
    if (!span) {
      return Error{ErrorCode::data_missing,
                   fmt::format("no ephemeris data are installed for {}", name_of(body)),
                   {}};
    }
    if (when >= span->first && when <= span->last) return {};
    return swiss::outside_coverage(name_of(body), *span);
  }

  Result<void> compute(JulianDayUt when, Body body, const Frame& frame, BodyState& state) const {
    if (!is_defined(body, frame.center)) {
      return Error{
          ErrorCode::invalid_value,
          fmt::format("{} has no {} position", name_of(body),
                      frame.center == Center::heliocentric ? "heliocentric" : "geocentric"),
          {}};
    }
    if (auto covered = check_coverage(when, body); !covered) return covered;
    if (swiss::thread_state().enter(when)) swiss::select(frame);
    const int flags = SEFLG_SWIEPH | SEFLG_SPEED | swiss::center_flags(frame.center);
    const int sidereal = frame.ayanamsa ? SEFLG_SIDEREAL : 0;

    double ecliptic[6];
    double equatorial[6];
    // libswe turns the equator along with a sidereal zodiac; right ascension stays on the true one.
    // Asked in this order, the second of two calls that differ in the coordinates is a copy.
    if (!ask(when, body, flags | sidereal, ecliptic) ||
        !ask(when, body, flags | SEFLG_EQUATORIAL, equatorial)) {
      return Error{ErrorCode::data_missing,
                   fmt::format("the ephemeris data for {} cannot be read", name_of(body)),
                   {}};
    }
    state = swiss::state_from(ecliptic, equatorial);
    if (is_south_node(body)) mirror(state);
    return {};
  }

  // False when libswe fails, or answers from another source than the files (it falls back to
  // Moshier's model without an error when a file is missing).
  static bool ask(JulianDayUt when, Body body, int flags, double* out) {
    char message[AS_MAXCH] = "";
    const int answered = swe_calc_ut(when.value, swiss::body_number(body), flags, out, message);
    return answered >= 0 && (answered & source_flags) == SEFLG_SWIEPH;
  }

  static bool compute_houses(JulianDayUt when, const GeographicPosition& place, bool sidereal,
                             Houses& houses) {
    double cusps[37];
    double angles[10];
    char message[AS_MAXCH] = "";
    const int flags = sidereal ? SEFLG_SIDEREAL : 0;
    if (swe_houses_ex2(when.value, flags, place.latitude, place.longitude,
                       swiss::house_letter(houses.system), cusps, angles, nullptr, nullptr,
                       message) < 0) {
      return false;
    }
    houses.count = houses.system == HouseSystem::gauquelin ? 36 : 12;
    for (std::size_t i = 0; i < houses.count; ++i) {
      houses.cusps[i] = normalized_degrees(cusps[i + 1]);
    }
    houses.angles = {normalized_degrees(angles[SE_ASC]), normalized_degrees(angles[SE_MC]),
                     normalized_degrees(angles[SE_VERTEX]), normalized_degrees(angles[SE_EQUASC]),
                     normalized_degrees(angles[SE_ARMC])};
    return true;
  }

  std::string directory_;
  swiss::DataFiles files_;
  std::string provenance_ = name_and_version();
  swiss::SwissFixedStars stars_;
  swiss::SwissOrbits orbits_;
};

}  // namespace

Result<std::unique_ptr<Ephemeris>> open_swiss_ephemeris(const std::string& directory) {
  // libswe would let this variable override the directory that we were given.
  unsetenv("SE_EPHE_PATH");
  const auto files = swiss::find_data_files(directory);
  if (!files.planets) {
    return Error{ErrorCode::data_missing,
                 "no Swiss Ephemeris files (sepl*.se1 and semo*.se1) in the ephemeris directory; "
                 "install Debian's swe-standard-data or name the directory in ASTRONOVA_EPHE_PATH",
                 {}};
  }
  return std::unique_ptr<Ephemeris>(std::make_unique<SwissEphemeris>(directory, files));
}

}  // namespace astronova::sky
