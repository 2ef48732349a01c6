#pragma once

#include <optional>
#include <string_view>

#include "http/compression.h"
#include "http/cors.h"
#include "http/message.h"
#include "http/router.h"

namespace astronova::http {

/// From a request to its answer, without any network. Every thread may use it at once.
class Responder {
 public:
  Responder(Router router, Cors cors) : router_(std::move(router)), cors_(std::move(cors)) {}

  /// What is to be done for a request: call a handler, or nothing more.
  struct Plan {
    const Router::Route* route = nullptr;
    Response response{};  ///< the answer, when there is no route
  };

  /// Sets the request's method, target, path, query and path parameters from what was sent, and
  /// finds out who answers. The headers are there already.
  Plan plan(std::string_view method, std::string_view target, Request& request) const;

  /// Calls the route's handler, and codes its answer as the client asks.
  Response respond(const Router::Route& route, const Request& request);

  const Cors& cors() const { return cors_; }

 private:
  Router router_;
  Cors cors_;
  Compressor compressor_;
};

}  // namespace astronova::http
