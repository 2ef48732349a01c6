#include "sky/table/build_table.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include <xxhash.h>

#include "sky/bodies.h"
#include "sky/star_ayanamsas.h"
#include "sky/swiss/sampler.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/piecewise.h"
#include "sky/table/sun_passages.h"

namespace astronova::sky::table {
namespace {

using swiss::Sampler;

constexpr double arc_second = 1.0 / 3600;

// Half of what may be missed in all: between the points of a fit it misses a little more.
constexpr Values body_tolerance{3e-4 * arc_second, 3e-4 * arc_second, 3e-9};
constexpr Values orientation_tolerance{1e-5 * arc_second, 1e-5 * arc_second, 0};
constexpr Values sidereal_tolerance{1e-5 * arc_second, 0, 0};
constexpr Values delta_t_tolerance{1e-5, 0, 0};
constexpr Values ayanamsa_tolerance{1e-4 * arc_second, 0, 0};

constexpr double inner_days = 24;
constexpr double outer_days = 32;
constexpr double moon_parts = 5;  // of one polynomial of the Moon's file
constexpr double orientation_days = 16;
constexpr double ayanamsa_days = 1461;  // they bend in millennia, but where a star is their mark:
constexpr double star_days = 32;        // its aberration has the Moon's period too
constexpr double julian_year = 365.25;  // Delta T is interpolated between the beginnings of such

// The model of sidereal time changes at these instants: pieces begin there.
constexpr double sidereal_model_begins = 2396758.5;  // 1850-01-01
constexpr double sidereal_model_ends = 2469807.5;    // 2050-01-01
constexpr double sidereal_days = (sidereal_model_ends - sidereal_model_begins) / 4566;

// Not the osculating apogee: Swiss Ephemeris's own is too rough for a polynomial, up to 0.004 arc
// seconds, and in its speed 0.17 degrees a day.
constexpr std::array bodies{
    Body::sun,    Body::moon,   Body::mercury, Body::venus,     Body::mars,      Body::jupiter,
    Body::saturn, Body::uranus, Body::neptune, Body::pluto,     Body::chiron,    Body::ceres,
    Body::pallas, Body::juno,   Body::vesta,   Body::mean_node, Body::true_node, Body::mean_lilith};

bool follows_the_moon(Body body) {
  return body == Body::moon || body == Body::true_node;
}

// Such sidereal longitudes are no differences of tropical ones.
bool counts_on_a_fixed_ecliptic(Ayanamsa ayanamsa) {
  return ayanamsa == Ayanamsa::j2000 || ayanamsa == Ayanamsa::j1900 ||
         ayanamsa == Ayanamsa::b1950 || ayanamsa == Ayanamsa::skydram_mardyks;
}

// Whether its light passes the Sun, and is not a point of the Moon's orbit.
bool is_deflected(Body body) {
  return body >= Body::mercury && body <= Body::vesta;
}

// Their mark is delta Cancri, which the Sun's disc covers every year: what the deflection of its
// light does then is left to Swiss Ephemeris.
bool is_of_a_covered_star(Ayanamsa ayanamsa) {
  return ayanamsa == Ayanamsa::true_pushya || ayanamsa == Ayanamsa::sheoran;
}

// One series to be made.
struct Job {
  std::string name;
  FitSettings settings;
  std::function<Result<Values>(double)> value;
};

// Pieces of a length on the grid of an epoch that cover a span.
void lay_out(FitSettings& settings, double epoch, double days, double first, double last) {
  const double before = std::floor((first - epoch) / days);
  settings.first_day = epoch + before * days;
  settings.piece_days = days;
  settings.pieces = static_cast<std::uint64_t>(std::ceil((last - settings.first_day) / days)) + 1;
}

Result<Values> three(const Result<std::array<double, 3>>& values) {
  if (!values) return values.error();
  return *values;
}

class Builder {
 public:
  explicit Builder(const BuildSettings& settings)
      : settings_(settings), sampler_(settings.ephemeris_directory) {}

