// Against programs that share no code with Swiss Ephemeris.

#include <cmath>

#include <gtest/gtest.h>

#include "base/angle.h"
#include "base/instant.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "tests/support/json_file.h"

namespace astronova::sky {
namespace {

constexpr double arc_second = 1 / 3600.0;

const Ephemeris& ephemeris() {
  static const auto opened = open_swiss_ephemeris(default_ephemeris_directory);
  return **opened;
}

std::string lower(std::string_view text) {
  std::string result;
  for (const char c : text)
    result += static_cast<char>(std::tolower(c));
  return result;
}

Body body_of(const boost::json::value& test) {
  const auto& name = test.at("body").as_string();
  return body_named(lower({name.data(), name.size()})).value();
}

BodyState state_of(Body body, JulianDayUt when) {
  BodyState state;
  EXPECT_TRUE(ephemeris().states_at(when, {&body, 1}, {}, {&state, 1}));
  return state;
}

TEST(IndependentSources, NovasApparentPlacesAgreeWithinTheDifferenceOfTheEphemerides) {
  const auto document = astronova::testing::json_file("tests/sky/data/novas_apparent.json");
  for (const auto& test : document.at("cases").as_array()) {
    const Body body = body_of(test);
    // The file counts in TT.
    double when = test.at("jd_tt").to_number<double>();
    when -= ephemeris().delta_t({when}).value / 86'400;
    const auto state = state_of(body, {when});
    const double tolerance = body == Body::pluto ? 0.5 : body >= Body::jupiter ? 0.2 : 0.05;
    const double longitude = test.at("derived_apparent_ecliptic_lon_deg").to_number<double>();
    const double latitude = test.at("derived_apparent_ecliptic_lat_deg").to_number<double>();
    EXPECT_LT(std::abs(signed_separation_degrees(state.longitude, longitude)),
              tolerance * arc_second)
        << name_of(body);
    EXPECT_NEAR(state.latitude, latitude, tolerance * arc_second) << name_of(body);
    EXPECT_NEAR(state.right_ascension,
                test.at("apparent_of_date_ra_hours").to_number<double>() * 15,
                tolerance * arc_second * 2)
        << name_of(body);
    EXPECT_NEAR(state.declination, test.at("apparent_of_date_dec_deg").to_number<double>(),
                tolerance * arc_second)
        << name_of(body);
  }
}

TEST(IndependentSources, HorizonsApparentPlacesAgree) {
  const auto document = astronova::testing::json_file("tests/sky/data/horizons_apparent.json");
  int compared = 0;
  for (const auto& test : document.at("cases").as_array()) {
    const auto& utc = test.at("utc").as_string();
    const auto when = parse_rfc3339(std::string{utc.data(), utc.size()} + ":00Z");
    if (!test.as_object().contains("apparent_ra_deg") || !when) continue;
    const auto state = state_of(body_of(test), to_julian_day(*when));
    EXPECT_LT(std::abs(signed_separation_degrees(state.right_ascension,
                                                 test.at("apparent_ra_deg").to_number<double>())),
              0.3 * arc_second)
        << utc;
    EXPECT_NEAR(state.declination, test.at("apparent_dec_deg").to_number<double>(),
                0.3 * arc_second)
        << utc;
    ++compared;
  }
  EXPECT_GE(compared, 3);
}

}  // namespace
}  // namespace astronova::sky
