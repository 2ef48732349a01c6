#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "places/gazetteer/gazetteer_file.h"

namespace astronova::places::gazetteer {

/// How a place's division and country fit what was typed behind the commas.
enum class RegionFit : std::uint8_t { none, beginning, whole };

/// The divisions whose name, code or country fits every text.
class RegionFilter {
 public:
  /// No region has more words, and nobody names more regions of one place.
  static constexpr std::size_t words_max = 8;

  /// @param regions folded texts; without any, every place fits. A text may name two regions, one
  ///                within the other ("tx usa"). None fits more than words_max texts or words.
  RegionFilter(const GazetteerFile& file, const std::vector<std::string>& regions);

  RegionFit fit(PlaceId place) const {
    return fits_.empty() ? RegionFit::whole : fits_[file_.division(place)];
  }

  /// Whether any division fits.
  bool possible() const { return possible_; }

 private:
  using Fits = std::vector<RegionFit>;
  Fits fits_of(std::string_view text) const;
  Fits fits_of_region(std::string_view region) const;

  const GazetteerFile& file_;
  Fits fits_;  // by division; empty: all fit
  bool possible_ = true;
};

}  // namespace astronova::places::gazetteer
