#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "places/gazetteer/gazetteer_file.h"

namespace astronova::places::gazetteer {

/// All places by the cubes, 64 along each axis, into which the Earth's unit sphere is cut: without
/// poles or a date line, the nearest are in the cubes around.
/// threads  all of them at once, once made
class NearestPlaces {
 public:
  /// cost  some milliseconds and a megabyte
  explicit NearestPlaces(const GazetteerFile& file);

  struct Found {
    PlaceId place = 0;
    double distance_km = 0;
  };
  /// The nearest, by distance; degrees.
  std::vector<Found> around(double latitude, double longitude, std::size_t limit) const;

 private:
  const GazetteerFile& file_;
  std::vector<std::uint32_t> cubes_;  // where each cube begins in places_, and one more
  std::vector<PlaceId> places_;
};

}  // namespace astronova::places::gazetteer
