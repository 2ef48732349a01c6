#include "release/local/process_supervisor.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "release/local/detached_process.h"
#include "release/local/files.h"
#include "release/program_runner.h"
#include "release/records/durable_file.h"

namespace astronova::release::local {
namespace {

constexpr std::chrono::seconds killed_within(10);

// A server does not depend on who happened to start it.
constexpr std::array<const char*, 6> passed_on{"PATH", "HOME", "TMPDIR", "TZ", "LANG", "LC_ALL"};

// Debian's header of these is for C alone.
int open_process(pid_t id) {
  return static_cast<int>(::syscall(SYS_pidfd_open, id, 0));
}
void send_signal(int process, int signal) {
  ::syscall(SYS_pidfd_send_signal, process, signal, nullptr, 0);
}

// A process that can be told to end without ever meaning another.
class Watched {
 public:
  explicit Watched(const ProcessIdentity& process)
      : process_(process), descriptor_(open_process(process.id)) {
    // Only now is it certain that the number stays the process's own.
    is_there_ = descriptor_ >= 0 && process_with(process.id) == process;
  }
  ~Watched() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  bool is_there() const { return is_there_; }

  void tell(int signal) const { send_signal(descriptor_, signal); }

  // Also those that it has started, which are in its group.
  void kill_group() const { ::kill(-process_.id, SIGKILL); }

  bool has_ended_within(std::chrono::milliseconds time) const {
    pollfd waited{descriptor_, POLLIN, 0};
    const auto deadline = std::chrono::steady_clock::now() + time;
    while (true) {
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      const int ready = ::poll(&waited, 1, static_cast<int>(std::max<long>(left.count(), 0)));
      if (ready >= 0 || errno != EINTR) return ready > 0;
    }
  }

  // Where it is this process's child, its number is free only when it was asked how it ended.
  void bury() const {
    siginfo_t end{};
    waitid(P_PIDFD, static_cast<id_t>(descriptor_), &end, WEXITED | WNOHANG);
  }

 private:
  ProcessIdentity process_;
  int descriptor_;
  bool is_there_ = false;
};

}  // namespace

std::string ProcessSupervisor::file(Slot slot, std::string_view name) const {
  return fmt::format("{}/{}/{}", settings_.folder, name_of(slot), name);
}

std::optional<ProcessIdentity> ProcessSupervisor::recorded(Slot slot) const {
  const auto text = read_file(file(slot, "process.json"));
  return text ? read_process(*text) : std::nullopt;
}

Result<bool> ProcessSupervisor::is_running(Slot slot) {
  const auto process = recorded(slot);
  if (!process) return false;
  // One that has ended and is our child goes now, so that its number is free.
  siginfo_t end{};
  waitid(P_PID, static_cast<id_t>(process->id), &end, WEXITED | WNOHANG);
  return process_with(process->id) == process;
}

Result<Variables> ProcessSupervisor::environment(Slot slot) const {
  Variables variables;
  for (const auto* const name : passed_on) {
    if (const auto* const value = std::getenv(name)) variables.emplace_back(name, value);
  }
  if (!settings_.environment_file.empty()) {
    const auto text = read_file(settings_.environment_file);
    if (!text) return text.error();
    auto more = read_environment(*text, settings_.environment_file);
    if (!more) return more.error();
    std::ranges::move(*more, std::back_inserter(variables));
  }
  variables.emplace_back("PORT", fmt::format("{}", settings_.ports.at(index_of(slot))));
  return variables;
}

Result<void> ProcessSupervisor::start(Slot slot, const std::string& binary) {
  const auto running = is_running(slot);
  if (!running) return running.error();
  if (*running) return {};
  const auto variables = environment(slot);
  if (!variables) return variables.error();
  std::error_code ignored;
  std::filesystem::create_directories(file(slot, ""), ignored);
  std::filesystem::rename(file(slot, "server.log"), file(slot, "server.log.1"), ignored);
  return launch(slot, binary, *variables);
}

Result<void> ProcessSupervisor::launch(Slot slot, const std::string& binary,
                                       const Variables& variables) {
  std::vector<std::string> words{binary};
  std::ranges::copy(settings_.arguments, std::back_inserter(words));
  // Written down before the program begins: were this process to die now, it would not begin.
  const auto note = [&](pid_t id) -> Result<void> {
    const auto process = process_with(id);
    if (!process) return Error{ErrorCode::unavailable, "its process is gone at once", {}};
    return replace_file(file(slot, "process.json"), text_of(*process), file_mode);
  };
  const auto started = start_detached(words, variables, file(slot, "server.log"), note);
  if (started) return {};
  return Error{ErrorCode::unavailable,
               fmt::format("{} cannot be started: {}", binary, started.error().detail),
               {}};
}

Result<Ending> ProcessSupervisor::stop(Slot slot) {
  const auto process = recorded(slot);
  if (!process) return Ending::was_over;
  const Watched watched(*process);
  if (!watched.is_there()) return Ending::was_over;
  watched.tell(SIGTERM);
  auto ending = Ending::by_itself;
  if (!watched.has_ended_within(settings_.stop_within)) {
    ending = Ending::killed;
    watched.kill_group();
    if (!watched.has_ended_within(killed_within)) {
      return Error{ErrorCode::unavailable,
                   fmt::format("process {} of {} does not end", process->id, name_of(slot)),
                   {}};
    }
  }
  watched.bury();
  return ending;
}

std::string ProcessSupervisor::last_words(Slot slot) {
  constexpr std::streamoff looked_at = 2000;
  constexpr std::size_t told = 500;
  std::ifstream log(file(slot, "server.log"), std::ios::binary | std::ios::ate);
  if (!log.is_open()) return "";
  log.seekg(std::max<std::streamoff>(log.tellg() - std::streamoff{looked_at}, 0));
  std::string line;
  std::string last;
  while (std::getline(log, line)) {
    if (!line.empty()) last = line;
  }
  return last.substr(0, told);
}

std::string ProcessSupervisor::describe_start(Slot slot, const std::string& binary) const {
  CommandLine command{{binary}};
  std::ranges::copy(settings_.arguments, std::back_inserter(command.words));
  command.environment.emplace_back("PORT", fmt::format("{}", settings_.ports.at(index_of(slot))));
  return shell_line(command);
}

std::string ProcessSupervisor::describe_stop(Slot slot) const {
  const auto process = recorded(slot);
  if (!process || process_with(process->id) != process)
    return fmt::format("SIGTERM to the process of {}", name_of(slot));
  return fmt::format("kill -TERM {}", process->id);
}

}  // namespace astronova::release::local
