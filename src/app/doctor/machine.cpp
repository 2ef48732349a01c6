#include "app/doctor/machine.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "places/time_zones.h"

namespace astronova::app {
namespace {

namespace fs = std::filesystem;

constexpr double megabyte = 1e6;
// The table of 400 years has 92 MB, and is written beside the one before it.
constexpr double free_megabytes_min = 500;
constexpr rlim_t descriptors_min = 4096;
constexpr int first_year = 2025;  // of this program
constexpr int last_year = 2200;
constexpr int zones_last_years = 2;

int year_of(const Clock& clock) {
  const auto day = std::chrono::floor<std::chrono::days>(clock.now());
  return static_cast<int>(std::chrono::year_month_day{day}.year());
}

std::string failed_to(const char* action) {
  return fmt::format("cannot be {}: {}", action, std::strerror(errno));
}

Diagnosis examine_missing_folder(const std::string& folder) {
  auto above = fs::absolute(folder);
  std::error_code failed;
  while (!fs::exists(above, failed) && above.has_relative_path())
    above = above.parent_path();
  errno = ENOTDIR;
  if (fs::is_directory(above, failed) && ::access(above.c_str(), W_OK | X_OK) == 0)
    return well(fmt::format("{} is made at the first start", folder));
  return failure(
      fmt::format("{} is not there, and {} {}", folder, above.string(), failed_to("written to")),
      "make it and give it to the server's user, or name another with --data-dir");
}

// Nothing, or what stands against writing a file there.
std::string try_to_write(const std::string& folder) {
  const auto path = fmt::format("{}/.doctor-{}", folder, getpid());
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return failed_to("written to");
  std::string trouble;
  constexpr std::string_view text = "written and removed by astronova doctor\n";
  if (::write(file, text.data(), text.size()) != std::ssize(text) || ::fsync(file) != 0)
    trouble = failed_to("written to");
  ::close(file);
  ::unlink(path.c_str());
  return trouble;
}

}  // namespace

Diagnosis examine_folder(const std::string& folder) {
  std::error_code failed;
  if (!fs::exists(folder, failed)) return examine_missing_folder(folder);
  const auto trouble = try_to_write(folder);
  if (!trouble.empty()) {
    return failure(fmt::format("{} {}", folder, trouble),
                   "give it to the server's user, or name another with --data-dir");
  }
  const auto space = fs::space(folder, failed);
  const double free = failed ? 0 : static_cast<double>(space.available) / megabyte;
  const auto detail = fmt::format("{}: can be written to, {:.0f} MB free", folder, free);
  if (free < free_megabytes_min)
    return warning(detail, "make room: a full disk keeps the server from keeping anything");
  return well(detail);
}

Diagnosis examine_clock(const Clock& clock) {
  const int year = year_of(clock);
  if (year < first_year || year > last_year) {
    return failure(fmt::format("the clock says that it is the year {}", year),
                   "set it, and have chrony or systemd-timesyncd keep it right");
  }
  timex state{};
  const int answer = ::adjtimex(&state);
  const auto now = format_rfc3339(clock.now());
  if (answer < 0) return well(now + "; the kernel does not say who keeps it right");
  if (answer == TIME_ERROR || (state.status & STA_UNSYNC) != 0) {
    return warning(now + "; nothing tells the kernel that the clock is kept right",
                   "run chrony or systemd-timesyncd on the machine: tokens and Apple's proofs "
                   "need a clock that is right to the minute");
  }
  return well(now + "; kept right");
}

Diagnosis examine_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return warning(failed_to("asked for"), "see ulimit -n");
  if (limit.rlim_cur == RLIM_INFINITY) return well("no limit");
  const auto detail = fmt::format("{} files and connections may be open", limit.rlim_cur);
  if (limit.rlim_cur >= descriptors_min) return well(detail);
  return warning(detail, fmt::format("allow {} or more: ulimit -n, or LimitNOFILE of systemd; each "
                                     "connection takes one",
                                     descriptors_min));
}

Diagnosis examine_zones(const Clock& clock) {
  const char* const fix = "install tzdata as the system offers it";
  const auto zones = places::time_zone_names().size();
  if (zones == 0) return failure("the system has no zone database", fix);
  const auto version = places::tzdata_version();
  const auto detail = fmt::format("{}, {} zones", version, zones);
  int year = 0;
  std::from_chars(version.data(), version.data() + version.size(), year);
  if (year == 0) return warning(detail + "; its age is not known", fix);
  if (year_of(clock) - year > zones_last_years) {
    return warning(detail + "; rules of some countries have changed since", fix);
  }
  return well(detail);
}

}  // namespace astronova::app
