#include "release/posix_runner.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "release/exec_pointers.h"

namespace astronova::release {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kept_bytes_max = std::size_t{16} << 20U;

// A descriptor that is closed with its owner.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void take(int number) {
    close();
    number_ = number;
  }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor reading{};
  Descriptor writing{};

  bool open() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    reading.take(ends[0]);
    writing.take(ends[1]);
    return true;
  }
};

void never_wait(const Descriptor& descriptor) {
  fcntl(descriptor.number(), F_SETFL, fcntl(descriptor.number(), F_GETFL) | O_NONBLOCK);
}

// This process's variables, with those of the command in the place of those of the same name.
std::vector<std::string> environment_of(const CommandLine& command) {
  std::vector<std::string> variables;
  for (char** at = environ; *at; ++at) {
    const std::string_view variable = *at;
    const auto name = variable.substr(0, variable.find('='));
    const bool is_replaced = std::ranges::any_of(
        command.environment, [&](const auto& entry) { return entry.first == name; });
    if (!is_replaced) variables.emplace_back(variable);
  }
  for (const auto& [name, value] : command.environment)
    variables.push_back(fmt::format("{}={}", name, value));
  return variables;
}

Error not_run(const CommandLine& command, const std::string& why) {
  return {ErrorCode::unavailable, fmt::format("{}: {}", command.words.front(), why), {}};
}

// As write(2), without SIGPIPE for a reader that is gone.
ssize_t write_quietly(int descriptor, std::string_view bytes) {
  sigset_t broken_pipe{};
  sigset_t before{};
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, &before);
  const auto count = write(descriptor, bytes.data(), bytes.size());
  const int failure = errno;
  if (count < 0 && failure == EPIPE && sigismember(&before, SIGPIPE) == 0) {
    constexpr timespec at_once{0, 0};
    sigtimedwait(&broken_pipe, nullptr, &at_once);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = failure;
  return count;
}

// One program from its start to its end.
class Run {
 public:
  Run(const CommandLine& command, std::chrono::milliseconds grace)
      : command_(command), grace_(grace), deadline_(Steady::now() + command.deadline) {}
  ~Run() { end(SIGKILL); }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  Result<ProgramResult> to_its_end() {
    if (auto started = start(); !started) return started.error();
    while (!has_ended_) {
      if (!wait()) return not_run(command_, std::strerror(errno));
    }
    drain();
    if (is_late_) {
      return not_run(command_, fmt::format("it was stopped, since it took longer than {} ms{}",
                                           command_.deadline.count(), last_words()));
    }
    return std::move(result_);
  }

 private:
  Result<void> start();
  int spawn();
  bool wait();
  void write_input();
  static void read_from(Descriptor& descriptor, std::string& text);
  void read_end();
  void drain();
  void end(int signal);
  std::string last_words() const;

  const CommandLine& command_;
  const std::chrono::milliseconds grace_;
  Steady::time_point deadline_;
  ProgramResult result_{};
  Pipe input_{}, output_{}, errors_{};
  std::size_t written_ = 0;
  pid_t id_ = -1;
  Descriptor process_{};
  bool has_ended_ = false;
  bool is_late_ = false;
};