  /// What the reference covers only in part is left out.
  Result<void> plan(const Ephemeris& reference) {
    // In UT and in TT.
    const auto days = [&](JulianDayUt when) { return sampler_.delta_t(when).value / 86'400; };
    first_ = settings_.first.value + std::min(0.0, days(settings_.first));
    last_ = settings_.last.value + std::max(0.0, days(settings_.last));
    const auto moon = sampler_.moon_segments({j2000});
    if (!moon) return moon.error();
    for (const auto body : bodies) {
      if (!is_wanted(body)) continue;
      if (body > Body::pluto && !is_covered(reference, body)) continue;
      Job job{std::string(name_of(body)), {}, {}};
      job.settings.what = static_cast<std::uint32_t>(body);
      job.settings.tolerance = body_tolerance;
      if (follows_the_moon(body)) {
        lay_out(job.settings, moon->first, moon->length / moon_parts, first_, last_);
      } else {
        lay_out(job.settings, j2000, body <= Body::mars ? inner_days : outer_days, first_, last_);
      }
      job.value = [this, body](double day) { return three(sampler_.position({day}, body)); };
      if (is_deflected(body)) {
        const auto passages = std::make_shared<SunPassages>(sampler_, body);
        job.settings.is_too_long = [passages](double begin, double end) {
          return passages->is_too_long(begin, end);
        };
      }
      jobs_.push_back(std::move(job));
    }
    plan_time_and_orientation();
    plan_ayanamsas();
    return {};
  }

  const std::vector<Job>& jobs() const { return jobs_; }

 private:
  bool is_wanted(Body body) const {
    const auto& wanted = settings_.bodies;
    return wanted.empty() || std::ranges::find(wanted, body) != wanted.end();
  }

  bool is_wanted(Ayanamsa ayanamsa) const {
    const auto& wanted = settings_.ayanamsas;
    return !wanted || std::ranges::find(*wanted, ayanamsa) != wanted->end();
  }

  bool is_covered(const Ephemeris& reference, Body body) const {
    const auto coverage = reference.coverage(body);
    // Pieces reach beyond the span by up to two of their lengths.
    constexpr double margin = 2 * outer_days;
    return coverage && coverage->first.value + margin < settings_.first.value &&
           coverage->last.value - margin > settings_.last.value;
  }

  void plan_time_and_orientation() {
    Job orientation{"orientation", {}, {}};
    orientation.settings.what = orientation_series;
    orientation.settings.coordinates = 2;
    orientation.settings.first_is_angle = false;
    orientation.settings.tolerance = orientation_tolerance;
    lay_out(orientation.settings, j2000, orientation_days, first_, last_);
    orientation.value = [this](double day) -> Result<Values> {
      const auto values = sampler_.orientation({day});
      if (!values) return values.error();
      return Values{(*values)[0], (*values)[1], 0};
    };
    jobs_.push_back(std::move(orientation));

    Job sidereal{"siderealTime", {}, {}};
    sidereal.settings.what = sidereal_series;
    sidereal.settings.coordinates = 1;
    sidereal.settings.tolerance = sidereal_tolerance;
    lay_out(sidereal.settings, sidereal_model_begins, sidereal_days, first_, last_);
    sidereal.value = [this](double day) -> Result<Values> {
      const double mean = sidereal_at_j2000 + sidereal_per_day * (day - j2000);
      return Values{std::remainder(sampler_.sidereal_time({day}) - mean, 360.0), 0, 0};
    };
    jobs_.push_back(std::move(sidereal));

    Job delta_t{"deltaT", {}, {}};
    delta_t.settings.what = delta_t_series;
    delta_t.settings.coordinates = 1;
    delta_t.settings.first_is_angle = false;
    delta_t.settings.tolerance = delta_t_tolerance;
    lay_out(delta_t.settings, j2000, julian_year, first_, last_);
    delta_t.value = [this](double day) -> Result<Values> {
      return Values{sampler_.delta_t({day}).value, 0, 0};
    };
    jobs_.push_back(std::move(delta_t));
  }

  void plan_ayanamsas() {
    for (std::size_t i = 0; i < ayanamsa_count; ++i) {
      const auto which = static_cast<Ayanamsa>(i);
      if (!is_wanted(which)) continue;
      if (counts_on_a_fixed_ecliptic(which) || is_of_a_covered_star(which)) continue;
      Job job{std::string(name_of(which)), {}, {}};
      job.settings.what = ayanamsa_series + static_cast<std::uint32_t>(i);
      job.settings.coordinates = 1;
      job.settings.tolerance = ayanamsa_tolerance;
      lay_out(job.settings, j2000, is_of_a_star(which) ? star_days : ayanamsa_days, first_, last_);
      job.value = [this, which](double day) -> Result<Values> {
        const auto degrees = sampler_.mean_ayanamsa({day}, which);
        if (!degrees) return degrees.error();
        return Values{degrees->value, 0, 0};
      };
      jobs_.push_back(std::move(job));
    }
  }

  const BuildSettings& settings_;
  Sampler sampler_;
  double first_ = 0;
  double last_ = 0;
  std::vector<Job> jobs_;
};

SeriesSize size_of(const Job& job, const FittedSeries& fitted) {
  return {job.name, fitted.series.part_count, fitted.bytes()};
}

// Fits all, a thread a core.
Result<std::vector<FittedSeries>> fit_all(const std::vector<Job>& jobs, const std::stop_token& stop,
                                          const std::function<void(const SeriesSize&)>& progress) {
  std::vector<FittedSeries> fitted(jobs.size());
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::optional<Error> failure;
  const auto work = [&] {
    for (auto i = next++; i < jobs.size(); i = next++) {
      auto series = fit_series(jobs[i].settings, [&](double day) -> Result<Values> {
        if (stop.stop_requested()) {
          return Error{ErrorCode::data_missing, "the table ephemeris was not finished", {}};
        }
        return jobs[i].value(day);
      });
      const std::lock_guard lock(mutex);
      if (!series) {
        failure = series.error();
        next = jobs.size();
        return;
      }
      progress(size_of(jobs[i], *series));
      fitted[i] = std::move(*series);
    }
  };
  std::vector<std::thread> threads;
  const auto cores = std::max(1U, std::thread::hardware_concurrency());
  threads.reserve(cores);
  for (unsigned i = 0; i < cores; ++i)
    threads.emplace_back(work);
  for (auto& thread : threads)
    thread.join();
  if (failure) return *failure;
  return fitted;
}

std::span<const std::byte> bytes_of(const auto& value) {
  return std::as_bytes(std::span{&value, 1});
}

// The whole file.
std::vector<std::byte> file_of(Header header, std::vector<FittedSeries>& fitted) {
  header.series = static_cast<std::uint32_t>(fitted.size());
  std::vector<std::byte> bytes(sizeof(Header) + fitted.size() * sizeof(Series));
  append_series(fitted, bytes);
  auto place = bytes.begin() + sizeof(Header);
  for (const auto& one : fitted)
    place = std::ranges::copy(bytes_of(one.series), place).out;
  header.file_size = bytes.size();
  header.checksum = XXH3_64bits(bytes.data() + sizeof(Header), bytes.size() - sizeof(Header));
  std::ranges::copy(bytes_of(header), bytes.begin());
  return bytes;
}

Result<void> write_file(const std::string& path, const std::vector<std::byte>& bytes) {
  const std::string beside = path + ".part";
  std::ofstream file(beside, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  file.close();
  std::error_code failure;
  if (file) std::filesystem::rename(beside, path, failure);
  if (file && !failure) return {};
  std::filesystem::remove(beside, failure);
  return Error{ErrorCode::data_missing, "the table ephemeris cannot be written", {}};
}

}  // namespace

Result<std::vector<std::byte>> table_bytes(const BuildSettings& settings,
                                           const std::function<void(const SeriesSize&)>& progress) {
  const auto reference = open_swiss_ephemeris(settings.ephemeris_directory);
  if (!reference) return reference.error();
  Builder builder(settings);
  if (auto planned = builder.plan(**reference); !planned) return planned.error();
  auto fitted = fit_all(builder.jobs(), settings.stop, progress);
  if (!fitted) return fitted.error();
  Header header;
  header.magic = magic;
  header.endian = endian_mark;
  header.version = version;
  header.first_day = settings.first.value;
  header.last_day = settings.last.value;
  const auto source = (*reference)->provenance();
  std::copy_n(source.begin(), std::min(source.size(), header.source.size() - 1),
              header.source.begin());
  return file_of(header, *fitted);
}

Result<void> build_table(const BuildSettings& settings,
                         const std::function<void(const SeriesSize&)>& progress) {
  const auto bytes = table_bytes(settings, progress);
  if (!bytes) return bytes.error();
  return write_file(settings.file, *bytes);
}

}  // namespace astronova::sky::table
