#include "telemetry/log/short_address.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

namespace astronova::telemetry {
namespace {

template <std::size_t Bytes>
std::string shortened(int family, const std::string& address, std::size_t kept_bytes) {
  std::array<unsigned char, Bytes> bytes{};
  if (::inet_pton(family, address.c_str(), bytes.data()) != 1) return {};
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(kept_bytes), bytes.end(), 0);
  std::array<char, INET6_ADDRSTRLEN> text{};
  return ::inet_ntop(family, bytes.data(), text.data(), text.size()) ? text.data() : std::string();
}

}  // namespace

std::string short_address(std::string_view address) {
  const std::string text(address);
  const bool is_six = text.find(':') != std::string::npos;
  return is_six ? shortened<16>(AF_INET6, text, 6) : shortened<4>(AF_INET, text, 3);
}

}  // namespace astronova::telemetry