int Run::spawn() {
  auto words = command_.words;
  auto variables = environment_of(command_);
  const auto arguments = exec_pointers(words);
  const auto environment = exec_pointers(variables);
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input_.reading.number(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output_.writing.number(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors_.writing.number(), STDERR_FILENO);
  posix_spawnattr_t attributes{};
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setpgroup(&attributes, 0);
  // What this process ignores or blocks is its own affair.
  sigset_t signals{};
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  sigfillset(&signals);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  const int failure = posix_spawnp(&id_, arguments.front(), &actions, &attributes, arguments.data(),
                                   environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) id_ = -1;
  return failure;
}

Result<void> Run::start() {
  if (!input_.open() || !output_.open() || !errors_.open())
    return not_run(command_, std::strerror(errno));
  if (const int failure = spawn(); failure != 0) {
    return not_run(command_,
                   failure == ENOENT ? "there is no such program" : std::strerror(failure));
  }
  input_.reading.close();
  output_.writing.close();
  errors_.writing.close();
  // Debian's header of pidfd_open() is for C alone.
  process_.take(static_cast<int>(syscall(SYS_pidfd_open, id_, 0)));
  if (!process_.is_open()) return not_run(command_, std::strerror(errno));
  never_wait(input_.writing);
  never_wait(output_.reading);
  never_wait(errors_.reading);
  write_input();
  return {};
}

// Waits until something can be read, written or is over. False: the system refused.
bool Run::wait() {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Steady::now());
  if (left.count() <= 0) {
    end(is_late_ ? SIGKILL : SIGTERM);
    is_late_ = true;
    deadline_ = Steady::now() + grace_;
    return true;
  }
  std::array<pollfd, 4> waited{{{process_.number(), POLLIN, 0},
                                {output_.reading.number(), POLLIN, 0},
                                {errors_.reading.number(), POLLIN, 0},
                                {input_.writing.number(), POLLOUT, 0}}};
  constexpr std::chrono::milliseconds at_once_most(3'600'000);
  if (poll(waited.data(), waited.size(), static_cast<int>(std::min(left, at_once_most).count())) <
      0)
    return errno == EINTR;
  if (waited[1].revents != 0) read_from(output_.reading, result_.output);
  if (waited[2].revents != 0) read_from(errors_.reading, result_.errors);
  if (waited[3].revents != 0) write_input();
  if (waited[0].revents != 0) read_end();
  return true;
}

void Run::write_input() {
  while (written_ < command_.input.size()) {
    const auto count =
        write_quietly(input_.writing.number(), std::string_view(command_.input).substr(written_));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count < 0) break;
    written_ += static_cast<std::size_t>(count);
  }
  input_.writing.close();
}

void Run::read_from(Descriptor& descriptor, std::string& text) {
  std::array<char, 65'536> bytes{};
  const auto count = read(descriptor.number(), bytes.data(), bytes.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) return descriptor.close();
  const auto room = kept_bytes_max - text.size();
  text.append(bytes.data(), std::min(room, static_cast<std::size_t>(count)));
}

void Run::read_end() {
  // While its end has not been asked for, its group cannot be another's.
  if (is_late_) kill(-id_, SIGKILL);
  siginfo_t end{};
  if (waitid(P_PIDFD, static_cast<id_t>(process_.number()), &end, WEXITED) != 0) return;
  result_.exit_status = end.si_code == CLD_EXITED ? end.si_status : 128 + end.si_status;
  has_ended_ = true;
}

// What it wrote before its end is in the pipes; what others write later is not waited for.
void Run::drain() {
  for (auto [pipe, text] : {std::pair{&output_, &result_.output}, {&errors_, &result_.errors}}) {
    int bytes_there = 1;
    while (pipe->reading.is_open() && bytes_there > 0) {
      pollfd waited{pipe->reading.number(), POLLIN, 0};
      bytes_there = poll(&waited, 1, 0);
      if (bytes_there > 0) read_from(pipe->reading, *text);
    }
  }
}

void Run::end(int signal) {
  if (id_ < 0 || has_ended_) return;
  kill(-id_, signal);
  if (signal != SIGKILL || !process_.is_open()) return;
  read_end();
}

std::string Run::last_words() const {
  const std::string_view said = result_.errors;
  const auto end = said.find_last_not_of(" \n\r");
  if (end == std::string_view::npos) return "";
  const auto begin = said.rfind('\n', end);
  return fmt::format("; its last words were: {}",
                     said.substr(begin == std::string_view::npos ? 0 : begin + 1,
                                 end - (begin == std::string_view::npos ? 0 : begin + 1) + 1));
}

}  // namespace

Result<ProgramResult> PosixRunner::run(const CommandLine& command) {
  if (command.words.empty())
    return Error{ErrorCode::unavailable, "a command line without a program", {}};
  return Run(command, grace_).to_its_end();
}

}  // namespace astronova::release
