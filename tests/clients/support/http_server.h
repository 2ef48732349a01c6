#pragma once

#include <boost/json.hpp>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "clients/curl/curl_client.h"
#include "tests/clients/support/certificates.h"
#include "tests/support/node_server.h"
#include "tests/support/set_clock.h"

namespace astronova::testing {

/// tests/clients/support/http_server.mjs, in the clear.
inline NodeServer http_server(const boost::json::object& options = {}) {
  return NodeServer{"tests/clients/support/http_server.mjs", {boost::json::serialize(options)}};
}

/// The same over TLS, with one of the certificates.
inline NodeServer https_server(const Certificates& certificates, const std::string& certificate,
                               bool http2 = false) {
  return http_server(
      {{"key", certificates.key_file()}, {"certificate", certificate}, {"http2", http2}});
}

/// Draws the least or the most that there is.
class EvenRandomness final : public Randomness {
 public:
  explicit EvenRandomness(std::uint8_t byte) : byte_(byte) {}
  void fill(std::span<std::uint8_t> bytes) const override { std::ranges::fill(bytes, byte_); }

 private:
  std::uint8_t byte_;
};

/// No pause before a retry but what the server asks for.
inline const EvenRandomness no_pause{0};
/// The longest pause that there may be.
inline const EvenRandomness longest_pause{0xff};

/// 2026-03-01T12:00:00Z, a Sunday.
inline const SetClock noon{
    Instant{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + std::chrono::hours{12}}};

/// A client of our own settings, by no proxy unless they name one.
inline std::unique_ptr<clients::curl::CurlClient> start_client(
    clients::curl::CurlSettings settings = {}, const Randomness& randomness = no_pause) {
  if (!settings.proxy) settings.proxy = "";
  auto started = clients::curl::CurlClient::start(settings, noon, randomness);
  if (!started) throw std::runtime_error(started.error().detail);
  return std::move(*started);
}

inline boost::json::object json_of(const Result<clients::HttpResponse>& response) {
  if (!response) throw std::runtime_error(response.error().detail);
  return boost::json::parse(response->body).as_object();
}

/// How often the server was asked for a path.
inline std::int64_t asked(clients::HttpClient& client, const std::string& address,
                          const std::string& path) {
  const auto seen = json_of(client.send({.url = address + "/seen", .idempotent = true}));
  const auto* count = seen.at("asked").as_object().if_contains(path);
  return count ? count->to_number<std::int64_t>() : 0;
}

/// How many connections the server has taken so far.
inline std::int64_t connections(clients::HttpClient& client, const std::string& address) {
  return json_of(client.send({.url = address + "/seen", .idempotent = true}))
      .at("connections")
      .to_number<std::int64_t>();
}

}  // namespace astronova::testing
