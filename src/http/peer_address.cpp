#include "http/peer_address.h"

#include <array>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace astronova::http {
namespace {

std::string text_of(int family, const void* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  return ::inet_ntop(family, address, text.data(), text.size()) ? text.data() : std::string();
}

}  // namespace

std::string peer_address_text(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET)
    return text_of(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr);
  if (address.ss_family != AF_INET6) return {};
  const in6_addr& six = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  constexpr std::size_t mapped_prefix_bytes = 12;
  if (IN6_IS_ADDR_V4MAPPED(&six)) return text_of(AF_INET, &six.s6_addr[mapped_prefix_bytes]);
  return text_of(AF_INET6, &six);
}

}  // namespace astronova::http
