#include "sky/swiss/swiss_ephemeris.h"

#include <cmath>
#include <filesystem>
#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/instant.h"

namespace astronova::sky {
namespace {

using ::testing::HasSubstr;

const Ephemeris& ephemeris() {
  static const auto opened = open_swiss_ephemeris(default_ephemeris_directory);
  return **opened;
}

JulianDayUt at(std::string_view instant) {
  return to_julian_day(*parse_rfc3339(instant));
}

Result<BodyState> state_of(Body body, JulianDayUt when, const Frame& frame = {}) {
  BodyState state;
  if (auto done = ephemeris().states_at(when, {&body, 1}, frame, {&state, 1}); !done) {
    return done.error();
  }
  return state;
}

TEST(SwissEphemeris, NamesItsVersionAndData) {
  EXPECT_EQ(ephemeris().provenance(), "Swiss Ephemeris 2.10.03 DE431");
}

TEST(SwissEphemeris, RefusesADirectoryWithoutData) {
  const auto opened = open_swiss_ephemeris("/nowhere");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::data_missing);
  EXPECT_THAT(opened.error().detail, HasSubstr("ASTRONOVA_EPHE_PATH"));
}

TEST(SwissEphemeris, NamesTheCoveredRangeOutsideIt) {
  const auto state = state_of(Body::mars, at("+006000-01-01T00:00:00Z"));
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, ErrorCode::outside_ephemeris);
  EXPECT_THAT(state.error().detail, HasSubstr("mars is covered from "));
  EXPECT_THAT(state.error().detail, HasSubstr("5399-12-2"));
}

TEST(SwissEphemeris, KnowsThatChironSpansLess) {
  const auto state = state_of(Body::chiron, at("0600-01-01T00:00:00Z"));
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, ErrorCode::outside_ephemeris);
  EXPECT_TRUE(state_of(Body::saturn, at("0600-01-01T00:00:00Z")));
}

TEST(SwissEphemeris, NeverAnswersFromAModelWhenOnlyOneFileIsThere) {
  // A directory with 1800 to 2399 alone: libswe by itself answers 1700 from Moshier's model.
  const auto directory = std::filesystem::temp_directory_path() / "astronova-one-file";
  std::filesystem::create_directories(directory);
  for (const char* name : {"sepl_18.se1", "semo_18.se1"}) {
    const auto link = directory / name;
    if (!std::filesystem::exists(link)) {
      std::filesystem::create_symlink(std::filesystem::path(default_ephemeris_directory) / name,
                                      link);
    }
  }
  const auto opened = open_swiss_ephemeris(directory.string());
  ASSERT_TRUE(opened);
  const Body body = Body::sun;
  BodyState state;
  const auto within = (*opened)->states_at(at("1990-01-01T00:00:00Z"), {&body, 1}, {}, {&state, 1});
  EXPECT_TRUE(within);
  const auto before = (*opened)->states_at(at("1700-01-01T00:00:00Z"), {&body, 1}, {}, {&state, 1});
  ASSERT_FALSE(before);
  EXPECT_EQ(before.error().code, ErrorCode::outside_ephemeris);
  EXPECT_THAT(before.error().detail, HasSubstr("1800-01-11"));
  EXPECT_FALSE((*opened)->coverage(Body::ceres));
}

TEST(SwissEphemeris, AnswersForEveryBodyAtBothEndsOfWhatItSaysItCovers) {
  for (std::size_t i = 0; i < body_count; ++i) {
    const auto body = static_cast<Body>(i);
    if (!is_defined(body, Center::geocentric)) continue;
    const auto span = ephemeris().coverage(body);
    ASSERT_TRUE(span);
    EXPECT_TRUE(state_of(body, span->first)) << name_of(body);
    EXPECT_TRUE(state_of(body, span->last)) << name_of(body);
    EXPECT_FALSE(state_of(body, {span->first.value - 1})) << name_of(body);
    EXPECT_FALSE(state_of(body, {span->last.value + 1})) << name_of(body);
  }
}

