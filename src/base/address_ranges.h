#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace astronova {

/// Ranges of IPv4 and IPv6 addresses.
///
/// Threads: contains() may be called by all at once.
class AddressRanges {
 public:
  /// Reads "192.0.2.7", "10.0.0.0/8", "fc00::/7".
  /// errors  invalid_value: which text is no range, and what one looks like
  static Result<AddressRanges> parse(const std::vector<std::string>& texts);

  /// Whether an address lies in one of them; what is no address lies in none. An IPv4 address that
  /// is written as IPv6 (::ffff:192.0.2.7) counts as IPv4.
  bool contains(std::string_view address) const;

 private:
  // IPv4 addresses are mapped to IPv6 (RFC 4291, 2.5.5.2).
  using Bytes = std::array<std::uint8_t, 16>;
  struct Range {
    Bytes first{};
    unsigned prefix_bits = 0;
  };

  static bool read(const std::string& text, Bytes& bytes, bool& is_four);
  static bool has(const Range& range, const Bytes& address);

  std::vector<Range> ranges_;
};

}  // namespace astronova
