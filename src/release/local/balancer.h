#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "release/local/balanced_server.h"

namespace astronova::release::local {

/// HAProxy's runtime API, through its socket on this machine.
class Balancer {
 public:
  Balancer(std::string socket_path, std::string backend)
      : socket_path_(std::move(socket_path)), backend_(std::move(backend)) {}

  /// The servers of the backend.
  /// errors  unavailable (HAProxy does not answer, has no such backend)
  Result<std::vector<BalancedServer>> servers() const;
  /// The requests that the server is answering.
  Result<std::uint64_t> sessions(std::string_view server) const;
  /// What HAProxy, when it starts, takes from a file to have this backend as it is now.
  Result<std::string> state_to_keep() const;

  /// Runs commands of the runtime API one after another, over one connection.
  /// errors  unavailable: HAProxy does not answer; it has refused one of them. Those before it are
  ///         done, and those after it too.
  Result<void> run(const std::vector<std::string>& commands) const;

  std::string set_state(std::string_view server, std::string_view state) const;
  std::string set_weight(std::string_view server, int weight) const;

  const std::string& socket_path() const { return socket_path_; }

 private:
  std::string socket_path_;
  std::string backend_;
};

}  // namespace astronova::release::local