TEST(SwissEphemeris, RefusesBodiesThatTheCenterDoesNotHave) {
  const auto when = at("2000-01-01T00:00:00Z");
  EXPECT_FALSE(state_of(Body::earth, when));
  const Frame heliocentric{Center::heliocentric, std::nullopt, {}};
  EXPECT_FALSE(state_of(Body::sun, when, heliocentric));
  EXPECT_FALSE(state_of(Body::true_node, when, heliocentric));
  EXPECT_TRUE(state_of(Body::earth, when, heliocentric));
}

TEST(SwissEphemeris, PutsSouthNodesOppositeTheirNorthNodes) {
  const auto when = at("1990-05-15T14:30:00Z");
  const auto north = state_of(Body::true_node, when);
  const auto south = state_of(Body::true_south_node, when);
  ASSERT_TRUE(north && south);
  EXPECT_NEAR(std::abs(north->longitude - south->longitude), 180, 1e-12);
  EXPECT_DOUBLE_EQ(north->declination, -south->declination);
}

TEST(SwissEphemeris, LeavesRightAscensionOnTheTrueEquatorForSiderealLongitudes) {
  const auto when = at("1990-05-15T14:30:00Z");
  const auto tropical = state_of(Body::moon, when);
  const auto sidereal = state_of(Body::moon, when, {Center::geocentric, Ayanamsa::lahiri, {}});
  ASSERT_TRUE(tropical && sidereal);
  EXPECT_DOUBLE_EQ(tropical->right_ascension, sidereal->right_ascension);
  EXPECT_NEAR(tropical->longitude - sidereal->longitude,
              ephemeris().ayanamsa(when, Ayanamsa::lahiri)->value, 1e-9);
}

TEST(SwissEphemeris, ComputesEveryAyanamsa) {
  for (std::size_t i = 0; i < ayanamsa_count; ++i) {
    const auto which = static_cast<Ayanamsa>(i);
    EXPECT_TRUE(ephemeris().ayanamsa(at("2000-01-01T00:00:00Z"), which)) << name_of(which);
    EXPECT_EQ(ayanamsa_named(name_of(which)), which);
  }
}

TEST(SwissEphemeris, FallsBackToPorphyryInsideThePolarCirclesAndSaysSo) {
  for (const auto system : {HouseSystem::placidus, HouseSystem::koch, HouseSystem::gauquelin}) {
    const auto houses =
        ephemeris().houses(at("1990-05-15T14:30:00Z"), {70.7, -74, 0}, system, std::nullopt);
    ASSERT_TRUE(houses);
    EXPECT_EQ(houses->system, HouseSystem::porphyry);
    EXPECT_EQ(houses->requested, system);
    EXPECT_EQ(houses->count, 12U);
  }
}

TEST(SwissEphemeris, ComputesEveryHouseSystemAtMiddleLatitudes) {
  for (std::size_t i = 0; i < house_system_count; ++i) {
    const auto system = static_cast<HouseSystem>(i);
    const auto houses =
        ephemeris().houses(at("1990-05-15T14:30:00Z"), {40.7, -74, 0}, system, std::nullopt);
    ASSERT_TRUE(houses) << name_of(system);
    EXPECT_EQ(houses->system, system) << name_of(system);
    EXPECT_EQ(house_system_named(name_of(system)), system);
  }
}

TEST(SwissEphemeris, GivesOneBodyAtManyInstantsAsManyBodiesAtOne) {
  const std::array<JulianDayUt, 3> instants{{{2451545.0}, {2400000.5}, {2500000.25}}};
  std::array<BodyState, 3> states;
  ASSERT_TRUE(ephemeris().states_of(Body::venus, instants, {}, states));
  for (std::size_t i = 0; i < instants.size(); ++i) {
    const auto alone = state_of(Body::venus, instants[i]);
    ASSERT_TRUE(alone);
    EXPECT_EQ(states[i].longitude, alone->longitude);
    EXPECT_EQ(states[i].distance_speed, alone->distance_speed);
  }
}

