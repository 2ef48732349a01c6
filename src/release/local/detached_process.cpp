#include "release/local/detached_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "release/exec_pointers.h"

namespace astronova::release::local {
namespace {

constexpr int exit_not_begun = 126;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

// What the child has when it begins. All is made before, since between fork() and execve() nothing
// may be called that takes a lock.
struct Beginning {
  std::vector<char*> arguments;
  std::vector<char*> environment;
  int nothing;  // /dev/null
  int log;
  int permission;          // reads a byte when it may begin, the end of the file when never
  int permission_of_ours;  // the end that the parent writes to
  int failure;             // where errno goes when it could not
};

[[noreturn]] void begin(const Beginning& child) {
  ::close(child.permission_of_ours);
  ::setsid();
  ::dup2(child.nothing, STDIN_FILENO);
  ::dup2(child.log, STDOUT_FILENO);
  ::dup2(child.log, STDERR_FILENO);
  char is_permitted = 0;
  ssize_t count = -1;
  while ((count = ::read(child.permission, &is_permitted, 1)) < 0 && errno == EINTR) {
  }
  if (count != 1) ::_exit(exit_not_begun);
  for (int signal = 1; signal < NSIG; ++signal)
    ::signal(signal, SIG_DFL);
  sigset_t none{};
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  ::execve(child.arguments.front(), child.arguments.data(), child.environment.data());
  const int why = errno;
  if (::write(child.failure, &why, sizeof why) < 0) ::_exit(exit_not_begun);
  ::_exit(exit_not_begun);
}

Error system_error(int number) {
  return {ErrorCode::unavailable, std::strerror(number), {}};
}

void bury(pid_t id) {
  while (::waitpid(id, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace

Result<void> start_detached(const std::vector<std::string>& words, const Variables& variables,
                            const std::string& log,
                            const std::function<Result<void>(pid_t)>& note) {
  auto arguments = words;
  std::vector<std::string> environment;
  for (const auto& [name, value] : variables)
    environment.push_back(fmt::format("{}={}", name, value));
  std::array<int, 2> permission{-1, -1};
  std::array<int, 2> failure{-1, -1};
  if (::pipe2(permission.data(), O_CLOEXEC) != 0) return system_error(errno);
  const Descriptor may_begin(permission[0]);
  Descriptor permit(permission[1]);
  if (::pipe2(failure.data(), O_CLOEXEC) != 0) return system_error(errno);
  const Descriptor told(failure[0]);
  Descriptor telling(failure[1]);
  const Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const Descriptor output(::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640));
  if (!nothing.is_open() || !output.is_open()) return system_error(errno);
  const Beginning beginning{exec_pointers(arguments), exec_pointers(environment), nothing.number(),
                            output.number(),          may_begin.number(),         permit.number(),
                            telling.number()};
  const pid_t id = ::fork();
  if (id < 0) return system_error(errno);
  if (id == 0) begin(beginning);
  telling.close();
  const auto noted = note(id);
  if (!noted || ::write(permit.number(), "", 1) != 1) {
    permit.close();
    bury(id);
    return noted ? system_error(EPIPE) : noted;
  }
  int why = 0;
  ssize_t count = -1;
  while ((count = ::read(told.number(), &why, sizeof why)) < 0 && errno == EINTR) {
  }
  // The pipe is closed by the program's beginning.
  if (count == 0) return {};
  bury(id);
  return system_error(why);
}

}  // namespace astronova::release::local
