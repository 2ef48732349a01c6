#include "rendering/natal_wheel.h"

#include <future>
#include <limits>
#include <memory>
#include <set>

#include <gmock/gmock.h>
#include <libxml/parser.h>

#include "rendering/wheel/palette.h"
#include "tests/rendering/charts.h"
#include "tests/support/samples.h"

namespace astronova::rendering {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::IsSubsetOf;
using ::testing::Not;
using ::testing::StartsWith;

/// What libxml2 finds in a document.
struct Document {
  bool well_formed = false;
  std::set<std::string> elements;
  std::set<std::string> attributes;
  std::string first_title;
};

const char* as_text(const xmlChar* text) {
  return reinterpret_cast<const char*>(text);
}

void collect(const xmlNode* node, Document& document) {
  for (; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE) continue;
    const std::string name = as_text(node->name);
    document.elements.insert(name);
    if (name == "title" && document.first_title.empty() && node->children != nullptr) {
      document.first_title = as_text(node->children->content);
    }
    for (const xmlAttr* attribute = node->properties; attribute != nullptr;
         attribute = attribute->next) {
      document.attributes.insert(as_text(attribute->name));
    }
    collect(node->children, document);
  }
}

Document read(const std::string& svg) {
  Document document;
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> parsed(
      xmlReadMemory(svg.data(), static_cast<int>(svg.size()), "wheel.svg", nullptr,
                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
      &xmlFreeDoc);
  if (!parsed) return document;
  document.well_formed = true;
  collect(xmlDocGetRootElement(parsed.get()), document);
  return document;
}

TEST(NatalWheel, IsAPictureWithAName) {
  const std::string svg = draw_natal_wheel(new_york_chart(), {Theme::light, "Natal chart"});
  EXPECT_THAT(svg, StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 800\" "
                              "role=\"img\"><title>Natal chart</title>"));
}

TEST(NatalWheel, IsWellFormedAndUnderSixtyKilobytesForRandomCharts) {
  std::mt19937 random(2026);
  for (int i = 0; i < samples(300); ++i) {
    const std::string svg =
        draw_natal_wheel(random_chart(random), {i % 2 == 0 ? Theme::light : Theme::dark, "Chart"});
    ASSERT_TRUE(read(svg).well_formed) << "chart " << i;
    ASSERT_LT(svg.size(), 60'000) << "chart " << i;
  }
}

TEST(NatalWheel, IsUnderSixtyKilobytesWhenAllBodiesAreRetrogradeAndMakeEveryAspect) {
  std::mt19937 random(5);
  const auto uniform = [&random] { return static_cast<double>(random()) / 4294967296.0; };
  for (int i = 0; i < samples(200); ++i) {
    const double width = i % 3 == 0 ? 10 : i % 3 == 1 ? 90 : 359;
    std::vector<double> longitudes;
    for (int body = 0; body < 22; ++body)
      longitudes.push_back(width * uniform());
    auto chart = chart_of(longitudes);
    for (auto& placement : chart.placements) {
      placement.state.longitude_speed = -1;
      placement.house = 12;
    }
    set_houses(chart, 33.3, 301.7, {33, 61, 93, 122, 155, 181, 213, 241, 273, 302, 335, 1});
    find_every_aspect(chart);
    const std::string svg = draw_natal_wheel(chart, {Theme::light, std::string(200, '&')});
    ASSERT_LT(svg.size(), 60'000) << "chart " << i << ", aspects: " << chart.aspects.size();
  }
}

TEST(NatalWheel, NeedsNoFontNoStyleAndNothingFromOutside) {
  const Document document = read(draw_natal_wheel(new_york_chart(), {}));
  EXPECT_THAT(document.elements, IsSubsetOf({"svg", "title", "rect", "g", "path", "circle"}));
  EXPECT_THAT(document.attributes,
              IsSubsetOf({"viewBox", "role", "width", "height", "fill", "stroke", "stroke-width",
                          "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stroke-dasharray",
                          "pointer-events", "d", "cx", "cy", "r"}));
}

TEST(NatalWheel, IsTheSameBytesFromEveryThread) {
  const auto chart = new_york_chart();
  const std::string once = draw_natal_wheel(chart, {});
  std::vector<std::future<std::string>> again;
  for (int i = 0; i < 4; ++i) {
    again.push_back(
        std::async(std::launch::async, [&chart] { return draw_natal_wheel(chart, {}); }));
  }
  for (auto& wheel : again)
    EXPECT_EQ(wheel.get(), once);
}

TEST(NatalWheel, EscapesItsTitle) {
  const std::string title = "Anna & Ödön <1990> \"AC\"";
  EXPECT_EQ(read(draw_natal_wheel({}, {Theme::light, title})).first_title, title);
}

TEST(NatalWheel, StaysWellFormedWithAnyBytesInItsTitle) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte)
    bytes += static_cast<char>(byte);
  EXPECT_TRUE(read(draw_natal_wheel({}, {Theme::light, bytes})).well_formed);
  const std::string not_characters = "\xEF\xBF\xBE \xEF\xBF\xBF \xED\xA0\x80 \xF0\x9F";
  EXPECT_TRUE(read(draw_natal_wheel({}, {Theme::light, not_characters})).well_formed);
}

