#include "sky/table/table_ephemeris.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include <fmt/format.h>

#include "base/angle.h"
#include "sky/houses/house_cusps.h"
#include "sky/table/table_file.h"
#include "sky/table/table_pieces.h"

namespace astronova::sky {
namespace {

using table::TableFile;

constexpr double seconds_per_day = 86'400;

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

double degrees(double radians) {
  return radians * 180 / std::numbers::pi;
}

// What all bodies of an instant need.
struct Epoch {
  double tt = 0;
  table::Motion nutation;  // in longitude, degrees
  double sin_obliquity = 0;
  double cos_obliquity = 1;
  table::Motion ayanamsa;  // degrees; zero in the tropical zodiac
};

// The body of whose series a body is made.
Body source_of(Body body) {
  if (body == Body::mean_south_node) return Body::mean_node;
  if (body == Body::true_south_node) return Body::true_node;
  return body;
}

// Such sidereal longitudes are no differences of tropical ones.
bool counts_on_a_fixed_ecliptic(Ayanamsa ayanamsa) {
  return ayanamsa == Ayanamsa::j2000 || ayanamsa == Ayanamsa::j1900 ||
         ayanamsa == Ayanamsa::b1950 || ayanamsa == Ayanamsa::skydram_mardyks;
}

class TableEphemeris final : public Ephemeris {
 public:
  TableEphemeris(std::unique_ptr<TableFile> file, std::unique_ptr<Ephemeris> reference)
      : file_(std::move(file)), reference_(std::move(reference)), pieces_(*file_) {}

  Result<void> states_at(JulianDayUt when, std::span<const Body> bodies, const Frame& frame,
                         std::span<BodyState> states) const override {
    if (!covers(when, frame)) return reference_->states_at(when, bodies, frame, states);
    const auto epoch = epoch_at(when, frame);
    if (!epoch) return epoch.error();
    std::array<const double*, body_count> parts{};
    for (const auto body : bodies)
      fetch(body, epoch->tt, parts);
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      if (const double* part = parts[static_cast<std::size_t>(bodies[i])]) {
        states[i] = state_of(bodies[i], part, *epoch);
      } else if (auto done =
                     reference_->states_at(when, bodies.subspan(i, 1), frame, states.subspan(i, 1));
                 !done) {
        return done;
      }
    }
    return {};
  }

  Result<void> states_of(Body body, std::span<const JulianDayUt> instants, const Frame& frame,
                         std::span<BodyState> states) const override {
    for (std::size_t i = 0; i < instants.size(); ++i) {
      auto done = states_at(instants[i], {&body, 1}, frame, states.subspan(i, 1));
      if (!done) return done;
    }
    return {};
  }

  Result<Houses> houses(JulianDayUt when, const GeographicPosition& place, HouseSystem system,
                        std::optional<Ayanamsa> ayanamsa) const override {
    const bool ours = spans(when) && has_own_cusps(system) &&
                      !(ayanamsa && counts_on_a_fixed_ecliptic(*ayanamsa));
    if (!ours) return reference_->houses(when, place, system, ayanamsa);
    const auto tropical = houses_of(frame_of(when, place), system);
    if (!ayanamsa) return *tropical;
    const auto degrees = reference_->ayanamsa(when, *ayanamsa);
    if (!degrees) return degrees.error();
    return sidereal_houses(*tropical, *degrees);
  }

  Result<Degrees> ayanamsa(JulianDayUt when, Ayanamsa which) const override {
    return reference_->ayanamsa(when, which);
  }

  Seconds delta_t(JulianDayUt when) const override {
    if (!spans(when)) return reference_->delta_t(when);
    return {file_->delta_t().at<1>(when.value)[0].value};
  }

  std::optional<Coverage> coverage(Body body) const override { return reference_->coverage(body); }

  std::string provenance() const override { return reference_->provenance() + " (table)"; }

  const Polynomials* polynomials(const Frame& frame) const override {
    return holds(frame) ? &pieces_ : nullptr;
  }

 private:
  HouseFrame frame_of(JulianDayUt when, const GeographicPosition& place) const {
    const double tt = when.value + delta_t(when).value / seconds_per_day;
    const double mean =
        table::sidereal_at_j2000 +
        std::remainder(table::sidereal_per_day * (when.value - table::j2000), 360.0);
    const double sidereal_time = mean + file_->sidereal_time().at<1>(when.value)[0].value;
    return {normalized_degrees(sidereal_time + place.longitude),
            file_->orientation().at<2>(tt)[1].value, place.latitude};
  }

