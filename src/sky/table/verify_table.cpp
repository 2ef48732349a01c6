#include "sky/table/verify_table.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <optional>
#include <random>
#include <thread>

#include "sky/table/verify_steps.h"

namespace astronova::sky::table {
namespace {

constexpr double arc_seconds = 3600;
constexpr std::uint64_t chunk_size = 4096;

// Reference ephemerides answer neighbouring instants faster.
void sort(std::vector<JulianDayUt>& instants) {
  std::ranges::sort(instants, {}, &JulianDayUt::value);
}

std::vector<Body> bodies_of(const TableFile& file) {
  std::vector<Body> bodies;
  for (std::size_t i = 0; i < body_count; ++i) {
    if (file.holds(static_cast<Body>(i))) bodies.push_back(static_cast<Body>(i));
  }
  return bodies;
}

double angle(double difference) {
  return std::abs(std::remainder(difference, 360.0)) * arc_seconds;
}

Differences between(Body body, const BodyState& a, const BodyState& b) {
  return {body,
          angle(a.longitude - b.longitude),
          angle(a.latitude - b.latitude),
          std::abs(a.distance - b.distance),
          std::abs(a.longitude_speed - b.longitude_speed),
          std::abs(a.latitude_speed - b.latitude_speed),
          angle(a.right_ascension - b.right_ascension),
          angle(a.declination - b.declination)};
}

bool is_allowed(const Differences& one, const BodyState& state) {
  return one.longitude <= allowed_arc_seconds && one.latitude <= allowed_arc_seconds &&
         one.distance <= allowed_distance * std::max(1.0, state.distance) &&
         one.longitude_speed <= allowed_speed && one.latitude_speed <= allowed_speed;
}

void widen(Differences& most, const Differences& one) {
  for (const auto member :
       {&Differences::longitude, &Differences::latitude, &Differences::distance,
        &Differences::longitude_speed, &Differences::latitude_speed, &Differences::right_ascension,
        &Differences::declination, &Differences::longitude_at_steps}) {
    most.*member = std::max(most.*member, one.*member);
  }
  most.at_steps += one.at_steps;
}

// The instants of a verification, in chunks that follow each other in time.
class Instants {
 public:
  Instants(const Ephemeris& table, const TableFile& file, const VerifySettings& settings)
      : table_(table), file_(file), settings_(settings), bodies_(bodies_of(file)) {}

  std::uint64_t all() const { return settings_.instants + settings_.border_instants; }
  std::uint64_t chunks() const { return (all() + chunk_size - 1) / chunk_size; }
  const std::vector<Body>& bodies() const { return bodies_; }

  std::vector<JulianDayUt> chunk(std::uint64_t number) const {
    std::mt19937_64 random(settings_.seed * 1'000'003 + number);
    const double days = settings_.last.value - settings_.first.value;
    const auto at = [&](std::uint64_t place) {
      return settings_.first.value +
             days * static_cast<double>(place) / static_cast<double>(chunks());
    };
    std::uniform_real_distribution<double> day(at(number), at(number + 1));
    const auto share = [&](std::uint64_t count) {
      return (count * (number + 1)) / chunks() - (count * number) / chunks();
    };
    std::vector<JulianDayUt> instants;
    for (std::uint64_t i = share(settings_.instants); i > 0; --i)
      instants.push_back({day(random)});
    for (std::uint64_t i = share(settings_.border_instants); i > 0; --i)
      instants.push_back(near_border(day(random), random));
    sort(instants);
    return instants;
  }

 private:
  // From a hundredth of a second to a minute and a half before or after.
  JulianDayUt near_border(double day, std::mt19937_64& random) const {
    std::uniform_real_distribution<double> power(-7, -3);
    const Body body = bodies_[random() % bodies_.size()];
    const double delta_t = table_.delta_t({day}).value / 86'400;
    const double border = file_.body(body).unpacked_part_at(day + delta_t, 0).begin - delta_t;
    const double way = std::pow(10.0, power(random)) * (random() % 2 == 0 ? 1 : -1);
    return {std::clamp(border + way, settings_.first.value, settings_.last.value)};
  }

