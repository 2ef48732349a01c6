#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace astronova::limits {

/// An address of IPv4 or IPv6. One of IPv4 that is written as one of IPv6 ("::ffff:192.0.2.1") is
/// the same as itself.
class IpAddress {
 public:
  using Bytes = std::array<std::uint8_t, 16>;

  /// "192.0.2.1", "2001:db8::1". None for anything else: ports, brackets, zones, leading zeros.
  static std::optional<IpAddress> parse(std::string_view text);

  bool is_v4() const;
  /// In network order; of IPv4 below ::ffff:0:0/96 (RFC 4291, 2.5.5.2).
  const Bytes& bytes() const { return bytes_; }
  /// "192.0.2.1", "2001:db8::1" (RFC 5952).
  std::string text() const;

  bool operator==(const IpAddress&) const = default;

 private:
  Bytes bytes_{};
};

/// All addresses that begin with the same bits.
class AddressRange {
 public:
  /// "10.0.0.0/8", "2001:db8::/32", or one address.
  /// errors  invalid_value, with how to write it; also for 0.0.0.0/0 and ::/0, which are everybody
  static Result<AddressRange> parse(std::string_view text);

  bool contains(const IpAddress& address) const;

 private:
  IpAddress first_;
  unsigned bits_ = 0;  ///< of the 16 bytes
};

}  // namespace astronova::limits
