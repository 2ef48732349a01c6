#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "limits/ip_address.h"

namespace astronova::limits {

/// Ranges of addresses, such as those of the proxies whose word is taken for who their client is.
///
/// Threads: contains() may be called by all at once.
class AddressRanges {
 public:
  /// By default there are none.
  AddressRanges() = default;
  /// Addresses and ranges, and the words `loopback` (127.0.0.0/8, ::1) and `private` (RFC 1918,
  /// RFC 4193, and link-local addresses).
  /// errors  invalid_value, with how to write it
  static Result<AddressRanges> parse(std::span<const std::string> texts);

  bool contains(const IpAddress& address) const;

 private:
  std::vector<AddressRange> ranges_;
};

/// Who sends a request: the peer, unless that is a trusted proxy. Then the values of
/// X-Forwarded-For, all lines in their order, are read from the right: each proxy appends whom it
/// was asked by, so that what stands to the right of the first who is not trusted was written by
/// trusted ones, and what stands left of it by anybody. An element that is no address ends the
/// reading, and who wrote it is the client. Ports and brackets are dropped.
/// returns  none when `peer` is no address
/// source   MDN, X-Forwarded-For, "Selecting an IP address"; RFC 7239, 8.1
std::optional<IpAddress> client_address(std::string_view peer,
                                        std::span<const std::string_view> forwarded_for,
                                        const AddressRanges& proxies);

}  // namespace astronova::limits
