#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace astronova::release::local {

/// A server of a backend, as HAProxy sees it.
struct BalancedServer {
  std::string backend{};
  std::string name{};
  bool is_up = false;              ///< its health checks pass, or HAProxy has only begun to ask
  bool is_in_maintenance = false;  ///< gets nothing and is not asked
  bool is_draining = false;        ///< gets nothing new
  int weight = 0;                  ///< 0 to 256, relative to the others'
  int port = 0;

  /// Whether it would get new requests were it up.
  bool is_given_requests() const { return !is_in_maintenance && !is_draining && weight > 0; }
};

/// What `show servers state` of HAProxy's runtime API says (version 1 of its format), which is also
/// what it reads again when it starts.
/// errors  unavailable (it is none)
Result<std::vector<BalancedServer>> read_servers_state(std::string_view text);

/// The requests that a server is answering, by `show stat BACKEND 4 -1`.
/// errors  unavailable (it is none; the server is not in it)
Result<std::uint64_t> read_sessions(std::string_view csv, std::string_view server);

/// The percentage of new requests that each gets, in their order: whole numbers that add up to 100,
/// or to 0 where none gets any. Whoever gets any has at least 1.
std::vector<int> traffic_percentages(std::span<const BalancedServer> servers);

}  // namespace astronova::release::local
