#include "api/request_client.h"

#include <boost/container/small_vector.hpp>

namespace astronova::api {

std::optional<limits::IpAddress> client_of(const http::Request& request,
                                           const limits::AddressRanges& trusted_proxies) {
  constexpr std::size_t usual_lines = 4;
  boost::container::small_vector<std::string_view, usual_lines> lines;
  for (const auto& [name, value] : request.headers)
    if (http::equals_ignoring_case(name, "X-Forwarded-For")) lines.push_back(value);
  return limits::client_address(request.peer_address, std::span(lines.data(), lines.size()),
                                trusted_proxies);
}

}  // namespace astronova::api
