#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "clients/redis/redis_address.h"

namespace astronova::clients::redis {

struct RedisSettings {
  RedisAddress address{};
  /// A PEM file of the authorities to trust in the place of the system's; empty: the system's.
  /// There is no way not to verify.
  std::string ca_file{};
  std::string client_name = "astronova";  ///< as CLIENT LIST shows it; no spaces
  /// What an attempt to connect may take, all told; and how long a connection that owes us an
  /// answer may be silent before it is given up.
  std::chrono::milliseconds connect_within{1'000};
  /// How long an answer may take before the circuit opens. It closes when a PING takes no longer.
  std::chrono::milliseconds patience{50};
  /// The pauses between attempts and probes double from the one to the other.
  std::chrono::milliseconds pause_first{50};
  std::chrono::milliseconds pause_max{500};
  /// Commands that wait to be sent or answered, and how long they are together; more are rejected.
  std::size_t commands_max = 10'000;
  std::size_t command_bytes_max = std::size_t{32} << 20U;
  /// A longer answer, or one with more elements, is none.
  std::size_t reply_bytes_max = std::size_t{16} << 20U;
  std::size_t reply_elements_max = 1'000'000;
};

}  // namespace astronova::clients::redis
