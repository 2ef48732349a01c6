#include "sky/table/table_ephemeris.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/angle.h"
#include "sky/computation_counts.h"
#include "sky/houses/house_cusps.h"
#include "sky/table/kernel.h"
#include "sky/table/table_file.h"
#include "sky/table/table_pieces.h"

namespace astronova::sky {
namespace {

using table::Kernel;
using table::Motion;
using table::Orientation;
using table::Point;
using table::TableFile;

constexpr double seconds_per_day = 86'400;

bool is_south_node(Body body) {
  return body == Body::mean_south_node || body == Body::true_south_node;
}

// The point opposite its north node; distance and its speed are the node's own.
void mirror(BodyState& state) {
  state.longitude = normalized_degrees(state.longitude + 180);
  state.latitude = -state.latitude;
  state.latitude_speed = -state.latitude_speed;
  state.right_ascension = normalized_degrees(state.right_ascension + 180);
  state.declination = -state.declination;
}

// A part has a unit for each coordinate.
void prefetch(const Point& point, std::size_t coordinates) {
  for (std::size_t i = 0; i < coordinates; ++i)
    __builtin_prefetch(point.part + i * table::part_unit);
}

// Some bodies, all of them held, at some instants, all of them spanned. Memory answers late: what
// is going to be read is asked for first.
template <std::size_t InstantsMax>
class Block {
 public:
  Block(const TableFile& file, const Kernel& kernel, std::span<const JulianDayUt> instants)
      : file_(file), kernel_(kernel), instants_(instants) {
    std::array<Point, InstantsMax> points{};
    for (std::size_t i = 0; i < instants.size(); ++i)
      points[i] = file.delta_t().point_at(instants[i].value);
    std::array<Motion, InstantsMax> delta_t;
    kernel.motions(points.data(), instants.size(), delta_t.data());
    for (std::size_t i = 0; i < instants.size(); ++i) {
      tt_[i] = instants[i].value + delta_t[i].value / seconds_per_day;
      orientation_points_[i] = file.orientation().point_at(tt_[i]);
      prefetch(orientation_points_[i], 2);
    }
  }

  void orient(std::optional<Ayanamsa> ayanamsa) {
    kernel_.orientations(orientation_points_.data(), instants_.size(), orientations_.data());
    if (ayanamsa) turn_to(*ayanamsa);
  }

  // At the first instant.
  void all_at_once(std::span<const Body> bodies, std::optional<Ayanamsa> ayanamsa,
                   std::span<BodyState> states) {
    // Clearing it would cost as much as filling it.
    std::array<Point, body_count> points;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t i = 0; i < bodies.size(); ++i)
      points[i] = fetched(bodies[i], tt_[0]);
    orient(ayanamsa);
    kernel_.states(points.data(), bodies.size(), orientations_.data(), 0, states.data(), 1);
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      if (is_south_node(bodies[i])) mirror(states[i]);
    }
  }

  // After orient().
  void one_after_another(Body body, BodyState* states, std::size_t stride) const {
    std::array<Point, InstantsMax> points{};
    for (std::size_t i = 0; i < instants_.size(); ++i)
      points[i] = fetched(body, tt_[i]);
    kernel_.states(points.data(), instants_.size(), orientations_.data(), 1, states, stride);
    if (!is_south_node(body)) return;
    for (std::size_t i = 0; i < instants_.size(); ++i)
      mirror(states[i * stride]);
  }

  const Orientation& orientation() const { return orientations_[0]; }

 private:
  Point fetched(Body body, double tt) const {
    const Point point = file_.body(body).point_at(tt);
    prefetch(point, 3);
    return point;
  }

  void turn_to(Ayanamsa ayanamsa) {
    std::array<Point, InstantsMax> points{};
    for (std::size_t i = 0; i < instants_.size(); ++i)
      points[i] = file_.ayanamsa(ayanamsa).point_at(tt_[i]);
    std::array<Motion, InstantsMax> motions;
    kernel_.motions(points.data(), instants_.size(), motions.data());
    for (std::size_t i = 0; i < instants_.size(); ++i)
      orientations_[i].origin = {-motions[i].value, -motions[i].per_day};
  }

  const TableFile& file_;
  const Kernel& kernel_;
  std::span<const JulianDayUt> instants_;
  std::array<double, InstantsMax> tt_{};
  std::array<Point, InstantsMax> orientation_points_{};
  std::array<Orientation, InstantsMax> orientations_{};
};

class TableEphemeris final : public Ephemeris {
 public:
  TableEphemeris(std::unique_ptr<TableFile> file, std::unique_ptr<Ephemeris> reference,
                 const Kernel& kernel)
      : file_(std::move(file)),
        reference_(std::move(reference)),
        provenance_(fmt::format("{} (table)", reference_->provenance())),
        kernel_(kernel),
        pieces_(*file_) {}

  Result<void> states_at(JulianDayUt when, std::span<const Body> bodies, const Frame& frame,
                         std::span<BodyState> states) const override {
    if (!spans(when) || !holds(frame)) return reference_->states_at(when, bodies, frame, states);
    if (bodies.size() > body_count || !holds(bodies)) {
      return one_by_one(when, bodies, frame, states);
    }
    count();
    Block<1>(*file_, kernel_, {&when, 1}).all_at_once(bodies, frame.ayanamsa, states);
    return {};
  }

