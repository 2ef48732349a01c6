#include "release/local/balancer.h"

#include <chrono>

#include <fmt/format.h>

#include "release/local/socket_exchange.h"

namespace astronova::release::local {
namespace {

constexpr std::chrono::seconds patience(10);

Result<std::string> ask(const std::string& socket_path, std::string_view line) {
  auto answer = exchange(socket_path, fmt::format("{}\n", line), patience);
  if (answer) return answer;
  return Error{
      ErrorCode::unavailable,
      fmt::format("HAProxy does not answer on its runtime socket, {}", answer.error().detail),
      {}};
}

}  // namespace

Result<std::vector<BalancedServer>> Balancer::servers() const {
  const auto text = ask(socket_path_, fmt::format("show servers state {}", backend_));
  if (!text) return text.error();
  return read_servers_state(*text);
}

Result<std::uint64_t> Balancer::sessions(std::string_view server) const {
  const auto csv = ask(socket_path_, fmt::format("show stat {} 4 -1", backend_));
  if (!csv) return csv.error();
  return read_sessions(*csv, server);
}

Result<std::string> Balancer::state_to_keep() const {
  auto text = ask(socket_path_, fmt::format("show servers state {}", backend_));
  if (!text) return text.error();
  // An error is an answer too, and nothing to begin with again.
  if (const auto read = read_servers_state(*text); !read) return read.error();
  return text;
}

Result<void> Balancer::run(const std::vector<std::string>& commands) const {
  if (commands.empty()) return {};
  const auto answer = ask(socket_path_, fmt::format("{}", fmt::join(commands, ";")));
  if (!answer) return answer.error();
  // What goes well is answered by nothing but line breaks.
  const auto begin = answer->find_first_not_of(" \n");
  if (begin == std::string::npos) return {};
  return Error{ErrorCode::unavailable,
               fmt::format("HAProxy refused '{}': {}", fmt::join(commands, "; "),
                           answer->substr(begin, answer->find('\n', begin) - begin)),
               {}};
}

std::string Balancer::set_state(std::string_view server, std::string_view state) const {
  return fmt::format("set server {}/{} state {}", backend_, server, state);
}

std::string Balancer::set_weight(std::string_view server, int weight) const {
  return fmt::format("set server {}/{} weight {}", backend_, server, weight);
}

}  // namespace astronova::release::local
