#include "telemetry/process_samples.h"

#include <array>
#include <fstream>
#include <optional>
#include <sstream>

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

namespace astronova::telemetry {
namespace {

// Of /proc/self/stat, whose third field is the first after the name.
struct Status {
  double user_ticks = 0;
  double system_ticks = 0;
  double threads = 0;
  double start_ticks = 0;  // since the system's start
  double virtual_bytes = 0;
  double resident_pages = 0;
};

std::optional<Status> read_status() {
  std::ifstream file("/proc/self/stat");
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  // The name may have spaces and brackets.
  std::istringstream fields(line.substr(line.rfind(')') + 1));
  constexpr std::size_t first = 3;
  constexpr std::size_t last = 24;
  std::array<std::string, last + 1> values;
  for (std::size_t i = first; i <= last; ++i)
    if (!(fields >> values.at(i))) return std::nullopt;
  const auto number = [&values](std::size_t field) { return std::stod(values.at(field)); };
  return Status{number(14), number(15), number(20), number(22), number(23), number(24)};
}

// Seconds since 1970.
std::optional<double> system_start() {
  std::ifstream file("/proc/stat");
  for (std::string name; file >> name;) {
    double seconds = 0;
    if (name == "btime" && file >> seconds) return seconds;
    std::getline(file, name);
  }
  return std::nullopt;
}

std::optional<std::size_t> open_descriptors() {
  DIR* const folder = ::opendir("/proc/self/fd");
  if (!folder) return std::nullopt;
  std::size_t count = 0;
  while (::readdir(folder))
    ++count;
  ::closedir(folder);
  // Itself, its parent and the folder that was open for this are none of them.
  return count - 3;
}

void sample_status(Samples& samples, const Status& status) {
  const auto ticks_a_second = static_cast<double>(::sysconf(_SC_CLK_TCK));
  samples.counter("process_cpu_seconds_total", "Processor time of the process.", {},
                  (status.user_ticks + status.system_ticks) / ticks_a_second);
  samples.gauge("process_resident_memory_bytes", "Memory that the process has in RAM.", {},
                status.resident_pages * static_cast<double>(::sysconf(_SC_PAGESIZE)));
  samples.gauge("process_virtual_memory_bytes", "Memory that the process has addresses for.", {},
                status.virtual_bytes);
  samples.gauge("process_threads", "Threads of the process.", {}, status.threads);
  static const auto start = system_start();
  if (!start) return;
  samples.gauge("process_start_time_seconds", "When the process started, in seconds since 1970.",
                {}, *start + status.start_ticks / ticks_a_second);
}

}  // namespace

void sample_process(Samples& samples) {
  if (const auto status = read_status()) sample_status(samples, *status);
  if (const auto count = open_descriptors()) {
    samples.gauge("process_open_fds", "Open file descriptors.", {}, static_cast<double>(*count));
  }
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    samples.gauge("process_max_fds", "How many file descriptors may be open.", {},
                  static_cast<double>(limit.rlim_cur));
  }
}

}  // namespace astronova::telemetry
