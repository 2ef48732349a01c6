#include "api/metrics_access.h"

namespace astronova::api {

bool may_read(const http::Request& request, const MetricsAccess& access) {
  if (request.header("X-Forwarded-For") || request.header("Forwarded")) return false;
  return access.readers.contains(request.peer_address);
}

}  // namespace astronova::api
