#include "astrology/western/transits/transits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

#include <gtest/gtest.h>

#include "base/angle.h"
#include "base/instant.h"
#include "tests/astrology/support/skies.h"
#include "tests/support/samples.h"

namespace astronova::astrology {
namespace {

using sky::Body;

// 1990-05-15 14:30 UT, New York.
constexpr JulianDayUt transits_birth{2448027.1041666665};
constexpr sky::GeographicPosition new_york{40.7128, -74.006, 0};
constexpr JulianDayUt first_day{2458849.5};  // 2020-01-01
constexpr JulianDayUt last_day{2459580.5};   // 2022-01-01

const std::vector<Body> ten_bodies{Body::sun,     Body::moon,    Body::mercury, Body::venus,
                                   Body::mars,    Body::jupiter, Body::saturn,  Body::uranus,
                                   Body::neptune, Body::pluto};

NatalChart natal_chart() {
  NatalSettings settings;
  settings.bodies.assign(ten_bodies.begin(), ten_bodies.end());
  settings.bodies.push_back(Body::chiron);
  settings.bodies.push_back(Body::true_node);
  return *compute_natal_chart(swiss_sky(), transits_birth, new_york, settings);
}

const sky::Ephemeris& table_of_two_years() {
  static const auto table = table_sky(ten_bodies, first_day, last_day);
  return *table;
}

TransitSettings of_bodies(const std::vector<Body>& bodies) {
  TransitSettings settings;
  settings.transiting.assign(bodies.begin(), bodies.end());
  return settings;
}

JulianDayUt at(const char* instant) {
  return to_julian_day(*parse_rfc3339(instant));
}

double longitude_at(const sky::Ephemeris& ephemeris, Body body, JulianDayUt when) {
  const std::array bodies{body};
  std::array<sky::BodyState, 1> states;
  EXPECT_TRUE(ephemeris.states_at(when, bodies, {}, states));
  return states[0].longitude;
}

double distance_from_exact(double longitude, const AspectPoint& natal, AspectKind kind) {
  return std::abs(std::abs(signed_separation_degrees(natal.longitude, longitude)) - angle_of(kind));
}

// The hours of a body's path in which it passes a longitude, in order.
using Hours = std::vector<std::size_t>;
Hours hours_of_passing(const std::vector<double>& path, double longitude) {
  Hours hours;
  double before = signed_separation_degrees(longitude, path[0]);
  for (std::size_t i = 1; i < path.size(); ++i) {
    const double after = signed_separation_degrees(longitude, path[i]);
    if ((before >= 0) != (after >= 0) && std::abs(before - after) < 90) hours.push_back(i - 1);
    before = after;
  }
  return hours;
}

std::vector<double> hourly_path(const sky::Ephemeris& ephemeris, Body body, double days) {
  std::vector<JulianDayUt> hours;
  for (int i = 0; i <= static_cast<int>(days * 24); ++i)
    hours.push_back({first_day.value + i / 24.0});
  std::vector<sky::BodyState> states(hours.size());
  EXPECT_TRUE(ephemeris.states_of(body, hours, {}, states));
  std::vector<double> path;
  for (const auto& state : states)
    path.push_back(state.longitude);
  return path;
}

Hours hours_of(std::vector<JulianDayUt> instants) {
  std::ranges::sort(instants);
  Hours hours;
  for (const auto when : instants)
    hours.push_back(static_cast<std::size_t>((when.value - first_day.value) * 24));
  return hours;
}

// What was found of one body and one side of an aspect.
struct Found {
  std::vector<JulianDayUt> exact;
  std::vector<JulianDayUt> borders;
};

class TransitsOfOneBody : public ::testing::TestWithParam<Body> {};

TEST_P(TransitsOfOneBody, AreThoseOfEveryHour) {
  const auto& table = table_of_two_years();
  const double days = samples(731);
  const auto targets = transit_targets(natal_chart());
  ASSERT_EQ(targets.points.size(), 14U);
  const auto transits =
      find_transits(table, targets, of_bodies({GetParam()}), first_day, {first_day.value + days});
  ASSERT_TRUE(transits);
  std::map<std::tuple<PointKind, Body, AspectKind, bool>, Found> found;
  for (const auto& transit : transits->transits) {
    const auto some =
        transit.exact.empty() ? transit.enter.value_or(first_day) : transit.exact.front().when;
    const bool ahead = signed_separation_degrees(transit.natal.longitude,
                                                 longitude_at(table, GetParam(), some)) > 0;
    const bool one_sided = angle_of(transit.kind) == 0 || angle_of(transit.kind) == 180;
    auto& side = found[{transit.natal.kind, transit.natal.body, transit.kind, one_sided || ahead}];
    for (const auto& hit : transit.exact)
      side.exact.push_back(hit.when);
    if (transit.enter) side.borders.push_back(*transit.enter);
    if (transit.leave) side.borders.push_back(*transit.leave);
  }
  const auto path = hourly_path(table, GetParam(), days);
  std::size_t passages = 0;
  for (const auto& point : targets.points) {
    for (const auto kind : {AspectKind::conjunction, AspectKind::opposition, AspectKind::trine,
                            AspectKind::square, AspectKind::sextile}) {
      for (const double side : {1.0, -1.0}) {
        const double angle = angle_of(kind);
        if (side < 0 && (angle == 0 || angle == 180)) continue;
        const double exact = point.longitude + side * angle;
        const auto& ours = found[{point.kind, point.body, kind, side > 0}];
        const auto hours = hours_of_passing(path, exact);
        EXPECT_EQ(hours_of(ours.exact), hours)
            << name_of(point) << ' ' << name_of(kind) << ' ' << side;
        auto borders = hours_of_passing(path, exact - 1);
        std::ranges::copy(hours_of_passing(path, exact + 1), std::back_inserter(borders));
        std::ranges::sort(borders);
        EXPECT_EQ(hours_of(ours.borders), borders)
            << name_of(point) << ' ' << name_of(kind) << ' ' << side;
        passages += hours.size();
      }
    }
  }
  if (GetParam() <= Body::mars) {
    EXPECT_GT(passages, samples(100));
  }
}

TEST_P(TransitsOfOneBody, GoIntoNatalHousesInTheHoursInWhichTheyPassCusps) {
  const auto& table = table_of_two_years();
  const double days = samples(731);
  const auto targets = transit_targets(natal_chart());
  const auto transits =
      find_transits(table, targets, of_bodies({GetParam()}), first_day, {first_day.value + days});
  ASSERT_TRUE(transits);
  const auto path = hourly_path(table, GetParam(), days);
  std::vector<std::pair<std::size_t, int>> expected;
  for (std::size_t i = 1; i < path.size(); ++i) {
    const auto house = house_of(path[i], targets.cusps);
    if (house != house_of(path[i - 1], targets.cusps)) expected.emplace_back(i - 1, *house);
  }
  std::vector<std::pair<std::size_t, int>> found;
  for (const auto& ingress : transits->ingresses)
    found.emplace_back(hours_of({ingress.when}).front(), ingress.house);
  EXPECT_EQ(found, expected);
}

INSTANTIATE_TEST_SUITE_P(TenBodies, TransitsOfOneBody, ::testing::ValuesIn(ten_bodies),
                         [](const auto& body) { return std::string(name_of(body.param)); });

TEST(Transits, AreExactWhereTheyAreSaidToBe) {
  const auto transits =
      find_transits(table_of_two_years(), transit_targets(natal_chart()), of_bodies(ten_bodies),
                    first_day, {first_day.value + samples(366)});
  ASSERT_TRUE(transits);
  for (const auto& transit : transits->transits) {
    for (const auto& hit : transit.exact) {
      const double longitude = longitude_at(swiss_sky(), transit.transiting, hit.when);
      // The table's difference from Swiss Ephemeris and a millisecond of the Moon.
      EXPECT_LT(distance_from_exact(longitude, transit.natal, transit.kind), 1e-6);
    }
    for (const auto& border : {transit.enter, transit.leave}) {
      if (!border) continue;
      const double longitude = longitude_at(swiss_sky(), transit.transiting, *border);
      EXPECT_NEAR(distance_from_exact(longitude, transit.natal, transit.kind), 1, 1e-6);
    }
    auto last = transit.enter.value_or(first_day);
    for (const auto& hit : transit.exact) {
      EXPECT_LE(last, hit.when);
      last = hit.when;
    }
    if (transit.leave) {
      EXPECT_LE(last, *transit.leave);
    }
  }
}

// docs/astrology/transits.md
TEST(Transits, SaturnOnNatalSaturnInTheWorkedExample) {
  const auto chart = natal_chart();
  const auto saturn = chart.placements[6].state.longitude;
  EXPECT_EQ(format_in_sign(saturn), "25°14'51\" Capricorn");
  const auto transits =
      find_transits(swiss_sky(), transit_targets(chart), of_bodies({Body::saturn}),
                    at("2019-01-01T00:00:00Z"), at("2021-01-01T00:00:00Z"));
  ASSERT_TRUE(transits);
  std::vector<std::string> lines;
  const auto text = [](const std::optional<JulianDayUt>& when) {
    return when ? format_rfc3339(to_instant(*when)).substr(0, 16) : std::string("-");
  };
  for (const auto& transit : transits->transits) {
    if (transit.natal.body != Body::saturn || transit.kind != AspectKind::conjunction) continue;
    if (transit.natal.kind != PointKind::body) continue;
    std::string line = text(transit.enter) + " to " + text(transit.leave) + ":";
    for (const auto& hit : transit.exact)
      line += " " + text(hit.when) + (hit.retrograde ? " retrograde" : "");
    lines.push_back(line);
  }
  const std::vector<std::string> expected{
      "2020-01-25T03:52 to 2020-02-11T15:31: 2020-02-02T18:35",
      "2020-08-26T03:32 to 2020-11-01T13:33:",
  };
  EXPECT_EQ(lines, expected);
}

TEST(Transits, ARetrogradeLoopWithinOrbIsOneTransitWithThreeExactInstants) {
  const auto transits = find_transits(table_of_two_years(), transit_targets(natal_chart()),
                                      of_bodies({Body::mercury}), first_day, last_day);
  ASSERT_TRUE(transits);
  TransitSettings wide = of_bodies({Body::mercury});
  for (std::size_t i = 0; i < aspect_kind_count; ++i)
    wide.aspects.set_orb(static_cast<AspectKind>(i), 10);
  const auto in_wide_orbs = find_transits(table_of_two_years(), transit_targets(natal_chart()),
                                          wide, first_day, last_day);
  ASSERT_TRUE(in_wide_orbs);
  const auto triples = std::ranges::count_if(in_wide_orbs->transits, [](const Transit& transit) {
    return transit.exact.size() == 3 && !transit.exact[0].retrograde &&
           transit.exact[1].retrograde && !transit.exact[2].retrograde;
  });
  EXPECT_GT(triples, 10);
  // Whatever the orb, what is exact is the same.
  const auto hits = [](const Transits& all) {
    std::vector<double> instants;
    for (const auto& transit : all.transits) {
      for (const auto& hit : transit.exact)
        instants.push_back(hit.when.value);
    }
    std::ranges::sort(instants);
    return instants;
  };
  const auto narrow = hits(*transits);
  const auto broad = hits(*in_wide_orbs);
  ASSERT_EQ(narrow.size(), broad.size());
  for (std::size_t i = 0; i < narrow.size(); ++i)
    EXPECT_NEAR(narrow[i], broad[i], 1e-7);
}

TEST(Transits, StationsNearNatalPointsAreThoseWithinOrb) {
  const auto targets = transit_targets(natal_chart());
  TransitSettings settings = of_bodies({Body::mercury, Body::saturn});
  const auto transits = find_transits(table_of_two_years(), targets, settings, first_day, last_day);
  ASSERT_TRUE(transits);
  EXPECT_FALSE(transits->stations.empty());
  for (const auto& station : transits->stations) {
    const double longitude = longitude_at(swiss_sky(), station.transiting, station.when);
    EXPECT_NEAR(signed_separation_degrees(longitude, station.longitude), 0, 1e-6);
    const double later = longitude_at(swiss_sky(), station.transiting, {station.when.value + 1});
    EXPECT_EQ(signed_separation_degrees(longitude, later) < 0, station.turns_retrograde);
    for (const auto& contact : station.contacts) {
      EXPECT_LE(contact.orb, 1);
      EXPECT_NEAR(distance_from_exact(longitude, contact.natal, contact.kind), contact.orb, 1e-6);
    }
  }
}

TEST(Transits, NoStationWithinOrbIsLeftOut) {
  const auto targets = transit_targets(natal_chart());
  const auto transits =
      find_transits(table_of_two_years(), targets, of_bodies({Body::mercury}), first_day, last_day);
  ASSERT_TRUE(transits);
  const auto path = hourly_path(table_of_two_years(), Body::mercury, 731);
  std::size_t within_orb = 0;
  for (std::size_t i = 1; i + 1 < path.size(); ++i) {
    const double before = signed_separation_degrees(path[i - 1], path[i]);
    const double after = signed_separation_degrees(path[i], path[i + 1]);
    if ((before > 0) == (after > 0)) continue;
    const bool is_near = std::ranges::any_of(targets.points, [&](const AspectPoint& point) {
      for (std::size_t kind = 0; kind < major_aspect_count; ++kind) {
        if (distance_from_exact(path[i], point, static_cast<AspectKind>(kind)) < 1) return true;
      }
      return false;
    });
    within_orb += is_near ? 1 : 0;
  }
  EXPECT_GT(within_orb, 3U);
  EXPECT_EQ(transits->stations.size(), within_orb);
}

TEST(Transits, OnTheTableAndOnSwissEphemerisAreTheSame) {
  const auto targets = transit_targets(natal_chart());
  const auto settings = of_bodies({Body::moon, Body::mars});
  const JulianDayUt until{first_day.value + 60};
  const auto ours = find_transits(table_of_two_years(), targets, settings, first_day, until);
  const auto theirs = find_transits(swiss_sky(), targets, settings, first_day, until);
  ASSERT_TRUE(ours && theirs);
  ASSERT_EQ(ours->transits.size(), theirs->transits.size());
  for (std::size_t i = 0; i < ours->transits.size(); ++i) {
    const auto& one = ours->transits[i];
    const auto& other = theirs->transits[i];
    EXPECT_EQ(name_of(one.natal), name_of(other.natal));
    ASSERT_EQ(one.exact.size(), other.exact.size());
    for (std::size_t j = 0; j < one.exact.size(); ++j)
      EXPECT_NEAR((one.exact[j].when.value - other.exact[j].when.value) * 86'400, 0, 1);
  }
}

TEST(TransitsAtAnInstant, AreTheAspectsOfTheMomentWithTheWholeStayWithinOrb) {
  const auto targets = transit_targets(natal_chart());
  const auto when = at("2020-06-01T12:00:00Z");
  const auto sky = transits_at(swiss_sky(), targets, of_bodies(ten_bodies), when);
  ASSERT_TRUE(sky);
  EXPECT_EQ(sky->placements.size(), 10U);
  ASSERT_FALSE(sky->transits.empty());
  for (const auto& current : sky->transits) {
    const auto& [aspect, pass] = current;
    const double longitude = longitude_at(swiss_sky(), aspect.first.body, when);
    EXPECT_NEAR(distance_from_exact(longitude, aspect.second, aspect.kind), aspect.orb, 1e-9);
    ASSERT_TRUE(pass.enter && pass.leave) << name_of(aspect.first) << ' ' << name_of(aspect.second);
    EXPECT_LE(*pass.enter, when);
    EXPECT_GT(*pass.leave, when);
    const double soon = longitude_at(swiss_sky(), aspect.first.body, {when.value + 1e-4});
    EXPECT_EQ(distance_from_exact(soon, aspect.second, aspect.kind) < aspect.orb, aspect.applying);
    for (const auto& hit : pass.exact) {
      const double then = longitude_at(swiss_sky(), aspect.first.body, hit.when);
      EXPECT_LT(distance_from_exact(then, aspect.second, aspect.kind), 1e-6);
    }
  }
}

TEST(TransitsAtAnInstant, AreThoseOfTheRangeAroundIt) {
  const auto targets = transit_targets(natal_chart());
  const auto settings = of_bodies({Body::mars, Body::saturn, Body::pluto});
  const auto when = at("2020-10-10T00:00:00Z");
  const auto sky = transits_at(swiss_sky(), targets, settings, when);
  const auto range = find_transits(swiss_sky(), targets, settings, at("2018-01-01T00:00:00Z"),
                                   at("2023-01-01T00:00:00Z"));
  ASSERT_TRUE(sky && range);
  std::size_t same = 0;
  for (const auto& current : sky->transits) {
    for (const auto& transit : range->transits) {
      const bool is_it = transit.enter && current.pass.enter &&
                         transit.transiting == current.pass.transiting &&
                         transit.natal.longitude == current.pass.natal.longitude &&
                         transit.kind == current.pass.kind &&
                         std::abs(transit.enter->value - current.pass.enter->value) < 1e-3;
      if (!is_it) continue;
      ++same;
      EXPECT_EQ(transit.exact.size(), current.pass.exact.size());
    }
  }
  EXPECT_EQ(same, sky->transits.size());
}

TEST(TransitsAtAnInstant, AreBoundedByWhatTheEphemerisCovers) {
  const auto targets = transit_targets(natal_chart());
  const auto covered = swiss_sky().coverage(Body::saturn);
  ASSERT_TRUE(covered);
  EXPECT_TRUE(
      transits_at(swiss_sky(), targets, of_bodies({Body::saturn}), {covered->last.value - 1}));
}

TEST(Transits, InASiderealZodiacMeetSiderealPoints) {
  NatalSettings natal;
  natal.bodies = {Body::sun};
  natal.frame.ayanamsa = sky::Ayanamsa::lahiri;
  const auto chart = compute_natal_chart(swiss_sky(), transits_birth, std::nullopt, natal);
  ASSERT_TRUE(chart);
  auto settings = of_bodies({Body::sun});
  settings.ayanamsa = sky::Ayanamsa::lahiri;
  const auto transits =
      find_transits(table_of_two_years(), transit_targets(*chart), settings, first_day, last_day);
  ASSERT_TRUE(transits);
  EXPECT_TRUE(transits->ingresses.empty());
  const auto conjunction =
      std::ranges::find(transits->transits, AspectKind::conjunction, &Transit::kind);
  ASSERT_NE(conjunction, transits->transits.end());
  const std::array bodies{Body::sun};
  std::array<sky::BodyState, 1> states;
  const sky::Frame frame{sky::Center::geocentric, sky::Ayanamsa::lahiri, {}};
  ASSERT_TRUE(swiss_sky().states_at(conjunction->exact.at(0).when, bodies, frame, states));
  EXPECT_NEAR(states[0].longitude, chart->placements[0].state.longitude, 1e-6);
}

}  // namespace
}  // namespace astronova::astrology
