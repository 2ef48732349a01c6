#include "astrology/western/natal/aspect_patterns.h"

#include <algorithm>
#include <array>
#include <bit>

namespace astronova::astrology {
namespace {

constexpr std::array<std::string_view, pattern_kind_count> pattern_kind_names{
    "grandCross", "kite", "mysticRectangle", "grandTrine", "tSquare", "yod", "stellium"};

// Points by their places in the list, a bit each.
using PointSet = std::uint32_t;
static_assert(aspect_points_max <= 8 * sizeof(PointSet));

constexpr PointSet only(std::size_t point) {
  return PointSet{1} << point;
}
constexpr PointSet beyond(std::size_t point) {
  return ~((only(point) << 1U) - 1U);
}

template <class Visit>
void for_each_point(PointSet set, const Visit& visit) {
  for (; set != 0; set &= set - 1)
    visit(static_cast<std::size_t>(std::countr_zero(set)));
}

// Who is in which aspect with whom.
class AspectGraph {
 public:
  AspectGraph(std::span<const AspectPoint> points, const AspectSettings& settings)
      : points_(points) {
    find_aspects_within(points, settings, aspects_);
    for (const auto& aspect : aspects_) {
      const auto first = place_of(aspect.first);
      const auto second = place_of(aspect.second);
      auto& reached = reached_[static_cast<std::size_t>(aspect.kind)];
      reached[first] |= only(second);
      reached[second] |= only(first);
    }
  }

  std::size_t size() const { return points_.size(); }

  PointSet reached(AspectKind kind, std::size_t from) const {
    return reached_[static_cast<std::size_t>(kind)][from];
  }

  // Each pair in this aspect, once.
  template <class Visit>
  void for_each_pair(AspectKind kind, const Visit& visit) const {
    for (std::size_t i = 0; i < size(); ++i)
      for_each_point(reached(kind, i) & beyond(i), [&](std::size_t j) { visit(i, j); });
  }

  // The figure of some points with the aspects of these kinds among them.
  AspectPattern pattern(PatternKind kind, PointSet set, std::initializer_list<AspectKind> kinds,
                        std::optional<std::size_t> focus = {}) const {
    AspectPattern found;
    found.kind = kind;
    for_each_point(set, [&](std::size_t point) { found.points.push_back(points_[point]); });
    if (focus) found.focus = points_[*focus];
    for (const auto& aspect : aspects_) {
      const bool within =
          (set & only(place_of(aspect.first))) != 0 && (set & only(place_of(aspect.second))) != 0;
      if (!within || std::ranges::find(kinds, aspect.kind) == kinds.end()) continue;
      found.aspects.push_back(aspect);
      found.orb_max = std::max(found.orb_max, aspect.orb);
    }
    return found;
  }

  bool is_planet(std::size_t point) const {
    return points_[point].kind == PointKind::body && points_[point].body <= sky::Body::pluto;
  }

 private:
  std::size_t place_of(const AspectPoint& point) const {
    for (std::size_t i = 0; i < points_.size(); ++i) {
      if (points_[i].kind == point.kind && points_[i].body == point.body) return i;
    }
    return 0;
  }

  std::span<const AspectPoint> points_;
  Aspects aspects_;
  std::array<std::array<PointSet, aspect_points_max>, aspect_kind_count> reached_{};
};

// Collects figures, in the order in which they are looked for.
class PatternSearch {
 public:
  PatternSearch(const AspectGraph& graph, std::vector<AspectPattern>& found)
      : graph_(graph), found_(found) {}

  void find_grand_crosses() {
    for_each_two_oppositions([&](std::size_t i, std::size_t j, std::size_t k, std::size_t l) {
      const auto ends = only(k) | only(l);
      if ((reached(AspectKind::square, i) & ends) != ends ||
          (reached(AspectKind::square, j) & ends) != ends)
        return;
      const PointSet set = only(i) | only(j) | ends;
      crosses_.push_back(set);
      add(PatternKind::grand_cross, set, {AspectKind::opposition, AspectKind::square});
    });
  }

  void find_kites() {
    for_each_grand_trine([&](PointSet trine) {
      for_each_point(trine, [&](std::size_t far) {
        PointSet tops = reached(AspectKind::opposition, far);
        for_each_point(trine & ~only(far),
                       [&](std::size_t near) { tops &= reached(AspectKind::sextile, near); });
        for_each_point(tops, [&](std::size_t top) {
          kites_.push_back(trine | only(top));
          add(PatternKind::kite, trine | only(top),
              {AspectKind::trine, AspectKind::opposition, AspectKind::sextile}, top);
        });
      });
    });
  }

  void find_mystic_rectangles() {
    for_each_two_oppositions([&](std::size_t i, std::size_t j, std::size_t k, std::size_t l) {
      if (is_rectangle(i, j, k, l) || is_rectangle(i, j, l, k)) {
        add(PatternKind::mystic_rectangle, only(i) | only(j) | only(k) | only(l),
            {AspectKind::opposition, AspectKind::trine, AspectKind::sextile});
      }
    });
  }

