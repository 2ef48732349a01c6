#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace astronova::clients::redis {

struct RedisHost {
  std::string name;  ///< a name, or an address of IPv4 or IPv6 without brackets
  std::uint16_t port = 6379;

  bool operator==(const RedisHost&) const = default;
};

/// Where a Redis is, and who we are there. The password is a secret.
struct RedisAddress {
  std::vector<RedisHost> hosts{};  ///< the server, or the Sentinels that know where it is
  std::string master_name{};       ///< what the Sentinels call it; empty: there are none
  std::string socket_path{};       ///< of a Unix socket in the place of hosts
  bool tls = false;
  std::string user{};  ///< empty: the default user
  std::string password{};
  unsigned database = 0;
};

/// Reads the address of a Redis:
///   redis://[[user]:password@]host[:port][/database]
///   rediss://…                                            the same over TLS
///   redis+sentinel://[[user]:password@]host[:port][,host[:port]…]/master[/database]
///   unix://[[user]:password@]/path/of/the.sock
/// User and password belong to the server, not to its Sentinels. Percent-encoding is undone. Ports
/// are 6379 unless they are given, those of Sentinels 26379.
/// errors  invalid_value: what is wrong, without quoting any of it
/// source  https://www.iana.org/assignments/uri-schemes/prov/redis
Result<RedisAddress> parse_redis_address(std::string_view url);

}  // namespace astronova::clients::redis
