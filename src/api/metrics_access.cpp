#include "api/metrics_access.h"

#include "api/request_client.h"

namespace astronova::api {

bool may_read(const http::Request& request, const MetricsAccess& access) {
  const auto peer = limits::IpAddress::parse(request.peer_address);
  const bool is_trusted_proxy = peer && access.trusted_proxies.contains(*peer);
  const bool names_client = request.header("X-Forwarded-For").has_value();
  if (request.header("Forwarded") && !(is_trusted_proxy && names_client)) return false;
  if (names_client && !is_trusted_proxy) return false;
  const auto client = client_of(request, access.trusted_proxies);
  return client && access.readers.contains(*client);
}

}  // namespace astronova::api
