#include "http/cors.h"

#include <algorithm>

namespace astronova::http {

bool Cors::allows_all() const {
  return std::ranges::find(origins_, "*") != origins_.end();
}

bool Cors::allows(std::string_view origin) const {
  return allows_all() || std::ranges::find(origins_, origin) != origins_.end();
}

void Cors::append_headers(std::string& head, const Request& request) const {
  if (origins_.empty()) return;
  const bool is_public = allows_all();
  if (!is_public) head += "Vary: Origin\r\n";
  const auto origin = request.header("Origin");
  if (!origin || !allows(*origin)) return;
  head += "Access-Control-Allow-Origin: ";
  head += is_public ? "*" : *origin;
  head +=
      "\r\nAccess-Control-Expose-Headers: X-Request-Id, Retry-After, RateLimit-Limit, "
      "RateLimit-Remaining, RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, "
      "X-RateLimit-Reset\r\n";
}

void Cors::answer_preflight(const Request& request, std::string_view methods,
                            Response& response) const {
  const auto origin = request.header("Origin");
  if (!origin || !allows(*origin) || !request.header("Access-Control-Request-Method")) return;
  response.headers.emplace_back("Access-Control-Allow-Methods", methods);
  response.headers.emplace_back("Access-Control-Allow-Headers",
                                "Authorization, Content-Type, Idempotency-Key, X-Request-Id");
  response.headers.emplace_back("Access-Control-Max-Age", "7200");
}

}  // namespace astronova::http
