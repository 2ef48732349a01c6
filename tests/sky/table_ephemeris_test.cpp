#include "sky/table/table_ephemeris.h"

#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "sky/computation_counts.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/build_table.h"
#include "sky/table/table_file.h"
#include "sky/table/verify_table.h"

namespace astronova::sky {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

// 2049-07-01 to 2050-07-01: the model of sidereal time changes in between.
constexpr JulianDayUt first_day{2469623.5};
constexpr JulianDayUt last_day{2469988.5};

std::unique_ptr<Ephemeris> swiss() {
  auto opened = open_swiss_ephemeris(default_ephemeris_directory);
  return opened ? std::move(*opened) : nullptr;
}

class TableEphemerisTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    path = std::filesystem::temp_directory_path() / ("astronova-table-" + std::to_string(getpid()));
    const auto built = build(path);
    ASSERT_TRUE(built) << built.error().detail;
  }
  static void TearDownTestSuite() { std::filesystem::remove(path); }

  static Result<void> build(const std::filesystem::path& file) {
    return table::build_table({default_ephemeris_directory, file.string(), first_day, last_day},
                              [](const table::SeriesSize&) {});
  }

  void SetUp() override {
    auto behind = swiss();
    auto opened = open_table_ephemeris(path.string(), behind);
    ASSERT_TRUE(opened) << opened.error().detail;
    ours = std::move(*opened);
    theirs = swiss();
  }

  static inline std::filesystem::path path;
  std::unique_ptr<Ephemeris> ours;
  std::unique_ptr<Ephemeris> theirs;
};

