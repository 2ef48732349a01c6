#include "tests/release/support/private_haproxy.h"

#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "release/local/socket_exchange.h"
#include "tests/release/support/program_folder.h"
#include "tests/support/private_redis.h"

namespace astronova::testing {
namespace {

// Replaces what is there once.
void replace(std::string& text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos || text.find(from, at + 1) != std::string::npos)
    throw std::runtime_error("'" + from + "' is not there once");
  text.replace(at, from.size(), to);
}

std::string example() {
  std::ifstream file(ASTRONOVA_SOURCE_DIR "/infra/haproxy/astronova.cfg");
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

PrivateHaproxy::PrivateHaproxy(const std::string& folder, const std::string& state,
                               std::uint16_t blue, std::uint16_t green)
    : configuration_(folder + "/haproxy.cfg"),
      socket_(folder + "/haproxy.sock"),
      port_(free_port()) {
  auto text = example();
  replace(text, "    log /dev/log local0\n", "");
  replace(text, "    user haproxy\n    group haproxy\n", "");
  replace(text, "/run/haproxy/admin.sock", socket_);
  replace(text, "maxconn 8000", "maxconn 256");
  replace(text, "bind :80\n", "bind 127.0.0.1:" + std::to_string(port_) + "\n");
  replace(text, "    bind :443 ssl crt /etc/haproxy/tls/astronova.pem alpn h2,http/1.1\n", "");
  replace(text, "    http-request redirect scheme https code 308 unless { ssl_fc }\n", "");
  replace(text, "/var/lib/astronova-release/haproxy.state", state);
  replace(text, "127.0.0.1:8081", "127.0.0.1:" + std::to_string(blue));
  replace(text, "127.0.0.1:8082", "127.0.0.1:" + std::to_string(green));
  write_text(configuration_, text);
  start();
}

PrivateHaproxy::~PrivateHaproxy() {
  if (id_ > 0) kill();
}

void PrivateHaproxy::start() {
  id_ = fork();
  if (id_ < 0) throw std::runtime_error("cannot fork");
  if (id_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execlp("haproxy", "haproxy", "-db", "-q", "-f", configuration_.c_str(), nullptr);
    _exit(127);
  }
  while (!release::local::exchange(socket_, "show info\n", std::chrono::seconds(1))) {
    if (waitpid(id_, nullptr, WNOHANG) != 0) {
      id_ = -1;
      throw std::runtime_error("haproxy did not start on " + configuration_);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{5});  // it can only be asked
  }
}

void PrivateHaproxy::kill() {
  ::kill(id_, SIGKILL);
  waitpid(id_, nullptr, 0);
  id_ = -1;
}

}  // namespace astronova::testing
