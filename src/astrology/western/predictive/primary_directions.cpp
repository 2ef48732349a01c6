#include "astrology/western/predictive/primary_directions.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "astrology/western/predictive/equator.h"
#include "astrology/western/predictive/time_units.h"
#include "base/angle.h"
#include "sky/horizon.h"

namespace astronova::astrology {
namespace {

using sky::Body;

constexpr std::array<std::string_view, 2> system_names{"placidus", "regiomontanus"};
constexpr std::array<std::string_view, 2> key_names{"ptolemy", "naibod"};
constexpr std::array<std::string_view, 3> motion_names{"direct", "converse", "traditionalConverse"};
constexpr std::array<std::string_view, 4> latitude_names{"neither", "promissors", "significators",
                                                         "both"};

// A point of the zodiac from which a body makes an aspect.
struct Promissor {
  AspectPoint body;
  AspectKind kind{};
  bool sinister = false;
  EquatorialPoint point;
};

struct Significator {
  AspectPoint body;
  std::optional<EquatorialPoint> point;       // none of the angles
  std::optional<MundanePosition> position{};  // none where it has none
};

double years_of(double arc, DirectionKey key) {
  return key == DirectionKey::ptolemy ? arc : arc / naibod_degrees;
}

class DirectionFinder {
 public:
  DirectionFinder(const DirectionSettings& settings, JulianDayUt birth, const MundaneSphere& sphere,
                  double obliquity)
      : settings_(settings), birth_(birth), sphere_(sphere), obliquity_(obliquity) {}

  void add_body(Body body, const sky::BodyState& state) {
    const AspectPoint point{PointKind::body, body, state.longitude, state.longitude_speed};
    const bool promissors = settings_.latitude == DirectionLatitude::promissors ||
                            settings_.latitude == DirectionLatitude::both;
    const bool significators = settings_.latitude == DirectionLatitude::significators ||
                               settings_.latitude == DirectionLatitude::both;
    const auto place = point_of(state.longitude, significators ? state.latitude : 0);
    significators_.push_back({point, place, mundane_position(sphere_, place)});
    for (std::size_t i = 0; i < aspect_kind_count; ++i) {
      if (settings_.aspects.orbs[i].wanted) {
        add_promissors(point, static_cast<AspectKind>(i), promissors ? state.latitude : 0);
      }
    }
  }

  void add_angles(const sky::Angles& angles) {
    significators_.push_back({{PointKind::ascendant, {}, angles.ascendant, 0},
                              std::nullopt,
                              ascendant_position(sphere_.system)});
    significators_.push_back(
        {{PointKind::midheaven, {}, angles.midheaven, 0}, std::nullopt, midheaven_position()});
  }

  std::vector<PrimaryDirection> find() {
    for (const auto motion : settings_.motions) {
      for (const auto& promissor : promissors_) {
        for (const auto& significator : significators_)
          direct(promissor, significator, motion);
      }
    }
    std::ranges::stable_sort(found_, {}, &PrimaryDirection::arc);
    return std::move(found_);
  }

 private:
  EquatorialPoint point_of(double longitude, double latitude) const {
    return equatorial_point(longitude, latitude, obliquity_);
  }

  void add_promissors(const AspectPoint& body, AspectKind kind, double latitude) {
    const double angle = angle_of(kind);
    if (angle == 0) {
      promissors_.push_back({body, kind, false, point_of(body.longitude, latitude)});
    } else if (angle == 180) {
      promissors_.push_back({body, kind, false, point_of(body.longitude + 180, -latitude)});
    } else {
      promissors_.push_back({body, kind, false, point_of(body.longitude - angle, 0)});
      promissors_.push_back({body, kind, true, point_of(body.longitude + angle, 0)});
    }
  }

  SphereTurns arcs_of(const Promissor& promissor, const Significator& significator,
                      DirectionMotion motion) const {
    if (motion == DirectionMotion::traditional_converse) {
      if (!significator.point) return {};
      const auto position = mundane_position(sphere_, promissor.point);
      if (!position) return {};
      return degrees_until(sphere_, *position, *significator.point);
    }
    if (!significator.position) return {};
    auto arcs = degrees_until(sphere_, *significator.position, promissor.point);
    if (motion == DirectionMotion::converse) {
      for (auto& arc : arcs)
        arc = normalized_degrees(-arc);
    }
    return arcs;
  }

  void direct(const Promissor& promissor, const Significator& significator,
              DirectionMotion motion) {
    const bool is_itself = significator.body.kind == PointKind::body &&
                           significator.body.body == promissor.body.body &&
                           angle_of(promissor.kind) == 0;
    if (is_itself) return;
    for (const double arc : arcs_of(promissor, significator, motion))
      add(promissor, significator, motion, arc);
  }

  void add(const Promissor& promissor, const Significator& significator, DirectionMotion motion,
           double arc) {
    const double years = years_of(arc, settings_.key);
    if (years < settings_.years_from || years >= settings_.years_to) return;
    found_.push_back({promissor.body,
                      promissor.kind,
                      promissor.sinister,
                      significator.body,
                      motion,
                      arc,
                      years,
                      {birth_.value + years * tropical_year_days}});
  }

  const DirectionSettings& settings_;
  JulianDayUt birth_;
  MundaneSphere sphere_;
  double obliquity_;
  std::vector<Promissor> promissors_;
  std::vector<Significator> significators_;
  std::vector<PrimaryDirection> found_;
};

}  // namespace

std::span<const std::string_view> mundane_system_names() {
  return system_names;
}
std::span<const std::string_view> direction_key_names() {
  return key_names;
}
std::span<const std::string_view> direction_motion_names() {
  return motion_names;
}
std::span<const std::string_view> direction_latitude_names() {
  return latitude_names;
}

Result<std::vector<PrimaryDirection>> primary_directions(const sky::Ephemeris& ephemeris,
                                                         JulianDayUt birth,
                                                         const sky::GeographicPosition& place,
                                                         const DirectionSettings& settings) {
  const auto obliquity = sky::obliquity_at(ephemeris, birth);
  if (!obliquity) return obliquity.error();
  // Of the system only the angles are wanted, which are those of every system.
  const auto houses = ephemeris.houses(birth, place, sky::HouseSystem::equal, std::nullopt);
  if (!houses) return houses.error();
  std::array<sky::BodyState, sky::body_count> all_states;
  const auto states = std::span{all_states}.first(settings.bodies.size());
  if (auto done = ephemeris.states_at(birth, settings.bodies, {}, states); !done) {
    return done.error();
  }
  DirectionFinder finder(settings, birth, {houses->angles.armc, place.latitude, settings.system},
                         *obliquity);
  for (std::size_t i = 0; i < states.size(); ++i)
    finder.add_body(settings.bodies[i], states[i]);
  finder.add_angles(houses->angles);
  return finder.find();
}

}  // namespace astronova::astrology