TEST_F(TableEphemerisTest, EveryBodyEqualsSwissEphemerisButWhereItJumps) {
  const auto file = table::TableFile::open(path.string());
  ASSERT_TRUE(file);
  std::uint64_t progress = 0;
  const auto all =
      table::verify_bodies(*ours, *theirs, **file, {first_day, last_day, 3'000, 1'000, 1, 2},
                           [&](std::uint64_t done, std::uint64_t) { progress = done; });
  ASSERT_TRUE(all);
  EXPECT_EQ(progress, 4'000U);
  EXPECT_EQ(all->size(), 20U);
  for (const auto& most : *all) {
    SCOPED_TRACE(std::string(name_of(most.body)));
    EXPECT_LT(most.longitude, 0.001);
    EXPECT_LT(most.latitude, 0.001);
    EXPECT_LT(most.right_ascension, 0.0015);
    EXPECT_LT(most.declination, 0.0015);
    EXPECT_LT(most.distance, 1e-8);
    // Behind the Sun's disc, Swiss Ephemeris interpolates the deflection of light piece by piece.
    EXPECT_LT(most.longitude_speed, 2e-4);
    EXPECT_LT(most.latitude_speed, 2e-4);
    EXPECT_LT(most.at_steps, 400U);
  }
}

TEST_F(TableEphemerisTest, WhatIsComputedIsCountedOnceByWhoComputesIt) {
  const auto& counts = computation_counts();
  const auto table_before = counts.table.value();
  const auto swiss_before = counts.swiss.value();
  std::array<BodyState, 3> states;
  const std::array instants{first_day, JulianDayUt{first_day.value + 1}, last_day};
  const JulianDayUt outside{first_day.value - 1};
  ASSERT_TRUE(
      ours->states_at(first_day, std::array{Body::sun, Body::moon}, {}, {states.data(), 2}));
  ASSERT_TRUE(ours->states_of(Body::mars, instants, {}, states));
  ASSERT_TRUE(ours->houses(first_day, {}, HouseSystem::placidus, std::nullopt));
  EXPECT_EQ(counts.table.value() - table_before, 5U);
  EXPECT_EQ(counts.swiss.value() - swiss_before, 0U);
  ASSERT_TRUE(ours->states_at(outside, std::array{Body::sun}, {}, {states.data(), 1}));
  ASSERT_TRUE(ours->houses(outside, {}, HouseSystem::placidus, std::nullopt));
  ASSERT_TRUE(ours->ayanamsa(outside, Ayanamsa::lahiri));
  EXPECT_EQ(counts.table.value() - table_before, 5U);
  EXPECT_EQ(counts.swiss.value() - swiss_before, 3U);
}

// So that what is set aside as a jump cannot be the table's own fault.
class Shifted final : public Ephemeris {
 public:
  explicit Shifted(const Ephemeris& of) : of_(of) {}
  Result<void> states_at(JulianDayUt when, std::span<const Body> bodies, const Frame& frame,
                         std::span<BodyState> states) const override {
    auto done = of_.states_at(when, bodies, frame, states);
    for (auto& state : states.first(bodies.size()))
      state.longitude += 0.002 / 3600;
    return done;
  }
  Result<void> states_of(Body body, std::span<const JulianDayUt> instants, const Frame& frame,
                         std::span<BodyState> states) const override {
    return of_.states_of(body, instants, frame, states);
  }
  Result<Houses> houses(JulianDayUt when, const GeographicPosition& place, HouseSystem system,
                        std::optional<Ayanamsa> ayanamsa) const override {
    return of_.houses(when, place, system, ayanamsa);
  }
  Result<Degrees> ayanamsa(JulianDayUt when, Ayanamsa which) const override {
    return of_.ayanamsa(when, which);
  }
  Seconds delta_t(JulianDayUt when) const override { return of_.delta_t(when); }
  std::optional<Coverage> coverage(Body body) const override { return of_.coverage(body); }
  std::string_view provenance() const override { return of_.provenance(); }

 private:
  const Ephemeris& of_;
};

TEST_F(TableEphemerisTest, VerifyingFindsATableThatIsOff) {
  const auto file = table::TableFile::open(path.string());
  ASSERT_TRUE(file);
  const auto all = table::verify_bodies(Shifted(*ours), *theirs, **file,
                                        {first_day, last_day, 50, 0, 1, 1}, [](auto, auto) {});
  ASSERT_TRUE(all);
  for (const auto& most : *all)
    EXPECT_GT(most.longitude, 0.001) << name_of(most.body);
}

TEST_F(TableEphemerisTest, EveryAyanamsaEqualsThatOfSwissEphemeris) {
  const auto most = table::verify_ayanamsas(*ours, *theirs, {first_day, last_day, 200, 0, 1, 1});
  ASSERT_TRUE(most);
  for (std::size_t i = 0; i < most->size(); ++i)
    EXPECT_LT((*most)[i], 0.001) << name_of(static_cast<Ayanamsa>(i));
}

TEST_F(TableEphemerisTest, TheMainHouseSystemsEqualThoseOfSwissEphemeris) {
  const auto all = table::verify_houses(*ours, *theirs, {first_day, last_day, 500, 0, 1, 1});
  ASSERT_TRUE(all);
  EXPECT_EQ(all->size(), 10U);
  for (const auto& most : *all) {
    SCOPED_TRACE(std::string(name_of(most.system)));
    const bool is_placidus = most.system == HouseSystem::placidus;
    EXPECT_LT(most.cusps, is_placidus ? 0.02 : 0.001);
    EXPECT_LT(most.angles, 0.001);
    EXPECT_LT(most.from_definition, 1e-6);
    EXPECT_EQ(most.from_definition > 0, is_placidus);
  }
}

TEST_F(TableEphemerisTest, OneBodyAtManyInstantsHasTheBitsOfManyBodiesAtOne) {
  std::vector<JulianDayUt> days;
  for (double day = first_day.value; day < last_day.value; day += 1.7)
    days.push_back({day});
  std::vector<BodyState> alone(days.size());
  const std::array bodies{Body::moon, Body::pluto, Body::true_south_node};
  std::array<BodyState, bodies.size()> together;
  for (const auto zodiac : {std::optional<Ayanamsa>{}, std::optional{Ayanamsa::true_chitra}}) {
    const Frame frame{Center::geocentric, zodiac, {}};
    for (std::size_t j = 0; j < bodies.size(); ++j) {
      ASSERT_TRUE(ours->states_of(bodies[j], days, frame, alone));
      for (std::size_t i = 0; i < days.size(); ++i) {
        ASSERT_TRUE(ours->states_at(days[i], bodies, frame, together));
        EXPECT_EQ(std::memcmp(&alone[i], &together[j], sizeof(BodyState)), 0) << days[i].value;
      }
    }
  }
}

TEST_F(TableEphemerisTest, NothingJumpsAtTheBordersOfPieces) {
  // Pieces of 24 and 32 days begin at these distances from J2000; parts at halves of them.
  const std::array bodies{Body::sun, Body::mercury, Body::venus, Body::mars, Body::jupiter};
  std::array<BodyState, 5> before;
  std::array<BodyState, 5> after;
  for (double day = 2451545 + 3 * std::ceil((first_day.value - 2451545) / 3); day < last_day.value;
       day += 3) {
    ASSERT_TRUE(ours->states_at({day - 69.2 / 86'400 - 1e-7}, bodies, {}, before));
    ASSERT_TRUE(ours->states_at({day - 69.2 / 86'400 + 1e-7}, bodies, {}, after));
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      EXPECT_LT(std::abs(std::remainder(after[i].longitude - before[i].longitude, 360.0)) * 3600,
                0.003)
          << name_of(bodies[i]) << ' ' << day;
    }
  }
}

TEST_F(TableEphemerisTest, TheSiderealZodiacIsThatOfTheReference) {
  std::array<BodyState, 1> our_moon;
  std::array<BodyState, 1> their_moon;
  Frame frame;
  for (const auto ayanamsa : {Ayanamsa::lahiri, Ayanamsa::fagan_bradley}) {
    frame.ayanamsa = ayanamsa;
    for (double day = first_day.value; day < last_day.value; day += 7.3) {
      ASSERT_TRUE(ours->states_at({day}, std::array{Body::moon}, frame, our_moon));
      ASSERT_TRUE(theirs->states_at({day}, std::array{Body::moon}, frame, their_moon));
      EXPECT_NEAR(our_moon[0].longitude, their_moon[0].longitude, 0.001 / 3600);
      EXPECT_NEAR(our_moon[0].longitude_speed, their_moon[0].longitude_speed, 1.5e-4);
      EXPECT_NEAR(our_moon[0].right_ascension, their_moon[0].right_ascension, 0.001 / 3600);
    }
  }
}

bool same(const BodyState& a, const BodyState& b) {
  return a.longitude == b.longitude && a.latitude == b.latitude && a.distance == b.distance &&
         a.longitude_speed == b.longitude_speed && a.right_ascension == b.right_ascension;
}

TEST_F(TableEphemerisTest, WhatItDoesNotHoldComesFromTheReference) {
  std::array<BodyState, 1> our_mars;
  std::array<BodyState, 1> their_mars;
  const std::array mars{Body::mars};
  const auto compare = [&](JulianDayUt when, const Frame& frame) {
    ASSERT_TRUE(ours->states_at(when, mars, frame, our_mars));
    ASSERT_TRUE(theirs->states_at(when, mars, frame, their_mars));
    EXPECT_TRUE(same(our_mars[0], their_mars[0]));
  };
  compare({first_day.value - 0.001}, {});
  compare({last_day.value + 0.001}, {});
  compare({first_day.value + 5}, {Center::heliocentric, std::nullopt, {}});
  compare({first_day.value + 5}, {Center::topocentric, std::nullopt, {48, 2, 100}});
  // The ends themselves are the table's.
  ASSERT_TRUE(ours->states_at(first_day, mars, {}, our_mars));
  ASSERT_TRUE(ours->states_at(last_day, mars, {}, our_mars));
}

TEST_F(TableEphemerisTest, HousesTimesAndErrorsAreThoseOfTheReference) {
  const JulianDayUt when{first_day.value + 100.25};
  const auto ours_houses = ours->houses(when, {52, 13, 0}, HouseSystem::placidus, std::nullopt);
  const auto their_houses = theirs->houses(when, {52, 13, 0}, HouseSystem::placidus, std::nullopt);
  ASSERT_TRUE(ours_houses && their_houses);
  EXPECT_NEAR(ours_houses->angles.ascendant, their_houses->angles.ascendant, 0.001 / 3600);
  EXPECT_NEAR(ours->delta_t(when).value, theirs->delta_t(when).value, 1e-4);
  EXPECT_THAT(ours->provenance(), EndsWith("(table)"));
  std::array<BodyState, 1> state;
  const auto refused = ours->states_at(when, std::array{Body::earth}, {}, state);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_value);
}

TEST_F(TableEphemerisTest, HousesEqualThoseOfTheReferenceInEverySystemAndZodiac) {
  // Swiss Ephemeris ends the iteration of Placidus at a step of 0.01 arc seconds.
  const auto tolerance = [](HouseSystem system) {
    return (system == HouseSystem::placidus ? 0.02 : 0.001) / 3600;
  };
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> day(first_day.value, last_day.value);
  std::uniform_real_distribution<double> latitude(-66, 66);
  std::uniform_real_distribution<double> longitude(-180, 180);
  const std::array<std::optional<Ayanamsa>, 3> zodiacs{std::nullopt, Ayanamsa::lahiri,
                                                       Ayanamsa::j2000};
  for (std::size_t i = 0; i < house_system_names().size(); ++i) {
    const auto system = static_cast<HouseSystem>(i);
    for (int j = 0; j < 30; ++j) {
      const JulianDayUt when{day(random)};
      const GeographicPosition place{latitude(random), longitude(random), 0};
      const auto zodiac = zodiacs[static_cast<std::size_t>(j) % zodiacs.size()];
      const auto a = ours->houses(when, place, system, zodiac);
      const auto b = theirs->houses(when, place, system, zodiac);
      ASSERT_TRUE(a && b);
      ASSERT_EQ(a->system, b->system);
      ASSERT_EQ(a->count, b->count);
      for (std::size_t k = 0; k < a->count; ++k) {
        ASSERT_NEAR(std::remainder(a->cusps[k] - b->cusps[k], 360.0), 0, tolerance(system))
            << name_of(system) << " cusp " << k + 1 << " at " << place.latitude;
      }
      ASSERT_NEAR(std::remainder(a->angles.ascendant - b->angles.ascendant, 360.0), 0,
                  0.001 / 3600);
      ASSERT_NEAR(std::remainder(a->angles.vertex - b->angles.vertex, 360.0), 0, 0.001 / 3600);
      ASSERT_NEAR(std::remainder(a->angles.armc - b->angles.armc, 360.0), 0, 0.001 / 3600);
    }
  }
}

TEST_F(TableEphemerisTest, ManyThreadsGetTheSameAnswers) {
  std::array<BodyState, 1> expected;
  const std::array moon{Body::moon};
  ASSERT_TRUE(ours->states_at({first_day.value + 33.3}, moon, {}, expected));
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 200; ++j) {
        std::array<BodyState, 1> state;
        const auto done = ours->states_at({first_day.value + 33.3}, moon, {}, state);
        if (!done || !same(state[0], expected[0])) ++wrong;
      }
    });
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(wrong, 0);
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class DamagedTable : public TableEphemerisTest {
 protected:
  std::string refusal_of(const std::string& bytes) const {
    const auto damaged = std::filesystem::path(path.string() + "-damaged");
    std::ofstream(damaged, std::ios::binary) << bytes;
    const auto opened = table::TableFile::open(damaged.string());
    std::filesystem::remove(damaged);
    return opened ? "" : opened.error().detail;
  }
};

TEST_F(DamagedTable, IsNeverUsed) {
  const auto good = read(path);
  ASSERT_EQ(refusal_of(good), "");
  std::mt19937 random(3);
  for (int i = 0; i < 20; ++i) {
    auto bytes = good;
    bytes[sizeof(table::Header) + random() % (good.size() - sizeof(table::Header))] ^= 1;
    EXPECT_THAT(refusal_of(bytes), HasSubstr("checksum"));
  }
  EXPECT_THAT(refusal_of(good.substr(0, good.size() - 1)), HasSubstr("cut off"));
  EXPECT_THAT(refusal_of(good.substr(0, 50)), HasSubstr("cut off"));
  EXPECT_THAT(refusal_of(""), HasSubstr("cut off"));
  auto other = good;
  other[0] = 'X';
  EXPECT_THAT(refusal_of(other), HasSubstr("another kind of file"));
  other = good;
  ++other[offsetof(table::Header, version)];
  EXPECT_THAT(refusal_of(other), HasSubstr("another version"));
  other = good;
  std::swap(other[offsetof(table::Header, endian)], other[offsetof(table::Header, endian) + 3]);
  EXPECT_THAT(refusal_of(other), HasSubstr("another kind of machine"));
  EXPECT_FALSE(table::TableFile::open(path.string() + "-missing"));
}

TEST_F(DamagedTable, LeavesTheReferenceToTheCaller) {
  auto reference = swiss();
  EXPECT_FALSE(open_table_ephemeris(path.string() + "-missing", reference));
  EXPECT_NE(reference, nullptr);
}

TEST_F(DamagedTable, IsMadeAnewWithTheSameBytes) {
  const auto again = std::filesystem::path(path.string() + "-again");
  ASSERT_TRUE(build(again));
  EXPECT_TRUE(read(again) == read(path));
  std::filesystem::remove(again);
}

TEST_F(DamagedTable, IsNotLeftBehindWhereTheFilesDoNotReach) {
  const auto file = path.string() + "-beyond";
  EXPECT_FALSE(table::build_table({default_ephemeris_directory, file, {5'000'000}, {5'000'100}},
                                  [](const auto&) {}));
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_FALSE(std::filesystem::exists(file + ".part"));
  EXPECT_FALSE(table::build_table({"/nowhere", file, first_day, last_day}, [](const auto&) {}));
}

}  // namespace
}  // namespace astronova::sky