  Result<void> states_of(Body body, std::span<const JulianDayUt> instants, const Frame& frame,
                         std::span<BodyState> states) const override {
    if (!holds(frame) || !holds({&body, 1}) || !spans(instants)) {
      for (std::size_t i = 0; i < instants.size(); ++i) {
        auto done = states_at(instants[i], {&body, 1}, frame, states.subspan(i, 1));
        if (!done) return done;
      }
      return {};
    }
    count(instants.size());
    constexpr std::size_t at_once = 16;
    for (std::size_t i = 0; i < instants.size(); i += at_once) {
      const auto some = instants.subspan(i, std::min(at_once, instants.size() - i));
      Block<at_once> block(*file_, kernel_, some);
      block.orient(frame.ayanamsa);
      block.one_after_another(body, &states[i], 1);
    }
    return {};
  }

  Result<Houses> houses(JulianDayUt when, const GeographicPosition& place, HouseSystem system,
                        std::optional<Ayanamsa> ayanamsa) const override {
    const bool ours = spans(when) && has_own_cusps(system) && (!ayanamsa || holds(*ayanamsa));
    if (!ours) return reference_->houses(when, place, system, ayanamsa);
    count();
    Result<Houses> houses{*houses_of(frame_of(when, place), system)};
    if (ayanamsa) *houses = sidereal_houses(*houses, ayanamsa_at(when, *ayanamsa));
    return houses;
  }

  Result<Degrees> ayanamsa(JulianDayUt when, Ayanamsa which) const override {
    if (!spans(when) || !holds(which)) return reference_->ayanamsa(when, which);
    count();
    return ayanamsa_at(when, which);
  }

  Seconds delta_t(JulianDayUt when) const override {
    if (!spans(when)) return reference_->delta_t(when);
    const Point point = file_->delta_t().point_at(when.value);
    Motion delta_t;
    kernel_.motions(&point, 1, &delta_t);
    return {delta_t.value};
  }

  std::optional<Coverage> coverage(Body body) const override { return reference_->coverage(body); }

  std::string_view provenance() const override { return provenance_; }

  const Polynomials* polynomials(const Frame& frame) const override {
    return holds(frame) ? &pieces_ : nullptr;
  }

  const FixedStars* fixed_stars() const override { return reference_->fixed_stars(); }
  const Orbits* orbits() const override { return reference_->orbits(); }

 private:
  static void count(std::uint64_t computations = 1) {
    computation_counts().table.add(computations);
  }

  bool spans(JulianDayUt when) const { return when >= file_->first() && when <= file_->last(); }
  bool spans(std::span<const JulianDayUt> instants) const {
    return std::ranges::all_of(instants, [this](JulianDayUt when) { return spans(when); });
  }

  bool holds(Ayanamsa ayanamsa) const { return file_->ayanamsa(ayanamsa).exists(); }
  bool holds(const Frame& frame) const {
    return frame.center == Center::geocentric && (!frame.ayanamsa || holds(*frame.ayanamsa));
  }
  bool holds(std::span<const Body> bodies) const {
    return std::ranges::all_of(bodies, [this](Body body) { return file_->holds(body); });
  }

  Result<void> one_by_one(JulianDayUt when, std::span<const Body> bodies, const Frame& frame,
                          std::span<BodyState> states) const {
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      const auto body = bodies.subspan(i, 1);
      auto done = holds(body) ? states_at(when, body, frame, states.subspan(i, 1))
                              : reference_->states_at(when, body, frame, states.subspan(i, 1));
      if (!done) return done;
    }
    return {};
  }

  HouseFrame frame_of(JulianDayUt when, const GeographicPosition& place) const {
    const std::array points{file_->delta_t().point_at(when.value),
                            file_->sidereal_time().point_at(when.value)};
    std::array<Motion, 2> motions;
    kernel_.motions(points.data(), points.size(), motions.data());
    const double tt = when.value + motions[0].value / seconds_per_day;
    const Point point = file_->orientation().point_at(tt);
    Orientation orientation;
    kernel_.orientations(&point, 1, &orientation);
    const double mean =
        table::sidereal_at_j2000 +
        std::remainder(table::sidereal_per_day * (when.value - table::j2000), 360.0);
    return {normalized_degrees(mean + motions[1].value + place.longitude), orientation.obliquity,
            place.latitude};
  }

  Degrees ayanamsa_at(JulianDayUt when, Ayanamsa which) const {
    Block<1> block(*file_, kernel_, {&when, 1});
    block.orient(which);
    const auto& orientation = block.orientation();
    return {orientation.nutation.value - orientation.origin.value};
  }

  std::unique_ptr<TableFile> file_;
  std::unique_ptr<Ephemeris> reference_;
  std::string provenance_;
  const Kernel& kernel_;
  table::TablePieces pieces_;
};

}  // namespace

Result<std::unique_ptr<Ephemeris>> open_table_ephemeris(const std::string& path,
                                                        std::unique_ptr<Ephemeris>& reference,
                                                        const table::Kernel& kernel) {
  auto file = TableFile::open(path);
  if (!file) return file.error();
  return std::unique_ptr<Ephemeris>(
      std::make_unique<TableEphemeris>(std::move(*file), std::move(reference), kernel));
}

Result<std::unique_ptr<Ephemeris>> make_table_ephemeris(const table::BuildSettings& settings,
                                                        std::unique_ptr<Ephemeris>& reference) {
  const auto bytes = table::table_bytes(settings, [](const table::SeriesSize&) {});
  if (!bytes) return bytes.error();
  auto file = TableFile::of(*bytes);
  if (!file) return file.error();
  return std::unique_ptr<Ephemeris>(std::make_unique<TableEphemeris>(
      std::move(*file), std::move(reference), table::kernels().back()));
}

}  // namespace astronova::sky
