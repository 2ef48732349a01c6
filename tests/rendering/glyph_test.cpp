#include "rendering/glyphs/glyph.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "rendering/glyphs/outlines.h"
#include "rendering/svg/path_writer.h"
#include "rendering/wheel/degree_text.h"

namespace astronova::rendering {
namespace {

std::string path_data(const GlyphPath& path) {
  std::string data;
  PathWriter(data).add(path, {0, 0}, 1);
  return data;
}

/// A box that holds the path: end points, control points, and arcs by their whole ellipse where
/// they are halves of one.
Box bounds_of(const GlyphPath& path) {
  Box bounds{24, 24, 0, 0};
  const auto include = [&bounds](Point point) {
    bounds = {std::min(bounds.left, point.x), std::min(bounds.top, point.y),
              std::max(bounds.right, point.x), std::max(bounds.bottom, point.y)};
  };
  Point current;
  for (const auto& step : path.commands) {
    if (step.kind == GlyphPath::Kind::close) continue;
    include(step.end);
    if (step.kind == GlyphPath::Kind::curve) {
      include(step.first);
      include(step.second);
    }
    const bool half = distance(current, step.end) > 1.999 * step.first.x;
    if (step.kind == GlyphPath::Kind::arc && half) {
      const Point center = (current + step.end) * 0.5;
      include(center - step.first);
      include(center + step.first);
    }
    current = step.end;
  }
  return bounds;
}

void expect_inside(const Outline& outline, double half_pen) {
  const Box bounds = bounds_of(parse_path(outline.stroke));
  EXPECT_GE(std::min(bounds.left, bounds.top), half_pen) << outline.stroke;
  EXPECT_LE(std::max(bounds.right, bounds.bottom), 24 - half_pen) << outline.stroke;
  EXPECT_GT(std::max(bounds.width(), bounds.height()), 14) << "too small: " << outline.stroke;
}

TEST(Glyphs, StayInTheirBoxWithThePenCountedIn) {
  for (const Outline& outline : body_outlines)
    expect_inside(outline, 0.9);
  for (const Outline& outline : sign_outlines)
    expect_inside(outline, 1.1);
  for (const Outline& outline : aspect_outlines)
    expect_inside(outline, 1.1);
}

TEST(Glyphs, ReadEveryCommandOfTheirOutlines) {
  const auto expect_read = [](std::string_view data) {
    const auto letters =
        std::count_if(data.begin(), data.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    EXPECT_EQ(parse_path(data).commands.size(), static_cast<std::size_t>(letters)) << data;
  };
  for (const Outline& outline : body_outlines)
    expect_read(outline.stroke);
  for (const Outline& outline : sign_outlines)
    expect_read(outline.stroke);
  for (const Outline& outline : aspect_outlines)
    expect_read(outline.stroke);
  for (const LetterOutline& outline : letter_outlines)
    expect_read(outline.stroke);
}

TEST(Glyphs, DifferFromEachOtherExceptTheMeanAndTrueNodes) {
  std::set<std::string> drawings;
  for (std::size_t body = 0; body < sky::body_count; ++body) {
    const Glyph& glyph = glyph_of(static_cast<sky::Body>(body));
    drawings.insert(path_data(glyph.stroke) + '|' + path_data(glyph.fill));
  }
  for (std::size_t sign = 0; sign < astrology::sign_count; ++sign) {
    drawings.insert(path_data(glyph_of(static_cast<astrology::Sign>(sign)).stroke));
  }
  constexpr std::size_t nodes_that_share = 2;
  EXPECT_EQ(drawings.size(), sky::body_count - nodes_that_share + astrology::sign_count);
}

TEST(Letters, KeepToTheWidthTheyAreSetWith) {
  for (const LetterOutline& outline : letter_outlines) {
    const Box bounds = bounds_of(parse_path(outline.stroke));
    EXPECT_GE(bounds.left, 0) << outline.letter;
    EXPECT_LE(bounds.right, outline.width) << outline.letter;
    EXPECT_GE(bounds.top, cap_top_units) << outline.letter;
    EXPECT_LE(bounds.bottom, cap_top_units + cap_height_units + 0.6) << outline.letter;
  }
}

TEST(DegreeText, ReadsAsThePrintedDegreeAndMinute) {
  for (int i = 0; i < 3600; ++i) {
    const double longitude = i * 0.0999999;
    const std::string printed = astrology::format_in_sign(longitude);  // 24°07'24" Taurus
    const DegreeText text = degree_text(longitude);
    const std::string degree = text.degree.substr(0, text.degree.size() - 1);
    ASSERT_EQ(printed.substr(0, printed.find('\'') + 1), degree + "°" + text.minute);
  }
}

TEST(DegreeText, NeverReadsThirtyDegrees) {
  EXPECT_EQ(degree_text(29.99999999).degree, "29o");
  EXPECT_EQ(degree_text(29.99999999).minute, "59'");
}

TEST(PathWriter, WritesTheShortestNumbersThatSvgReads) {
  const auto written = [](double value) {
    std::string out;
    append_number(out, value);
    return out;
  };
  EXPECT_EQ(written(0), "0");
  EXPECT_EQ(written(-0.5), "-.5");
  EXPECT_EQ(written(0.049), ".05");
  EXPECT_EQ(written(12.3456), "12.35");
  EXPECT_EQ(written(-100), "-100");
  EXPECT_EQ(written(-0.001), "0");
}

TEST(PathWriter, DoesNotAddUpRoundingErrors) {
  std::string data;
  {
    PathWriter path(data);
    path.move_to({0, 0});
    for (int i = 1; i <= 1000; ++i)
      path.line_to({i * 0.333, 1.0 * (i % 2)});
  }
  // Read back: "M0 0l.33 1 .34-1 ..."
  double x = 0;
  std::size_t at = data.find('l') + 1;
  while (at < data.size()) {
    std::size_t length = 0;
    x += std::stod(data.substr(at), &length);
    at += length;
    std::stod(data.substr(at), &length);
    at += length;
  }
  EXPECT_NEAR(x, 333.0, 0.005);
}

}  // namespace
}  // namespace astronova::rendering
