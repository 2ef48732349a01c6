#include "app/table_keeper.h"

#include <chrono>
#include <filesystem>
#include <utility>

#include <fmt/format.h>
#include <sched.h>

#include "base/file_lock.h"
#include "base/instant.h"
#include "sky/table/table_ephemeris.h"

namespace astronova::app {
namespace {

JulianDayUt new_year(int year) {
  return to_julian_day(*parse_rfc3339(fmt::format("{:04}-01-01T00:00:00Z", year)));
}

void tell(const std::string& text) {
  fmt::print(stderr, "note:  {}\n", text);
}

// Threads inherit it. Where the system refuses, answers are slower for some seconds, no more.
void run_only_when_idle() {
  const sched_param none{};
  (void)sched_setscheduler(0, SCHED_IDLE, &none);
}

class Keeper {
 public:
  Keeper(EphemerisConfiguration configuration, TableSpan span, sky::ReplaceableEphemeris& ephemeris,
         std::stop_token stop)
      : configuration_(std::move(configuration)),
        span_(span),
        ephemeris_(ephemeris),
        stop_(std::move(stop)) {}

  void run() {
    // Answers what the table does not hold.
    reference_ = open_reference(configuration_);
    if (!reference_ || open()) return;
    tell(reason_ + "; it is made now, and Swiss Ephemeris answers meanwhile");
    run_only_when_idle();
    const auto began = std::chrono::steady_clock::now();
    const auto made = make_table(
        configuration_, span_, stop_, [this] { return !open(); }, [](const auto&) {});
    if (stop_.stop_requested() || !reference_) return;
    if (made && open()) {
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
      tell(fmt::format("the table ephemeris answers from now on; it took {:.0f} s", took.count()));
      return;
    }
    tell(
        fmt::format("{}; Swiss Ephemeris goes on answering. Make {} writable, or say --ephemeris "
                    "swiss",
                    made ? reason_ : made.error().detail, configuration_.data_directory));
  }

 private:
  bool open() {
    auto table = sky::open_table_ephemeris(configuration_.table_file(), reference_);
    if (!table) {
      reason_ = table.error().detail;
      return false;
    }
    ephemeris_.replace(std::move(*table));
    return true;
  }

  EphemerisConfiguration configuration_;
  TableSpan span_;
  sky::ReplaceableEphemeris& ephemeris_;
  std::stop_token stop_;
  std::unique_ptr<sky::Ephemeris> reference_{};
  std::string reason_{};
};

}  // namespace

Result<void> make_table(const EphemerisConfiguration& configuration, TableSpan span,
                        const std::stop_token& stop, const std::function<bool()>& still_wanted,
                        const std::function<void(const sky::table::SeriesSize&)>& progress) {
  std::error_code failure;
  std::filesystem::create_directories(configuration.data_directory, failure);
  const auto lock = FileLock::take(configuration.table_file() + ".lock", stop);
  if (!lock) return lock.error();
  if (!still_wanted()) return {};
  return sky::table::build_table({configuration.path, configuration.table_file(),
                                  new_year(span.from), new_year(span.to), stop},
                                 progress);
}

TableKeeper::TableKeeper(EphemerisConfiguration configuration, TableSpan span,
                         sky::ReplaceableEphemeris& ephemeris)
    : thread_([configuration = std::move(configuration), span,
               &ephemeris](std::stop_token stop) mutable {
        Keeper(std::move(configuration), span, ephemeris, std::move(stop)).run();
      }) {}

}  // namespace astronova::app
