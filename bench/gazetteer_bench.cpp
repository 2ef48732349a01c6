// What finding places costs: ./dev bench gazetteer prints it.
#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "places/gazetteer.h"
#include "places/gazetteer/letters.h"

namespace {

using astronova::places::nearest_places;
using astronova::places::place_named;
using astronova::places::search_places;
using Clock = std::chrono::steady_clock;

// What people type, slips included.
constexpr std::array names{"paris",
                           "paris, texas",
                           "new york",
                           "zurich",
                           "münchen",
                           "munich",
                           "bombay",
                           "los angeles",
                           "san francisco",
                           "san francsico",
                           "amstredam",
                           "sao paulo",
                           "são paulo",
                           "saint-denis",
                           "st petersburg",
                           "москва",
                           "東京",
                           "القاهرة",
                           "köln",
                           "kœln",
                           "springfield, il",
                           "springfield",
                           "washington, d.c.",
                           "birmingham, uk",
                           "birmingam, uk",
                           "rio de janeiro",
                           "buenos aires",
                           "ho chi minh",
                           "philadelpia",
                           "albuquerqe",
                           "reykjavik",
                           "reykjavík",
                           "llanfairpwll",
                           "novosibirsk",
                           "johannesburg",
                           "kuala lumpur",
                           "guadalajara",
                           "xi'an",
                           "łódź",
                           "lodz",
                           "aix-en-provence",
                           "frankfurt am main",
                           "den haag",
                           "the hague",
                           "constantinople",
                           "leningrad",
                           "breslau",
                           "santa cruz",
                           "santiago",
                           "alexandria, egypt",
                           "mexico city",
                           "ciudad de mexico",
                           "edinbrough",
                           "edinburgh",
                           "newcastle",
                           "cambridge, ma",
                           "cambridge",
                           "oxford, england",
                           "vienna",
                           "wien",
                           "hyderabad",
                           "ahmedabad",
                           "thiruvananthapuram",
                           "dnipro",
                           "kyiv",
                           "wellington",
                           "addis ababa",
                           "xyzzyq",
                           "quetzaltenango",
                           "antananarivo",
                           "ouagadougou",
                           "tegucigalpa",
                           "minneapolis, minnesota",
                           "pittsburg",
                           "cincinatti",
                           "melborne",
                           "canberra",
                           "saskatoon",
                           "charlottetown",
                           "bloemfontein",
                           "pietermaritzburg",
                           "visakhapatnam",
                           "chattanooga",
                           "wollongong",
                           "trondheim",
                           "västerås",
                           "czestochowa",
                           "częstochowa",
                           "bratislva",
                           "sevastopol",
                           "yekaterinburg",
                           "екатеринбург",
                           "santo domingo",
                           "christchurch",
                           "port moresby",
                           "ulaanbaatar",
                           "thessaloniki",
                           "marseilles"};

std::vector<std::string> typed_letter_by_letter() {
  std::vector<std::string> queries;
  for (const std::string_view name : names) {
    for (std::size_t end = 0; end < name.size();) {
      end += astronova::places::gazetteer::first_letter(name.substr(end)).size;
      queries.emplace_back(name.substr(0, end));
    }
  }
  return queries;
}

template <class Ask>
std::vector<double> microseconds_of(std::size_t count, Ask ask) {
  std::vector<double> times;
  times.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto begin = Clock::now();
    ask(i);
    times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
  }
  std::sort(times.begin(), times.end());
  return times;
}

void report(benchmark::State& state, const std::vector<double>& sorted) {
  const auto at = [&](double share) {
    return sorted.at(static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1)));
  };
  state.counters["queries"] = static_cast<double>(sorted.size());
  state.counters["p50_us"] = at(0.5);
  state.counters["p99_us"] = at(0.99);
  state.counters["max_us"] = sorted.back();
}

void BM_SearchTypedLetterByLetter(benchmark::State& state) {
  const auto queries = typed_letter_by_letter();
  benchmark::DoNotOptimize(search_places("xyzzyq", 10));  // what is made at first use
  for (auto unused : state) {
    report(state, microseconds_of(queries.size(), [&](std::size_t i) {
             benchmark::DoNotOptimize(search_places(queries[i], 10));
           }));
  }
}
BENCHMARK(BM_SearchTypedLetterByLetter)->Unit(benchmark::kMillisecond);

void BM_PlaceNamed(benchmark::State& state) {
  std::size_t next = 0;
  for (auto unused : state) {
    benchmark::DoNotOptimize(place_named(names[next++ % names.size()]));
  }
}
BENCHMARK(BM_PlaceNamed)->Unit(benchmark::kMicrosecond);

void BM_NearestPlace(benchmark::State& state) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> latitude(-60, 70);
  std::uniform_real_distribution<double> longitude(-180, 180);
  benchmark::DoNotOptimize(nearest_places(0, 0, 1));
  for (auto unused : state) {
    report(state, microseconds_of(1'000, [&](std::size_t) {
             benchmark::DoNotOptimize(nearest_places(latitude(random), longitude(random), 1));
           }));
  }
}
BENCHMARK(BM_NearestPlace)->Unit(benchmark::kMillisecond);

}  // namespace
