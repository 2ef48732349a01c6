// A sky of a few polynomials whose steps and turns are put where they are hardest.
#include <cmath>

#include <gtest/gtest.h>

#include "base/angle.h"
#include "sky/polynomials.h"
#include "sky/search/polynomial.h"
#include "tests/sky/search/support.h"

namespace astronova::sky::search {
namespace {

constexpr double first_day = 1000;

// One body, the Sun, whose longitude is these pieces one after the other, each of ten days; without
// nutation or Delta T.
class ArtificialPieces final : public Polynomials {
 public:
  explicit ArtificialPieces(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      pieces_[i].half_length = 5;
      pieces_[i].middle = first_day + 5 + 10 * static_cast<double>(i);
    }
  }

  Coverage span() const override { return {{first_day}, {pieces_.back().last()}}; }
  bool holds(Body body) const override { return body == Body::sun; }
  Piece longitude(Body, JulianDayTt when) const override {
    const auto number = static_cast<std::ptrdiff_t>((when.value - first_day) / 10);
    return pieces_[static_cast<std::size_t>(std::min(number, std::ssize(pieces_) - 1))];
  }
  Piece latitude(Body, JulianDayTt) const override { return zero(); }
  Piece nutation(JulianDayTt) const override { return zero(); }
  Piece obliquity(JulianDayTt) const override { return zero(); }
  Piece delta_t(JulianDayUt) const override { return zero(); }

 private:
  static Piece zero() { return {first_day, 1e5, {}}; }

  std::vector<Piece> pieces_;
};

class ArtificialSky final : public Ephemeris {
 public:
  explicit ArtificialSky(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

  JulianDayUt first() const { return pieces_.span().first; }
  JulianDayUt last() const { return pieces_.span().last; }

  Result<void> states_at(JulianDayUt when, std::span<const Body> bodies, const Frame& frame,
                         std::span<BodyState> states) const override {
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      auto done = states_of(bodies[i], {&when, 1}, frame, states.subspan(i, 1));
      if (!done) return done;
    }
    return {};
  }
  Result<void> states_of(Body body, std::span<const JulianDayUt> instants, const Frame&,
                         std::span<BodyState> states) const override {
    for (std::size_t i = 0; i < instants.size(); ++i) {
      const double day = instants[i].value;
      states[i] = {};
      states[i].longitude =
          normalized_degrees(Polynomial(pieces_.longitude(body, {day})).at(day).value);
    }
    return {};
  }
  Result<Houses> houses(JulianDayUt, const GeographicPosition&, HouseSystem,
                        std::optional<Ayanamsa>) const override {
    return Error{};
  }
  Result<Degrees> ayanamsa(JulianDayUt, Ayanamsa) const override { return Degrees{0}; }
  Seconds delta_t(JulianDayUt) const override { return {0}; }
  std::optional<Coverage> coverage(Body) const override { return pieces_.span(); }
  std::string_view provenance() const override { return "artificial"; }
  const Polynomials* polynomials(const Frame&) const override { return &pieces_; }

 private:
  ArtificialPieces pieces_;
};

// A straight line from one value to another.
Piece line(double from, double to) {
  return {0, 0, {(from + to) / 2, (to - from) / 2}};
}

// A parabola that turns at x in [-1, 1] with a value there, the other coefficient its bend.
Piece parabola(double x, double value, double bend) {
  // bend (u - x)^2 + value, and u^2 = (T_0 + T_2) / 2.
  return {0, 0, {value + bend * (x * x + 0.5), -2 * bend * x, bend / 2}};
}

std::vector<Event> events_in(const ArtificialSky& sky, std::vector<double> values,
                             bool extrema = false) {
  const Query query{{Coordinate::longitude, Body::sun}, std::move(values), 0, extrema};
  return events_of(sky, query, sky.first(), sky.last());
}

TEST(Steps, AValueThatIsSteppedOverIsPassedOnce) {
  for (const double direction : {1.0, -1.0}) {
    const ArtificialSky sky(
        {line(100 - 10 * direction, 100), line(100 + 0.001 * direction, 100 + 10 * direction)});
    const auto events = events_in(sky, {100 + 0.0005 * direction});
    ASSERT_EQ(events.size(), 1U);
    EXPECT_NEAR(events[0].when.value, 1010, 1e-8);
    EXPECT_EQ(events[0].kind, direction > 0 ? EventKind::rising : EventKind::falling);
  }
}

TEST(Steps, AValueThatIsTakenBeforeAStepBackAndAfterIsPassedOnce) {
  for (const double direction : {1.0, -1.0}) {
    const ArtificialSky sky(
        {line(100 - 10 * direction, 100), line(100 - 0.001 * direction, 100 + 10 * direction)});
    const auto events = events_in(sky, {100 - 0.0005 * direction});
    ASSERT_EQ(events.size(), 1U);
    EXPECT_NEAR(events[0].when.value, 1010, 0.001);
  }
}

TEST(Steps, OneThatChangesTheDirectionIsPassedAsThePathGoes) {
  // It rises to 100, steps to 100.001, and falls from there: up in the step, down after it.
  const ArtificialSky sky({line(90, 100), line(100.001, 90)});
  const auto events = events_in(sky, {100.0005}, true);
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].kind, EventKind::rising);
  EXPECT_EQ(events[1].kind, EventKind::maximum);
  EXPECT_EQ(events[2].kind, EventKind::falling);
}