  const Ephemeris& table_;
  const TableFile& file_;
  const VerifySettings& settings_;
  std::vector<Body> bodies_;
};

class Comparison {
 public:
  Comparison(const Ephemeris& table, const Ephemeris& reference, const TableFile& file,
             const Instants& instants)
      : table_(table), reference_(reference), file_(file), bodies_(instants.bodies()) {
    for (const auto body : bodies_)
      most_.push_back({body});
  }

  Result<void> compare_at(JulianDayUt when) {
    std::array<BodyState, body_count> ours;
    std::array<BodyState, body_count> theirs;
    if (auto done = table_.states_at(when, bodies_, {}, ours); !done) return done;
    if (auto done = reference_.states_at(when, bodies_, {}, theirs); !done) return done;
    for (std::size_t i = 0; i < bodies_.size(); ++i) {
      auto one = between(bodies_[i], ours[i], theirs[i]);
      if (!is_allowed(one, theirs[i])) {
        const auto steps = steps_near(table_, reference_, file_, bodies_[i], when);
        if (!steps) return steps.error();
        if (*steps) one = at_step(one);
      }
      widen(most_[i], one);
    }
    return {};
  }

  const std::vector<Differences>& most() const { return most_; }

 private:
  static Differences at_step(const Differences& one) {
    Differences set_aside{one.body};
    set_aside.at_steps = 1;
    set_aside.longitude_at_steps = one.longitude;
    return set_aside;
  }

  const Ephemeris& table_;
  const Ephemeris& reference_;
  const TableFile& file_;
  const std::vector<Body>& bodies_;
  std::vector<Differences> most_;
};

// What the threads of a verification share.
class Verification {
 public:
  Verification(const Ephemeris& table, const Ephemeris& reference, const TableFile& file,
               const VerifySettings& settings, const VerifyProgress& progress)
      : table_(table),
        reference_(reference),
        file_(file),
        instants_(table, file, settings),
        progress_(progress) {
    for (const auto body : instants_.bodies())
      most_.push_back({body});
  }

  Result<std::vector<Differences>> run(unsigned count) {
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < std::max(1U, count); ++i)
      threads.emplace_back([this] { work(); });
    for (auto& thread : threads)
      thread.join();
    if (failure_) return *failure_;
    return most_;
  }

 private:
  void work() {
    Comparison comparison(table_, reference_, file_, instants_);
    for (auto number = next_++; number < instants_.chunks(); number = next_++) {
      const auto chunk = instants_.chunk(number);
      for (const auto when : chunk) {
        if (auto done = comparison.compare_at(when); !done) return fail(done.error());
      }
      const std::lock_guard lock(mutex_);
      done_ += chunk.size();
      progress_(done_, instants_.all());
    }
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < most_.size(); ++i)
      widen(most_[i], comparison.most()[i]);
  }

  void fail(const Error& error) {
    const std::lock_guard lock(mutex_);
    failure_ = error;
    next_ = instants_.chunks();
  }

  const Ephemeris& table_;
  const Ephemeris& reference_;
  const TableFile& file_;
  Instants instants_;
  const VerifyProgress& progress_;
  std::atomic<std::uint64_t> next_ = 0;
  std::mutex mutex_;
  std::uint64_t done_ = 0;
  std::vector<Differences> most_;
  std::optional<Error> failure_;
};

}  // namespace

Result<std::vector<Differences>> verify_bodies(const Ephemeris& table, const Ephemeris& reference,
                                               const TableFile& file,
                                               const VerifySettings& settings,
                                               const VerifyProgress& progress) {
  return Verification(table, reference, file, settings, progress).run(settings.threads);
}

}  // namespace astronova::sky::table
