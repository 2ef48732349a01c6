#include <algorithm>
#include <array>

#include "rendering/wheel/aspect_line.h"

namespace astronova::rendering {
namespace {

constexpr std::size_t lines_max = 40;
constexpr double between_marks = 18;
/// Parts of the line to try, the middle first.
constexpr std::array<double, 5> places = {0.5, 0.42, 0.58, 0.34, 0.66};

double distance_to_segment(Point point, const AspectLine& line) {
  const Point along = line.to - line.from;
  const Point offset = point - line.from;
  const double length_squared = along.x * along.x + along.y * along.y;
  if (length_squared <= 0) return distance(point, line.from);
  const double part = (offset.x * along.x + offset.y * along.y) / length_squared;
  return distance(point, line.from + along * std::clamp(part, 0.0, 1.0));
}

bool is_free(Point center, const AspectLine& own, std::span<const AspectLine> lines,
             std::span<const AspectMark> marks) {
  const bool off_lines = std::all_of(lines.begin(), lines.end(), [&](const AspectLine& line) {
    return &line == &own || distance_to_segment(center, line) > aspect_mark_radius;
  });
  return off_lines && std::all_of(marks.begin(), marks.end(), [&](const AspectMark& mark) {
           return distance(center, mark.center) > between_marks;
         });
}

}  // namespace

std::vector<AspectMark> aspect_marks(std::span<const AspectLine> lines) {
  std::vector<AspectMark> marks;
  if (lines.size() > lines_max) return marks;
  std::vector<const AspectLine*> by_strength;
  for (const AspectLine& line : lines) {
    if (line.kind != astrology::AspectKind::conjunction) by_strength.push_back(&line);
  }
  std::stable_sort(
      by_strength.begin(), by_strength.end(),
      [](const AspectLine* a, const AspectLine* b) { return a->strength > b->strength; });
  for (const AspectLine* line : by_strength) {
    for (const double place : places) {
      const Point center = line->from + (line->to - line->from) * place;
      if (!is_free(center, *line, lines, marks)) continue;
      marks.push_back({line->kind, center});
      break;
    }
  }
  return marks;
}

}  // namespace astronova::rendering