TEST(NatalWheel, CutsALongTitle) {
  const std::string svg = draw_natal_wheel({}, {Theme::light, std::string(100'000, '&')});
  EXPECT_LT(svg.size(), 60'000);
}

TEST(NatalWheel, DrawsWhatIsNoNumberWithoutHarm) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  auto chart = chart_of({nan, infinity, -infinity, -1e300, 1e300, 720});
  set_houses(chart, nan, infinity, std::vector<double>(12, nan));
  chart.aspects.push_back({{astrology::PointKind::body, sky::Body::sun, nan, 0},
                           {astrology::PointKind::body, sky::Body::moon, infinity, 0},
                           astrology::AspectKind::trine,
                           nan,
                           false});
  const std::string svg = draw_natal_wheel(chart, {});
  EXPECT_TRUE(read(svg).well_formed);
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(svg, Not(HasSubstr("inf")));
}

TEST(NatalWheel, TellsABodysPlaceWhereThePointerRests) {
  auto chart = new_york_chart();
  chart.placements[2].house = 10;
  EXPECT_THAT(draw_natal_wheel(chart, {}),
              HasSubstr("<title>Mercury 8°00'01\" Taurus, house 10, retrograde</title>"));
}

TEST(NatalWheel, DrawsEachKindOfAspectInItsColour) {
  const auto sun_and_moon = [](astrology::AspectKind kind, double angle) {
    auto chart = chart_of({0, angle});
    chart.aspects = {{{astrology::PointKind::body, sky::Body::sun, 0, 1},
                      {astrology::PointKind::body, sky::Body::moon, angle, 1},
                      kind,
                      0,
                      false}};
    return draw_natal_wheel(chart, {});
  };
  for (std::size_t i = 0; i < astrology::aspect_kind_count; ++i) {
    const auto kind = static_cast<astrology::AspectKind>(i);
    const std::string stroke = "stroke=\"" + std::string(palette_of(Theme::light).aspect[i]) + '"';
    EXPECT_THAT(sun_and_moon(kind, astrology::angle_of(kind)), HasSubstr(stroke))
        << astrology::name_of(kind);
    EXPECT_THAT(draw_natal_wheel(chart_of({0, 77}), {}), Not(HasSubstr(stroke)));
  }
}

TEST(NatalWheel, IsPaintedOnThePaperOfItsTheme) {
  const auto chart = new_york_chart();
  const auto paper = [](Theme theme) {
    return "height=\"800\" fill=\"" + std::string(palette_of(theme).paper) + '"';
  };
  EXPECT_THAT(draw_natal_wheel(chart, {Theme::light, ""}), HasSubstr(paper(Theme::light)));
  EXPECT_THAT(draw_natal_wheel(chart, {Theme::dark, ""}), HasSubstr(paper(Theme::dark)));
  EXPECT_NE(paper(Theme::light), paper(Theme::dark));
}

}  // namespace
}  // namespace astronova::rendering
