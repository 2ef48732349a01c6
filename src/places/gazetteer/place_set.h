#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "places/gazetteer/gazetteer_file.h"

namespace astronova::places::gazetteer {

/// A set of places, a bit each.
class PlaceSet {
 public:
  explicit PlaceSet(std::uint32_t place_count) : bits_((place_count + 63) / 64) {}

  void add(PlaceId place) { bits_[place / 64] |= std::uint64_t{1} << place % 64; }
  bool contains(PlaceId place) const { return (bits_[place / 64] >> place % 64 & 1U) != 0; }

  PlaceSet& operator&=(const PlaceSet& other) {
    for (std::size_t i = 0; i < bits_.size(); ++i)
      bits_[i] &= other.bits_[i];
    return *this;
  }
  /// Adds what is in both.
  void add_common(const PlaceSet& a, const PlaceSet& b) {
    for (std::size_t i = 0; i < bits_.size(); ++i)
      bits_[i] |= a.bits_[i] & b.bits_[i];
  }

  /// Calls take(PlaceId) from the most populous on, until it returns false.
  template <class Take>
  void for_each_while(Take take) const {
    for (std::size_t i = 0; i < bits_.size(); ++i) {
      for (auto left = bits_[i]; left != 0; left &= left - 1) {
        if (!take(static_cast<PlaceId>(i * 64 + static_cast<std::size_t>(std::countr_zero(left)))))
          return;
      }
    }
  }

 private:
  std::vector<std::uint64_t> bits_;
};

}  // namespace astronova::places::gazetteer
