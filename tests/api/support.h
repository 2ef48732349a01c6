#pragma once

#include <boost/json/parse.hpp>
#include <string>

#include "api/routes.h"
#include "base/instant.h"
#include "health/ephemeris_probe.h"
#include "http/router.h"
#include "sky/swiss/swiss_ephemeris.h"

namespace astronova::api {

/// A clock that stands still at 2026-11-23T00:00:00Z.
class StoppedClock final : public Clock {
 public:
  Instant now() const override { return *parse_rfc3339("2026-11-23T00:00:00Z"); }
};

/// The routes of the API on the real ephemeris, asked without a server.
class ApiUnderTest {
 public:
  explicit ApiUnderTest(const People* people = nullptr, cache::Cache* cache = nullptr)
      : services_{ephemeris(), clock_, people, &health(), &metrics_, cache} {
    add_routes(router_, services_);
  }

  http::Response get(std::string_view target) const {
    http::Request request{http::Method::get, target};
    return router_.handle(request);
  }

  http::Response post(std::string_view target, std::string_view body,
                      std::string_view content_type = "application/json") const {
    http::Request request{http::Method::post, target, body};
    request.headers.emplace_back("Content-Type", content_type);
    return router_.handle(request);
  }

  const http::Router& router() const { return router_; }

 private:
  static const sky::Ephemeris& ephemeris() {
    static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
    return **opened;
  }

  static const health::Health& health() {
    static const health::Health watching(services_of_health());
    return watching;
  }

  static std::vector<health::Service> services_of_health() {
    std::vector<health::Service> services;
    for (const auto* disabled : {"redis", "anthropic"})
      services.push_back({disabled});
    services.push_back({"swisseph", true, std::make_unique<health::EphemerisProbe>(ephemeris())});
    services.push_back({"database"});
    return services;
  }

  StoppedClock clock_;
  const MetricsAccess metrics_{[] { return "# HELP nothing\n"; }, "text/plain", {}};
  Services services_;
  http::Router router_;
};

inline boost::json::value body_of(const http::Response& response) {
  const auto content = response.content();
  return boost::json::parse({content.data(), content.size()});
}

/// The detail of the error at a pointer, "" when there is none.
inline std::string error_at(const http::Response& response, std::string_view pointer) {
  const auto body = body_of(response);
  const auto* errors = body.as_object().if_contains("errors");
  if (!errors) return "";
  for (const auto& error : errors->as_array()) {
    const auto& found = error.at("pointer").as_string();
    if (std::string_view{found.data(), found.size()} == pointer) {
      const auto& detail = error.at("detail").as_string();
      return {detail.data(), detail.size()};
    }
  }
  return "";
}

/// A birth in New York with some members replaced or added: R"("time":null)".
inline std::string chart_request(const std::string& birth_members, const std::string& rest = "") {
  return R"({"birthData":{"latitude":40.7128,"longitude":-74.006)" +
         (birth_members.empty() ? "" : "," + birth_members) + "}" +
         (rest.empty() ? "" : "," + rest) + "}";
}

inline constexpr char new_york[] =
    R"("date":"1990-05-15","time":"10:30","timezone":"America/New_York")";

}  // namespace astronova::api
