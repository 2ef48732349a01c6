#include "tests/support/private_redis.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace astronova::testing {
namespace {

sockaddr_in local(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool accepts_connections(std::uint16_t port) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = local(port);
  const bool is_connected =
      connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(descriptor);
  return is_connected;
}

[[noreturn]] void execute(const std::vector<std::string>& command, const std::string& folder) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int descriptor = open((folder + "/log").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  dup2(descriptor, STDOUT_FILENO);
  dup2(descriptor, STDERR_FILENO);
  std::vector<char*> arguments;
  for (const auto& argument : command)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

std::uint16_t free_port() {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = local(0);
  socklen_t size = sizeof address;
  const bool is_bound = bind(descriptor, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                        getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(descriptor);
  if (!is_bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

PrivateRedis::PrivateRedis(std::vector<std::string> options) : options_(std::move(options)) {
  std::string pattern = std::filesystem::temp_directory_path() / "astronova-redis-XXXXXX";
  if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
  folder_ = pattern;
  port_ = free_port();
  start();
}

PrivateRedis::~PrivateRedis() {
  if (server_ > 0) stop();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void PrivateRedis::start() {
  launch();
  while (!accepts_connections(port_)) {
    if (has_ended()) throw std::runtime_error("redis-server did not start on a free port");
    std::this_thread::sleep_for(std::chrono::milliseconds{5});  // it can only be asked
  }
}

void PrivateRedis::launch() {
  const bool is_tls = std::ranges::find(options_, "--tls-cert-file") != options_.end();
  const auto port = std::to_string(port_);
  std::vector<std::string> command{"redis-server", "--bind", "127.0.0.1",    "--dir", folder_,
                                   "--save",       "",       "--appendonly", "no"};
  for (const auto& word : is_tls ? std::vector<std::string>{"--port", "0", "--tls-port", port}
                                 : std::vector<std::string>{"--port", port})
    command.push_back(word);
  command.insert(command.end(), options_.begin(), options_.end());
  // The configuration of a Sentinel is a file that it writes to.
  if (std::ranges::find(options_, "--sentinel") != options_.end()) {
    const auto file = folder_ + "/sentinel.conf";
    std::filesystem::remove(file);
    close(open(file.c_str(), O_CREAT | O_WRONLY, 0600));
    command.insert(command.begin() + 1, file);
  }
  server_ = fork();
  if (server_ < 0) throw std::runtime_error("cannot fork");
  if (server_ == 0) execute(command, folder_);
}

bool PrivateRedis::has_ended() {
  if (waitpid(server_, nullptr, WNOHANG) == 0) return false;
  server_ = -1;
  return true;
}

void PrivateRedis::stop() {
  kill(server_, SIGKILL);
  waitpid(server_, nullptr, 0);
  server_ = -1;
}

void PrivateRedis::pause() {
  kill(server_, SIGSTOP);
  waitpid(server_, nullptr, WUNTRACED);
}

void PrivateRedis::resume() {
  kill(server_, SIGCONT);
}

std::string PrivateRedis::url() const {
  return "redis://127.0.0.1:" + std::to_string(port_);
}

std::string PrivateRedis::run(const std::vector<std::string>& command) const {
  std::string line = "redis-cli -h 127.0.0.1 -p " + std::to_string(port_);
  for (const auto& word : command)
    line += " '" + word + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(line.c_str(), "re"), pclose);
  if (!pipe) throw std::runtime_error("no redis-cli");
  std::string said;
  for (int c = 0; (c = fgetc(pipe.get())) != EOF;)
    said += static_cast<char>(c);
  return said;
}

}  // namespace astronova::testing
