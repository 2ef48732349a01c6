#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "clients/http_client.h"
#include "release/records/audit_log.h"
#include "release/settings_reader.h"
#include "release/waiter.h"

namespace astronova::release {

/// One request to a revision, and what must come back.
struct SmokeRequest {
  std::string name{};
  clients::HttpMethod method = clients::HttpMethod::get;
  std::string path{};
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};

  int status = 200;
  /// By JSON pointer into the answer (RFC 6901): what is there. `{version}` in a text stands for
  /// the artifact's version.
  std::vector<std::pair<std::string, SettingScalar>> json{};
  /// By JSON pointer: a number that is there, give or take `tolerance`.
  std::vector<std::pair<std::string, double>> near{};
  double tolerance = 1e-6;
  /// By name: what is somewhere in that header of the answer, whatever the case.
  std::vector<std::pair<std::string, std::string>> answer_headers{};
  std::vector<std::string> answer_contains{};
  /// Every file that a `src` or `href` of the page names and whose path begins so is fetched too,
  /// and one at least must be there. Empty: none.
  std::string follow{};
  /// Asked again of what a rollback has returned to, and of the whole service after a promotion.
  bool is_vital = false;
};

struct SmokeSettings {
  std::vector<SmokeRequest> requests{};
  std::chrono::milliseconds deadline{10'000};  ///< of each request
  int attempts = 3;                            ///< of each, until it is answered as it must be
  std::chrono::milliseconds pause{1'000};      ///< between them
};

/// The table [gates.smoke].
SmokeSettings read_smoke_settings(SettingsTable table);

/// What a smoke test came to: a judgement a request.
struct SmokeReport {
  std::vector<Judgement> judgements{};

  bool is_good() const;
  /// "smoke test 'chart': /charts/western/… is 54.6; it must be 54.4965451 ± 1e-06"
  std::string what_failed() const;
};

/// Asks a revision by HTTP whether it does what it must. Threads: one at a time.
class SmokeTest {
 public:
  SmokeTest(const SmokeSettings& settings, clients::HttpClient& http, Waiter& waiter)
      : settings_(settings), http_(http), waiter_(waiter) {}

  /// All requests to `address` ("http://127.0.0.1:8081"), or those that are vital alone.
  SmokeReport run(const std::string& address, const std::string& version, bool vital_only);

 private:
  Judgement judge(const std::string& address, const std::string& version,
                  const SmokeRequest& request);

  const SmokeSettings& settings_;
  clients::HttpClient& http_;
  Waiter& waiter_;
};

}  // namespace astronova::release
