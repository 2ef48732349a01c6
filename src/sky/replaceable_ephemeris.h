#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "sky/ephemeris.h"

namespace astronova::sky {

/// The port on one ephemeris and, once there is a better one, on that: a server answers from the
/// first second, while what will answer later is still being read or made.
/// threads  as the port; replace() too may be called from any thread
class ReplaceableEphemeris final : public Ephemeris {
 public:
  explicit ReplaceableEphemeris(std::unique_ptr<Ephemeris> first);

  /// From now on this one answers. Calls under way end with the one that they began with: none is
  /// destroyed before this object is.
  void replace(std::unique_ptr<Ephemeris> next);

  Result<void> states_at(JulianDayUt when, std::span<const Body> bodies, const Frame& frame,
                         std::span<BodyState> states) const override;
  Result<void> states_of(Body body, std::span<const JulianDayUt> instants, const Frame& frame,
                         std::span<BodyState> states) const override;
  Result<Houses> houses(JulianDayUt when, const GeographicPosition& place, HouseSystem system,
                        std::optional<Ayanamsa> ayanamsa) const override;
  Result<Degrees> ayanamsa(JulianDayUt when, Ayanamsa which) const override;
  Seconds delta_t(JulianDayUt when) const override;
  std::optional<Coverage> coverage(Body body) const override;
  std::string_view provenance() const override;
  const Polynomials* polynomials(const Frame& frame) const override;
  const FixedStars* fixed_stars() const override;
  const Orbits* orbits() const override;

 private:
  const Ephemeris& current() const { return *current_.load(std::memory_order_acquire); }

  std::atomic<const Ephemeris*> current_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Ephemeris>> all_;
};

}  // namespace astronova::sky