  bool spans(JulianDayUt when) const { return when >= file_->first() && when <= file_->last(); }

  bool covers(JulianDayUt when, const Frame& frame) const { return holds(frame) && spans(when); }

  static bool holds(const Frame& frame) {
    return frame.center == Center::geocentric &&
           !(frame.ayanamsa && counts_on_a_fixed_ecliptic(*frame.ayanamsa));
  }

  // Memory answers late: all polynomials are asked for before the first is read.
  void fetch(Body body, double tt, std::array<const double*, body_count>& parts) const {
    if (!file_->holds(source_of(body))) return;
    const auto& series = file_->body(source_of(body));
    const double* const part = series.part_at(tt);
    series.prefetch(part);
    parts[static_cast<std::size_t>(body)] = part;
  }

  Result<Epoch> epoch_at(JulianDayUt when, const Frame& frame) const {
    Epoch epoch;
    epoch.tt = when.value + delta_t(when).value / seconds_per_day;
    const auto orientation = file_->orientation().at<2>(epoch.tt);
    epoch.nutation = orientation[0];
    epoch.sin_obliquity = std::sin(radians(orientation[1].value));
    epoch.cos_obliquity = std::cos(radians(orientation[1].value));
    if (!frame.ayanamsa) return epoch;
    // Ayanamsas move evenly but for the nutation: a day's difference is their speed.
    constexpr double step = 0.5;
    const auto now = reference_->ayanamsa(when, *frame.ayanamsa);
    const auto before = reference_->ayanamsa({when.value - step}, *frame.ayanamsa);
    const auto after = reference_->ayanamsa({when.value + step}, *frame.ayanamsa);
    if (!now) return now.error();
    if (!before) return before.error();
    if (!after) return after.error();
    epoch.ayanamsa = {now->value, (after->value - before->value) / (2 * step)};
    return epoch;
  }

  BodyState state_of(Body body, const double* part, const Epoch& epoch) const {
    auto [longitude, latitude, distance] = file_->body(source_of(body)).read<3>(part, epoch.tt);
    longitude.value += epoch.nutation.value;
    if (source_of(body) != body) {
      longitude.value += 180;
      latitude.value = -latitude.value;
      latitude.per_day = -latitude.per_day;
    }
    BodyState state;
    state.longitude = normalized_degrees(longitude.value - epoch.ayanamsa.value);
    state.latitude = latitude.value;
    state.distance = distance.value;
    state.longitude_speed = longitude.per_day + epoch.nutation.per_day - epoch.ayanamsa.per_day;
    state.latitude_speed = latitude.per_day;
    state.distance_speed = distance.per_day;
    set_equatorial(longitude.value, epoch, state);
    return state;
  }

  // From the true ecliptic to the true equator of date.
  static void set_equatorial(double longitude, const Epoch& epoch, BodyState& state) {
    const double sin_longitude = std::sin(radians(longitude));
    const double cos_longitude = std::cos(radians(longitude));
    const double sin_latitude = std::sin(radians(state.latitude));
    const double cos_latitude = std::cos(radians(state.latitude));
    const double y =
        sin_longitude * cos_latitude * epoch.cos_obliquity - sin_latitude * epoch.sin_obliquity;
    const double z =
        sin_longitude * cos_latitude * epoch.sin_obliquity + sin_latitude * epoch.cos_obliquity;
    state.right_ascension =
        normalized_degrees(degrees(std::atan2(y, cos_longitude * cos_latitude)));
    state.declination = degrees(std::asin(std::clamp(z, -1.0, 1.0)));
  }

  std::unique_ptr<TableFile> file_;
  std::unique_ptr<Ephemeris> reference_;
  table::TablePieces pieces_;
};

}  // namespace

Result<std::unique_ptr<Ephemeris>> open_table_ephemeris(const std::string& path,
                                                        std::unique_ptr<Ephemeris>& reference) {
  auto file = TableFile::open(path);
  if (!file) return file.error();
  return std::unique_ptr<Ephemeris>(
      std::make_unique<TableEphemeris>(std::move(*file), std::move(reference)));
}

}  // namespace astronova::sky