TEST(SwissEphemeris, AnswersTheSameWhateverWasAskedBefore) {
  // Around 1800-01-01 libswe by itself goes on with the file in hand.
  constexpr std::array bodies{Body::sun, Body::moon, Body::saturn, Body::pluto, Body::chiron};
  for (const double days : {-0.1, 0.01, 0.3, 18.0, 350.0, 772.0, 3000.0}) {
    const JulianDayUt when{2378496.5 + days};
    for (const auto body : bodies) {
      (void)state_of(body, {2300000.5});
      const auto after_the_older_file = state_of(body, when);
      (void)state_of(body, {2500000.5});
      const auto after_the_newer_file = state_of(body, when);
      ASSERT_TRUE(after_the_older_file && after_the_newer_file);
      EXPECT_EQ(after_the_older_file->longitude, after_the_newer_file->longitude)
          << name_of(body) << ' ' << days;
    }
  }
}

// One random question and all numbers of its answer.
struct Question {
  JulianDayUt when;
  Frame frame;
  HouseSystem system;
};

std::vector<Question> random_questions(std::size_t count) {
  std::mt19937_64 random{7};
  std::uniform_real_distribution<double> days(2268932.5, 2561118.5), degrees(-60, 60);
  std::vector<Question> questions;
  for (std::size_t i = 0; i < count; ++i) {
    Frame frame;
    frame.center = i % 3 == 0 ? Center::topocentric : Center::geocentric;
    frame.observer = {degrees(random), 2 * degrees(random), 100};
    if (i % 2 == 0) frame.ayanamsa = static_cast<Ayanamsa>(i / 2 % ayanamsa_count);
    questions.push_back({{days(random)}, frame, static_cast<HouseSystem>(i % house_system_count)});
  }
  return questions;
}

std::vector<double> answer(const Question& question) {
  constexpr std::array bodies{Body::sun,    Body::moon,      Body::mercury, Body::mars,
                              Body::saturn, Body::true_node, Body::chiron};
  std::array<BodyState, bodies.size()> states;
  std::vector<double> numbers;
  if (!ephemeris().states_at(question.when, bodies, question.frame, states)) return numbers;
  for (const auto& state : states) {
    numbers.insert(numbers.end(), {state.longitude, state.latitude, state.distance,
                                   state.longitude_speed, state.right_ascension});
  }
  const auto houses = ephemeris().houses(question.when, question.frame.observer, question.system,
                                         question.frame.ayanamsa);
  if (houses) numbers.insert(numbers.end(), houses->cusps.begin(), houses->cusps.end());
  numbers.push_back(ephemeris().delta_t(question.when).value);
  return numbers;
}

TEST(SwissEphemerisThreads, ManyThreadsAtOnceGetWhatOneGets) {
  const auto questions = random_questions(120);
  std::vector<std::vector<double>> expected;
  for (const auto& question : questions)
    expected.push_back(answer(question));
  ASSERT_FALSE(expected.front().empty());

  std::vector<std::vector<std::vector<double>>> answers(
      4, std::vector<std::vector<double>>(questions.size()));
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < answers.size(); ++t) {
      threads.emplace_back([&, t] {
        // Each thread walks the questions from another place and with another stride.
        for (std::size_t i = 0; i < questions.size(); ++i) {
          const std::size_t which = (i * (2 * t + 7) + 31 * t) % questions.size();
          answers[t][which] = answer(questions[which]);
        }
      });
    }
  }
  for (std::size_t t = 0; t < answers.size(); ++t) {
    for (std::size_t i = 0; i < questions.size(); ++i) {
      if (answers[t][i].empty()) continue;  // not on this thread's walk
      EXPECT_EQ(answers[t][i], expected[i]) << "thread " << t << ", question " << i;
    }
  }
}

TEST(SwissEphemerisThreads, AThreadThatEndsLeavesNoFileOpen) {
  const auto open_files = [] {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator("/proc/self/fd")) {
      ++count;
    }
    return count;
  };
  const auto work = [] { (void)answer(random_questions(1).front()); };
  std::jthread{work}.join();
  const auto before = open_files();
  for (int i = 0; i < 20; ++i)
    std::jthread{work}.join();
  EXPECT_EQ(open_files(), before);
}

}  // namespace
}  // namespace astronova::sky
