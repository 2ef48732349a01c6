// Houses from the sidereal time on: ours beside libswe's in the same run. `times_faster` is the
// ratio, which a busy machine changes less than the times.

#include <array>
#include <chrono>
#include <random>

#include <benchmark/benchmark.h>
#include <swephexp.h>

#include "sky/houses/house_cusps.h"

namespace {

using namespace astronova::sky;

constexpr std::size_t frames_count = 4096;

const std::array<HouseFrame, frames_count>& frames() {
  static const auto made = [] {
    std::mt19937_64 random{1};
    std::uniform_real_distribution<double> turn(0, 360), obliquity(23.3, 23.6), latitude(-60, 60);
    std::array<HouseFrame, frames_count> all;
    for (auto& frame : all)
      frame = {turn(random), obliquity(random), latitude(random)};
    return all;
  }();
  return made;
}

template <class Compute>
double nanoseconds_a_frame(const Compute& compute) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  for (const auto& frame : frames())
    compute(frame);
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count() / frames_count;
}

// Alternating, so that both meet the same neighbours on the processor.
void compare(benchmark::State& state, HouseSystem system, char letter) {
  double ours = 0;
  double theirs = 0;
  for (auto _ : state) {
    ours += nanoseconds_a_frame([system](const HouseFrame& frame) {
      const auto houses = houses_of(frame, system);
      benchmark::DoNotOptimize(&houses);
      benchmark::ClobberMemory();
    });
    theirs += nanoseconds_a_frame([letter](const HouseFrame& frame) {
      double cusps[37];
      double angles[10];
      char message[AS_MAXCH] = "";
      swe_houses_armc_ex2(frame.armc, frame.latitude, frame.obliquity, letter, cusps, angles,
                          nullptr, nullptr, message);
      benchmark::DoNotOptimize(&cusps);
      benchmark::ClobberMemory();
    });
  }
  const auto rounds = static_cast<double>(state.iterations());
  state.counters["ours_ns"] = ours / rounds;
  state.counters["libswe_ns"] = theirs / rounds;
  state.counters["times_faster"] = theirs / ours;
}
BENCHMARK_CAPTURE(compare, placidus, HouseSystem::placidus, 'P');
BENCHMARK_CAPTURE(compare, koch, HouseSystem::koch, 'K');
BENCHMARK_CAPTURE(compare, regiomontanus, HouseSystem::regiomontanus, 'R');
BENCHMARK_CAPTURE(compare, campanus, HouseSystem::campanus, 'C');
BENCHMARK_CAPTURE(compare, alcabitius, HouseSystem::alcabitius, 'B');
BENCHMARK_CAPTURE(compare, porphyry, HouseSystem::porphyry, 'O');
BENCHMARK_CAPTURE(compare, whole_sign, HouseSystem::whole_sign, 'W');

void Angles(benchmark::State& state) {
  std::size_t at = 0;
  for (auto _ : state) {
    const auto angles = angles_of(frames()[at]);
    benchmark::DoNotOptimize(&angles);
    benchmark::ClobberMemory();
    at = (at + 1) % frames_count;
  }
}
BENCHMARK(Angles);

}  // namespace
