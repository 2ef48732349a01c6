#include "places/gazetteer/nearest.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <utility>

#include "places/gazetteer/unit_vector.h"

namespace astronova::places::gazetteer {
namespace {

constexpr int cubes_along = 64;
constexpr double cube_edge = 2.0 / cubes_along;
constexpr double earth_radius_km = 6371.0088;  // IUGG mean radius

struct Cube {
  int x = 0;
  int y = 0;
  int z = 0;
};

int along(double coordinate) {
  return std::clamp(static_cast<int>((coordinate + 1) / cube_edge), 0, cubes_along - 1);
}

Cube cube_of(const UnitVector& at) {
  return {along(at[0]), along(at[1]), along(at[2])};
}

bool exists(const Cube& cube) {
  const auto within = [](int i) { return i >= 0 && i < cubes_along; };
  return within(cube.x) && within(cube.y) && within(cube.z);
}

std::size_t index_of(const Cube& cube) {
  return static_cast<std::size_t>((cube.x * cubes_along + cube.y) * cubes_along + cube.z);
}

// The cubes that are `away` steps from one, in the shell around it.
template <class Take>
void for_each_in_shell(const Cube& center, int away, Take take) {
  for (int x = -away; x <= away; ++x) {
    for (int y = -away; y <= away; ++y) {
      const bool side = std::abs(x) == away || std::abs(y) == away;
      const int step = side || away == 0 ? 1 : 2 * away;
      for (int z = -away; z <= away; z += step) {
        const Cube cube{center.x + x, center.y + y, center.z + z};
        if (exists(cube)) take(cube);
      }
    }
  }
}

UnitVector position(const GazetteerFile& file, PlaceId place) {
  return unit_vector(file.latitude(place) / 1e5, file.longitude(place) / 1e5);
}

double distance_km(double chord_squared) {
  return 2 * earth_radius_km * std::asin(std::min(1.0, std::sqrt(chord_squared) / 2));
}

// The `limit` nearest so far, the furthest of them on top of a heap.
class Nearest {
 public:
  explicit Nearest(std::size_t limit) : limit_(limit) {}

  bool full() const { return found_.size() == limit_; }
  double furthest_chord_squared() const { return full() ? found_.front().first : 4; }

  void add(double chord_squared, PlaceId place) {
    found_.emplace_back(chord_squared, place);
    std::push_heap(found_.begin(), found_.end());
    if (found_.size() <= limit_) return;
    std::pop_heap(found_.begin(), found_.end());
    found_.pop_back();
  }

  std::vector<NearestPlaces::Found> sorted() && {
    std::sort_heap(found_.begin(), found_.end());
    std::vector<NearestPlaces::Found> places;
    places.reserve(found_.size());
    for (const auto& [chord, place] : found_)
      places.push_back({place, distance_km(chord)});
    return places;
  }

 private:
  std::size_t limit_;
  std::vector<std::pair<double, PlaceId>> found_;
};

}  // namespace

NearestPlaces::NearestPlaces(const GazetteerFile& file)
    : file_(file),
      cubes_(static_cast<std::size_t>(cubes_along) * cubes_along * cubes_along + 1),
      places_(file.place_count()) {
  std::vector<std::uint32_t> cube(file.place_count());
  for (PlaceId place = 0; place < file.place_count(); ++place) {
    cube[place] = static_cast<std::uint32_t>(index_of(cube_of(position(file, place))));
    ++cubes_[cube[place] + 1];
  }
  for (std::size_t i = 1; i < cubes_.size(); ++i)
    cubes_[i] += cubes_[i - 1];
  auto next = cubes_;
  for (PlaceId place = 0; place < file.place_count(); ++place)
    places_[next[cube[place]]++] = place;
}

std::vector<NearestPlaces::Found> NearestPlaces::around(double latitude, double longitude,
                                                        std::size_t limit) const {
  limit = std::min<std::size_t>(limit, file_.place_count());
  if (limit == 0) return {};
  const auto from = unit_vector(latitude, longitude);
  const auto center = cube_of(from);
  Nearest nearest(limit);
  for (int away = 0; away < cubes_along; ++away) {
    for_each_in_shell(center, away, [&](const Cube& cube) {
      const auto index = index_of(cube);
      for (auto i = cubes_[index]; i < cubes_[index + 1]; ++i) {
        // No place is nearer than its latitude is.
        const double parallel =
            (file_.latitude(places_[i]) / 1e5 - latitude) * std::numbers::pi / 180;
        const double least_chord = 2 * std::sin(parallel / 2);
        if (least_chord * least_chord > nearest.furthest_chord_squared()) continue;
        nearest.add(chord_squared(from, position(file_, places_[i])), places_[i]);
      }
    });
    // What has not been looked into is at least this many edges away.
    const double looked_into = away * cube_edge;
    if (nearest.full() && looked_into * looked_into >= nearest.furthest_chord_squared()) break;
  }
  return std::move(nearest).sorted();
}

}  // namespace astronova::places::gazetteer