TEST(Steps, ATurnOnABorderIsOneExtremum) {
  const ArtificialSky rises_and_falls({line(90, 100), line(100, 90)});
  const auto events = events_in(rises_and_falls, {}, true);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].kind, EventKind::maximum);
  EXPECT_NEAR(events[0].when.value, 1010, 1e-8);
  EXPECT_NEAR(events[0].value, 100, 1e-12);
}

TEST(Steps, ATurnThatBothPiecesShowOrNeitherIsOneExtremum) {
  // Maxima three minutes before the border and after it, or beyond it from either side.
  for (const double away : {0.0004, -0.0004}) {
    const ArtificialSky sky({parabola(1 - away, 100, -1), parabola(-1 + away, 100, -1)});
    const auto events = events_in(sky, {99}, true);
    ASSERT_EQ(events.size(), 3U) << away;
    EXPECT_EQ(events[0].kind, EventKind::rising);
    EXPECT_EQ(events[1].kind, EventKind::maximum);
    EXPECT_NEAR(events[1].when.value, 1010, 0.0021);
    EXPECT_EQ(events[2].kind, EventKind::falling);
  }
}

TEST(Turns, TouchAValueWithinTheTolerance) {
  for (const double bend : {-1.0, 1.0}) {
    for (const double beyond : {-0.9e-7, 0.0, 0.9e-7}) {
      const ArtificialSky sky({parabola(0.3, 100 + beyond, bend)});
      const auto events = events_in(sky, {100});
      ASSERT_EQ(events.size(), 1U) << beyond;
      EXPECT_EQ(events[0].kind, bend < 0 ? EventKind::maximum : EventKind::minimum);
      EXPECT_EQ(events[0].value, 100);
      EXPECT_NEAR(events[0].when.value, 1006.5, 1e-6);
    }
  }
}

TEST(Turns, BeyondTheTolerancePassAValueTwiceOrNever) {
  for (const double bend : {-1.0, 1.0}) {
    const ArtificialSky beyond({parabola(0.3, 100 - 1.5e-7 * bend, bend)});
    const auto events = events_in(beyond, {100});
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].kind, bend < 0 ? EventKind::rising : EventKind::falling);
    EXPECT_EQ(events[1].kind, bend < 0 ? EventKind::falling : EventKind::rising);
    // A parabola's width there: five days times the root of what it goes beyond.
    EXPECT_NEAR(events[1].when.value - events[0].when.value, 10 * std::sqrt(1.5e-7), 1e-6);
    const ArtificialSky short_of({parabola(0.3, 100 + 1.5e-7 * bend, bend)});
    EXPECT_TRUE(events_in(short_of, {100}).empty());
  }
}

TEST(Turns, ThatTouchAreNotNotedTwiceWhereExtremaAreWanted) {
  const ArtificialSky sky({parabola(0.3, 100, -1)});
  const auto events = events_in(sky, {100}, true);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].kind, EventKind::maximum);
}

TEST(Turns, ManyRevolutionsTakeEachValueOnceARevolution) {
  std::vector<Piece> pieces;
  for (int i = 0; i < 400; ++i)
    pieces.push_back(line(100.0 * (i % 18), 100.0 * (i % 18) + 100));  // 1800 is five circles
  const ArtificialSky sky(std::move(pieces));
  // Values that a double does not hold, given out of order and twice.
  const auto events = events_in(sky, {40.0 / 3, 359.99999, 400 + 40.0 / 3, 13.0 + 1.0 / 3, -0.1});
  EXPECT_EQ(events.size(), 40'000 / 360 * 4U + 1);
}

}  // namespace
}  // namespace astronova::sky::search