  void find_grand_trines() {
    for_each_grand_trine([&](PointSet trine) {
      if (!is_within(trine, kites_)) add(PatternKind::grand_trine, trine, {AspectKind::trine});
    });
  }

  void find_t_squares() {
    graph_.for_each_pair(AspectKind::opposition, [&](std::size_t i, std::size_t j) {
      for_each_point(
          reached(AspectKind::square, i) & reached(AspectKind::square, j), [&](std::size_t top) {
            const PointSet set = only(i) | only(j) | only(top);
            if (is_within(set, crosses_)) return;
            add(PatternKind::t_square, set, {AspectKind::opposition, AspectKind::square}, top);
          });
    });
  }

  void find_yods() {
    graph_.for_each_pair(AspectKind::sextile, [&](std::size_t i, std::size_t j) {
      for_each_point(reached(AspectKind::quincunx, i) & reached(AspectKind::quincunx, j),
                     [&](std::size_t top) {
                       add(PatternKind::yod, only(i) | only(j) | only(top),
                           {AspectKind::sextile, AspectKind::quincunx}, top);
                     });
    });
  }

  void find_stelliums(std::size_t planets_min) {
    PointSet planets = 0;
    for (std::size_t i = 0; i < graph_.size(); ++i)
      if (graph_.is_planet(i)) planets |= only(i);
    while (planets != 0) {
      const PointSet joined =
          joined_with(static_cast<std::size_t>(std::countr_zero(planets)), planets);
      planets &= ~joined;
      if (static_cast<std::size_t>(std::popcount(joined)) >= planets_min)
        add(PatternKind::stellium, joined, {AspectKind::conjunction});
    }
  }

 private:
  PointSet reached(AspectKind kind, std::size_t from) const { return graph_.reached(kind, from); }

  void add(PatternKind kind, PointSet set, std::initializer_list<AspectKind> kinds,
           std::optional<std::size_t> focus = {}) {
    found_.push_back(graph_.pattern(kind, set, kinds, focus));
  }

  template <class Visit>
  void for_each_two_oppositions(const Visit& visit) const {
    graph_.for_each_pair(AspectKind::opposition, [&](std::size_t i, std::size_t j) {
      graph_.for_each_pair(AspectKind::opposition, [&](std::size_t k, std::size_t l) {
        if (k > i && k != j && l != j) visit(i, j, k, l);
      });
    });
  }

  template <class Visit>
  void for_each_grand_trine(const Visit& visit) const {
    graph_.for_each_pair(AspectKind::trine, [&](std::size_t i, std::size_t j) {
      for_each_point(reached(AspectKind::trine, i) & reached(AspectKind::trine, j) & beyond(j),
                     [&](std::size_t k) { visit(only(i) | only(j) | only(k)); });
    });
  }

  bool is_rectangle(std::size_t i, std::size_t j, std::size_t k, std::size_t l) const {
    return (reached(AspectKind::trine, i) & only(k)) != 0 &&
           (reached(AspectKind::trine, j) & only(l)) != 0 &&
           (reached(AspectKind::sextile, i) & only(l)) != 0 &&
           (reached(AspectKind::sextile, j) & only(k)) != 0;
  }

  static bool is_within(PointSet set, const std::vector<PointSet>& greater) {
    return std::ranges::any_of(greater, [&](PointSet one) { return (set & ~one) == 0; });
  }

  PointSet joined_with(std::size_t first, PointSet among) const {
    PointSet joined = only(first);
    for (PointSet fresh = joined; fresh != 0;) {
      PointSet next = 0;
      for_each_point(fresh, [&](std::size_t point) {
        next |= reached(AspectKind::conjunction, point) & among;
      });
      fresh = next & ~joined;
      joined |= fresh;
    }
    return joined;
  }

  const AspectGraph& graph_;
  std::vector<AspectPattern>& found_;
  std::vector<PointSet> crosses_{};
  std::vector<PointSet> kites_{};
};

}  // namespace

std::span<const std::string_view> pattern_names() {
  return pattern_kind_names;
}

std::string_view name_of(PatternKind kind) {
  return pattern_kind_names.at(static_cast<std::size_t>(kind));
}

AspectSettings PatternSettings::default_aspects() {
  auto settings = AspectSettings::major();
  settings.want(AspectKind::quincunx);
  return settings;
}

std::vector<AspectPattern> find_aspect_patterns(std::span<const AspectPoint> points,
                                                const PatternSettings& settings) {
  const AspectGraph graph(points, settings.aspects);
  std::vector<AspectPattern> found;
  PatternSearch search(graph, found);
  search.find_grand_crosses();
  search.find_kites();
  search.find_mystic_rectangles();
  search.find_grand_trines();
  search.find_t_squares();
  search.find_yods();
  search.find_stelliums(settings.stellium_planets_min);
  return found;
}

}  // namespace astronova::astrology
