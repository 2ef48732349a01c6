#pragma once

#include <boost/json.hpp>
#include <memory>
#include <string>

#include "tests/clients/support/http_server.h"

namespace astronova::testing {

/// One of the servers of tests/support that stand in for another company's, with its control
/// routes.
class StandIn {
 public:
  explicit StandIn(const std::string& script) : server_("tests/support/" + script) {}

  std::string address() const { return server_.address(); }
  clients::curl::CurlClient& client() { return *client_; }

  boost::json::object get(const std::string& route) {
    return json_of(client_->send({.url = address() + "/control/" + route, .idempotent = true}));
  }
  boost::json::object post(const std::string& route, const boost::json::object& wish = {}) {
    return json_of(client_->send({.method = clients::HttpMethod::post,
                                  .url = address() + "/control/" + route,
                                  .body = boost::json::serialize(wish),
                                  .idempotent = true}));
  }
  /// How often "METHOD /path" was asked for.
  std::int64_t asked(const std::string& route) {
    const auto counts = get("asked");
    const auto* count = counts.if_contains(route);
    return count ? count->to_number<std::int64_t>() : 0;
  }

 private:
  const NodeServer server_;
  // Whoever it is given to sends once what the server fails: retries are tested elsewhere.
  const std::unique_ptr<clients::curl::CurlClient> client_ =
      start_client({.retries = {.attempts_max = 1}});
};

inline std::string text_at(const boost::json::object& from, const std::string& name) {
  return std::string{from.at(name).as_string()};
}

}  // namespace astronova::testing
