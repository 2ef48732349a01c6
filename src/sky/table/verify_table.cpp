#include "sky/table/verify_table.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace astronova::sky::table {
namespace {

constexpr double arc_seconds = 3600;

void widen(double& most, double difference) {
  most = std::max(most, std::abs(difference));
}

void widen_angle(double& most, double difference) {
  widen(most, std::remainder(difference, 360.0) * arc_seconds);
}

void compare(const BodyState& a, const BodyState& b, Differences& most) {
  widen_angle(most.longitude, a.longitude - b.longitude);
  widen_angle(most.latitude, a.latitude - b.latitude);
  widen(most.distance, a.distance - b.distance);
  widen(most.longitude_speed, a.longitude_speed - b.longitude_speed);
  widen(most.latitude_speed, a.latitude_speed - b.latitude_speed);
  widen_angle(most.right_ascension, a.right_ascension - b.right_ascension);
  widen_angle(most.declination, a.declination - b.declination);
}

std::vector<JulianDayUt> random_instants(const VerifySettings& settings) {
  std::mt19937_64 random(settings.seed);
  std::uniform_real_distribution<double> day(settings.first.value, settings.last.value);
  std::vector<JulianDayUt> instants(settings.instants);
  for (auto& instant : instants)
    instant = {day(random)};
  return instants;
}

}  // namespace

Result<void> verify_table(const Ephemeris& table, const Ephemeris& reference,
                          const VerifySettings& settings,
                          const std::function<void(const Differences&)>& take) {
  const auto instants = random_instants(settings);
  std::vector<BodyState> ours(instants.size());
  std::vector<BodyState> theirs(instants.size());
  for (std::size_t i = 0; i < body_count; ++i) {
    const auto body = static_cast<Body>(i);
    if (!is_defined(body, Center::geocentric)) continue;
    if (auto done = table.states_of(body, instants, {}, ours); !done) return done;
    if (auto done = reference.states_of(body, instants, {}, theirs); !done) return done;
    Differences most{body};
    for (std::size_t j = 0; j < instants.size(); ++j)
      compare(ours[j], theirs[j], most);
    take(most);
  }
  return {};
}

}  // namespace astronova::sky::table
