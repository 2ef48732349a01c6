// The worked examples of docs/astrology: a birth in New York, 1990-05-15, 10:30 EDT.

#include <gtest/gtest.h>

#include "tests/api/support.h"

namespace astronova::api {
namespace {

class NatalExamples : public ::testing::Test {
 protected:
  boost::json::value answer(const std::string& technique, const std::string& rest = "") const {
    const auto response = api_.post("/api/v1/chart/" + technique, chart_request(new_york, rest));
    EXPECT_EQ(response.status, 200U) << response.body;
    return body_of(response);
  }

 private:
  ApiUnderTest api_;
};

std::string text_at(const boost::json::value& value, const char* name) {
  const auto& text = value.at(name).as_string();
  return {text.data(), text.size()};
}

double number_at(const boost::json::value& value, const char* name) {
  return value.at(name).to_number<double>();
}

// The element of a list whose member has a text.
const boost::json::value& element(const boost::json::value& list, const char* member,
                                  std::string_view text) {
  for (const auto& one : list.as_array())
    if (text_at(one, member) == text) return one;
  ADD_FAILURE() << "nothing is " << text;
  return list;
}

std::string names_in(const boost::json::value& list) {
  std::string names;
  for (const auto& name : list.as_array())
    names +=
        (names.empty() ? "" : ", ") + std::string{name.as_string().data(), name.as_string().size()};
  return names;
}

TEST_F(NatalExamples, DignitiesAreThoseOfTheirPage) {
  struct Row {
    const char* body;
    const char* at;
    const char* state;
    int score;
  };
  constexpr std::array rows{
      Row{"sun", "24°29'47\" Taurus", "peregrine", -5},
      Row{"moon", "28°27'00\" Capricorn", "detriment, peregrine", -10},
      Row{"mercury", "8°00'01\" Taurus", "term, face", 3},
      Row{"venus", "12°56'13\" Aries", "detriment, peregrine", -10},
      Row{"mars", "18°24'40\" Pisces", "peregrine", -5},
      Row{"jupiter", "9°33'41\" Cancer", "exaltation", 4},
      Row{"saturn", "25°14'51\" Capricorn", "domicile, term", 7},
  };
  const auto found = answer("dignities");
  for (const auto& row : rows) {
    const auto& planet = element(found.at("planets"), "body", row.body);
    EXPECT_EQ(text_at(planet, "formatted"), row.at);
    EXPECT_EQ(names_in(planet.at("dignities")) + names_in(planet.at("debilities")), row.state);
    EXPECT_EQ(planet.at("score").as_int64(), row.score) << row.body;
  }
  EXPECT_EQ(text_at(found.at("sect"), "name"), "day");
  // 17°57'00" Aries: the Sun has 4 by exaltation, 3 by triplicity and 1 by face, Mars 5.
  EXPECT_EQ(names_in(found.at("cusps").at(9).at("almuten")), "sun");
  EXPECT_EQ(text_at(found.at("syzygy"), "at"), "1990-05-09T19:30:46Z");
  EXPECT_EQ(text_at(found.at("syzygy"), "formatted"), "18°54'23\" Taurus");
  EXPECT_EQ(text_at(found.at("fortune"), "formatted"), "6°09'26\" Aries");
  EXPECT_EQ(names_in(found.at("almuten").at("winners")), "mars");
  EXPECT_EQ(text_at(found.at("almuten"), "dayRuler"), "mars");
  EXPECT_EQ(text_at(found.at("almuten"), "hourRuler"), "moon");
  const auto& points = found.at("almuten").at("points");
  EXPECT_EQ(element(points, "body", "sun").at("essential").as_int64(), 16);
  EXPECT_EQ(element(points, "body", "sun").at("total").as_int64(), 27);
  EXPECT_EQ(element(points, "body", "venus").at("total").as_int64(), 25);
  EXPECT_EQ(element(points, "body", "mars").at("dayAndHour").as_int64(), 7);
  EXPECT_EQ(element(points, "body", "mars").at("total").as_int64(), 32);
  EXPECT_EQ(element(points, "body", "moon").at("dayAndHour").as_int64(), 6);
}

TEST_F(NatalExamples, LotsAreThoseOfTheirPage) {
  const auto lots = answer("lots").at("lots");
  const auto at = [&](const char* name) {
    return text_at(element(lots, "name", name), "formatted");
  };
  EXPECT_NEAR(number_at(element(lots, "name", "fortune"), "longitude"), 6.1573, 5e-5);
  EXPECT_EQ(element(lots, "name", "fortune").at("house").as_int64(), 9);
  EXPECT_EQ(at("spirit"), "28°15'00\" Scorpio");
  EXPECT_EQ(at("eros"), "16°53'26\" Sagittarius");
  EXPECT_EQ(at("necessity"), "0°21'38\" Cancer");
  EXPECT_EQ(at("courage"), "19°56'59\" Leo");
  EXPECT_EQ(at("victory"), "13°30'54\" Pisces");
  EXPECT_EQ(at("nemesis"), "13°06'48\" Libra");
}

TEST_F(NatalExamples, AntisciaAndParallelsAreThoseOfTheirPage) {
  const auto found = answer("declinations");
  EXPECT_NEAR(number_at(found, "obliquity"), 23.4421646, 1e-6);
  const auto& jupiter = element(found.at("points"), "point", "jupiter");
  EXPECT_EQ(text_at(jupiter.at("antiscion"), "formatted"), "20°26'18\" Gemini");
  EXPECT_EQ(text_at(jupiter.at("contraAntiscion"), "formatted"), "20°26'18\" Sagittarius");
  EXPECT_NEAR(number_at(jupiter, "declination"), 23.2398639, 1e-6);
  EXPECT_TRUE(found.at("antiscia").as_array().empty());
  const auto& parallels = found.at("parallels");
  const auto& with_uranus = element(parallels, "body2", "uranus");
  EXPECT_EQ(text_at(with_uranus, "body1"), "jupiter");
  EXPECT_EQ(text_at(with_uranus, "kind"), "contraparallel");
  EXPECT_NEAR(number_at(with_uranus, "orb"), 0.198433, 1e-6);
  EXPECT_NEAR(number_at(element(parallels, "body2", "neptune"), "orb"), 0.3142119, 1e-6);
  for (const auto& point : found.at("points").as_array())
    EXPECT_FALSE(point.at("outOfBounds").as_bool());
}

TEST_F(NatalExamples, MidpointsAreThoseOfTheirPage) {
  const auto found = answer("midpoints");
  const auto& sun_moon = found.at("midpoints").at(0);
  EXPECT_EQ(text_at(sun_moon, "body2"), "moon");
  EXPECT_EQ(text_at(sun_moon, "formatted"), "26°28'24\" Pisces");
  const auto& pluto = element(found.at("trees"), "point", "pluto").at("branches").at(0);
  EXPECT_EQ(text_at(pluto, "body1") + text_at(pluto, "body2"), "sunmercury");
  EXPECT_EQ(pluto.at("angle").as_int64(), 180);
  EXPECT_NEAR(number_at(pluto, "orb"), 0.0839, 5e-5);
  const auto& chiron = element(found.at("trees"), "point", "chiron").at("branches").at(0);
  EXPECT_EQ(text_at(chiron, "body1") + text_at(chiron, "body2"), "mercurymars");
  EXPECT_EQ(chiron.at("angle").as_int64(), 90);
  EXPECT_NEAR(number_at(chiron, "orb"), 0.0150, 5e-5);
  for (const auto& tree : found.at("trees").as_array()) {
    for (const auto& branch : tree.at("branches").as_array())
      EXPECT_GE(number_at(branch, "orb"), number_at(chiron, "orb"));
  }
  EXPECT_EQ(text_at(found.at("dial").at(0), "point"), "uranus");
  EXPECT_NEAR(number_at(found.at("dial").at(0), "position"), 9.1813, 5e-5);
  EXPECT_NEAR(number_at(element(found.at("dial"), "point", "mars"), "position"), 78.4112, 5e-5);
}

TEST_F(NatalExamples, TheFifthHarmonicIsThatOfItsPage) {
  const auto found = answer("harmonic", R"("number":5)");
  EXPECT_EQ(text_at(element(found.at("points"), "point", "saturn"), "formatted"),
            "6°14'17\" Taurus");
  EXPECT_EQ(text_at(element(found.at("points"), "point", "chiron"), "formatted"),
            "6°06'13\" Virgo");
  int trines = 0;
  for (const auto& aspect : found.at("aspects").as_array()) {
    if (text_at(aspect, "body1") != "saturn" || text_at(aspect, "body2") != "chiron") continue;
    ++trines;
    EXPECT_EQ(text_at(aspect, "aspect"), "trine");
    EXPECT_NEAR(number_at(aspect, "orb"), 0.1343292, 1e-6);
  }
  EXPECT_EQ(trines, 1);
}

TEST_F(NatalExamples, PatternsAreThoseOfTheirPage) {
  const auto patterns = answer("patterns").at("patterns").as_array();
  ASSERT_EQ(patterns.size(), 6U);
  EXPECT_EQ(text_at(patterns[0], "kind"), "kite");
  EXPECT_EQ(text_at(patterns[0], "focus"), "neptune");
  EXPECT_EQ(names_in(patterns[0].at("points")), "mars, neptune, pluto, chiron");
  EXPECT_NEAR(number_at(patterns[0], "orb"), 5.1904, 5e-5);
  EXPECT_EQ(patterns[0].at("aspects").as_array().size(), 6U);
  for (std::size_t i = 1; i < patterns.size(); ++i) {
    EXPECT_EQ(text_at(patterns[i], "kind"), "tSquare");
    EXPECT_EQ(text_at(patterns[i], "focus"), i < 5 ? "venus" : "midheaven");
  }
}

TEST_F(NatalExamples, MansionsAreThoseOfTheirPage) {
  const auto mansions = answer("mansions").at("mansions");
  EXPECT_EQ(element(mansions, "body", "moon").at("number").as_int64(), 24);
  EXPECT_EQ(text_at(element(mansions, "body", "moon"), "name"), "Sa'd al-Su'ud");
  EXPECT_EQ(text_at(element(mansions, "body", "sun"), "name"), "al-Haq'a");
}

TEST_F(NatalExamples, StarsAreThoseOfTheirPage) {
  const auto found = answer("stars");
  const auto expect_star = [&](const char* point, const char* star, double orb) {
    for (const auto& conjunction : found.at("conjunctions").as_array()) {
      if (text_at(conjunction, "point") != point || text_at(conjunction, "star") != star) continue;
      EXPECT_NEAR(number_at(conjunction, "orb"), orb, 5e-5) << star;
      return;
    }
    ADD_FAILURE() << star << " is not with " << point;
  };
  expect_star("venus", "Alderamin", 0.2999);
  expect_star("jupiter", "Alhena", 0.5921);
  expect_star("chiron", "Sirius", 0.7266);
  expect_star("neptune", "Vega", 0.8407);
  const auto& capella = element(found.at("parans"), "star", "Capella");
  EXPECT_EQ(text_at(capella, "body") + " " + text_at(capella, "event"), "sun antiCulminating");
  EXPECT_EQ(text_at(capella, "at"), "1990-05-15T04:52:19Z");
  EXPECT_EQ(text_at(capella, "starAt"), "1990-05-15T04:53:15Z");
  EXPECT_NEAR(number_at(capella, "orbMinutes"), 0.93, 0.005);
  const auto& vega = element(found.at("parans"), "star", "Vega");
  EXPECT_EQ(text_at(vega, "at"), "1990-05-15T16:52:19Z");
  EXPECT_EQ(text_at(vega, "starAt"), "1990-05-15T16:54:55Z");
}

TEST_F(NatalExamples, NodesAndAsteroidsAreThoseOfTheirPage) {
  const auto found = answer("orbits", R"("options":{"bodies":["mars"]},"asteroids":[5145])");
  const auto& mars = found.at("orbits").at(0);
  EXPECT_EQ(text_at(mars.at("ascendingNode"), "formatted"), "21°31'23\" Taurus");
  EXPECT_EQ(text_at(mars.at("descendingNode"), "formatted"), "10°16'09\" Scorpio");
  EXPECT_EQ(text_at(mars.at("perihelion"), "formatted"), "7°58'50\" Aries");
  EXPECT_EQ(text_at(mars.at("aphelion"), "formatted"), "1°49'28\" Leo");
  EXPECT_EQ(text_at(found.at("asteroids").at(0), "name"), "Pholus");
  EXPECT_EQ(text_at(found.at("asteroids").at(0), "formatted"), "29°00'47\" Gemini");
}

TEST_F(NatalExamples, LocalitiesAreThoseOfTheirPage) {
  const auto lines = answer("astrocartography", R"("options":{"bodies":["sun"]})").at("features");
  const auto first_point = [&](std::size_t line) {
    return lines.at(line).at("geometry").at("coordinates").at(0).at(0);
  };
  EXPECT_NEAR(first_point(0).at(0).to_number<double>(), 141.5738, 5e-5);
  EXPECT_NEAR(first_point(0).at(1).to_number<double>(), 71.1035, 5e-5);
  EXPECT_NEAR(first_point(2).at(0).to_number<double>(), -38.4262, 1e-4);

  const auto moved = answer("relocation", R"("latitude":51.5074,"longitude":-0.1278)");
  const auto& houses = moved.at("chart").at("houses");
  EXPECT_NEAR(number_at(houses, "ascendant"), 180 + 18 / 60.0 + 14 / 3600.0, 1.0 / 3600);
  EXPECT_NEAR(number_at(houses, "midheaven"), 90 + 23 / 60.0 + 43 / 3600.0, 1.0 / 3600);

  const auto directions = answer("localSpace").at("directions");
  EXPECT_NEAR(number_at(element(directions, "body", "sun"), "azimuth"), 114.9766, 5e-5);
  EXPECT_NEAR(number_at(element(directions, "body", "sun"), "altitude"), 52.6060, 5e-5);
  EXPECT_NEAR(number_at(element(directions, "body", "moon"), "azimuth"), 244.6725, 5e-5);
  EXPECT_NEAR(number_at(element(directions, "body", "moon"), "altitude"), -4.6743, 5e-5);
}

}  // namespace
}  // namespace astronova::api
