#pragma once

#include <cmath>

namespace astronova::rendering {

/// A place in a drawing: pixels of its view box, x to the right, y downward.
struct Point {
  double x = 0;
  double y = 0;
};

inline Point operator+(Point a, Point b) {
  return {a.x + b.x, a.y + b.y};
}
inline Point operator-(Point a, Point b) {
  return {a.x - b.x, a.y - b.y};
}
inline Point operator*(Point a, double factor) {
  return {a.x * factor, a.y * factor};
}

inline double distance(Point a, Point b) {
  // Coordinates of a page: what std::hypot does against overflow would cost more than it saves.
  const Point way = a - b;
  return std::sqrt(way.x * way.x + way.y * way.y);
}

/// An upright rectangle, edges included.
struct Box {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;

  static Box around(Point center, double width, double height) {
    return {center.x - width / 2, center.y - height / 2, center.x + width / 2,
            center.y + height / 2};
  }
  bool overlaps(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
  Box grown(double margin) const {
    return {left - margin, top - margin, right + margin, bottom + margin};
  }
  double width() const { return right - left; }
  double height() const { return bottom - top; }
};

}  // namespace astronova::rendering
