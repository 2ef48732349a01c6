#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sky/ephemeris.h"
#include "sky/fixed_stars.h"

namespace astronova::sky::swiss {

/// The stars of sefstars.txt, which Debian's swe-basic-data brings.
/// Threads: as the adapter of the ephemeris. The file is read when it is first asked for.
/// Source: Swiss Ephemeris programming interface, swe_fixstar2_ut.
class SwissFixedStars final : public FixedStars {
 public:
  /// @param directory holds sefstars.txt and the .se1 files
  /// @param coverage  of the planets, on whose files the place of the Earth depends
  SwissFixedStars(std::string directory, std::optional<Coverage> coverage)
      : directory_(std::move(directory)), coverage_(coverage) {}

  std::span<const FixedStar> catalogue() const override;
  Result<void> states_at(JulianDayUt when, std::span<const std::size_t> stars,
                         std::span<StarState> states) const override;

 private:
  std::string directory_;
  std::optional<Coverage> coverage_;
  mutable std::once_flag read_{};
  mutable std::vector<FixedStar> catalogue_{};
};

}  // namespace astronova::sky::swiss
