#include <ctime>
#include <future>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "app/checks.h"
#include "app/doctor/machine.h"
#include "app/examinations.h"
#include "app/outbound_client.h"
#include "clients/apple/published_keys.h"
#include "clients/cloudkit/web_services.h"
#include "clients/redis/redis_client.h"
#include "health/claude_probe.h"
#include "health/redis_probe.h"

namespace astronova::app {
namespace {

using clients::RedisReply;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds patience{5'000};
constexpr seconds difference_max{60};

const SystemClock system_clock;
const SystemRandomness randomness;

// What the row of a vendor says that cannot be called at all.
Diagnosis no_way_out(const Error& error) {
  return failure(error.detail, "see --outbound-ca-file");
}

RedisReply ask(clients::Redis& redis, clients::RedisCommand command) {
  const auto answer = std::make_shared<std::promise<Result<RedisReply>>>();
  auto future = answer->get_future();
  redis.send(std::move(command), patience,
             [answer](Result<RedisReply> reply) { answer->set_value(std::move(reply)); });
  auto reply = future.get();
  return reply ? *std::move(reply) : RedisReply{};
}

// "7.0.15" of the lines that INFO answers.
std::string version_in(const std::string& lines) {
  constexpr std::string_view name = "redis_version:";
  const auto begin = lines.find(name);
  if (begin == std::string::npos) return "unknown";
  const auto from = begin + name.size();
  return lines.substr(from, lines.find('\r', from) - from);
}

// Services that rent Redis out often forbid CONFIG.
std::string setting_of(clients::Redis& redis, const char* name) {
  const auto reply = ask(redis, {"CONFIG", "GET", name});
  return reply.list.size() == 2 ? reply.list[1].text : "unknown";
}

Diagnosis examine(clients::Redis& redis, const char* fix) {
  const auto begin = std::chrono::steady_clock::now();
  const auto found = health::RedisProbe(redis).run(patience);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  if (found.state != health::State::healthy) return failure(found.reason, fix);
  const auto version = version_in(ask(redis, {"INFO", "server"}).text);
  const auto policy = setting_of(redis, "maxmemory-policy");
  const auto detail = fmt::format("answers in {:.1f} ms; version {}; maxmemory-policy {}",
                                  took.count(), version, policy);
  if (policy == "noeviction" && setting_of(redis, "maxmemory") != "0") {
    return warning(detail + ", so it refuses what is written when it is full",
                   "with volatile-ttl it makes room by what is about to run out");
  }
  return well(detail);
}

// What the server at an address takes the time to be (RFC 9110, 6.6.1).
std::optional<Instant> time_at(const std::string& address, const std::string& ca_file) {
  const auto outbound = OutboundClient::start("clock", ca_file, system_clock, randomness);
  if (!outbound) return std::nullopt;
  clients::HttpRequest request;
  request.url = address;
  request.deadline = patience;
  const auto answer = (*outbound)->http().send(request);
  const auto date = answer ? answer->header("date") : std::nullopt;
  if (!date) return std::nullopt;
  std::tm parts{};
  if (!::strptime(std::string(*date).c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts))
    return std::nullopt;
  return Instant{std::chrono::seconds{::timegm(&parts)}};
}

std::optional<std::string> address_of_a_vendor(const Wanted& wanted) {
  if (!wanted.health.anthropic_api_key.empty()) return wanted.health.anthropic_address;
  if (!wanted.people.accounts) return std::nullopt;
  if (wanted.people.apple.is_on()) return wanted.people.apple.address;
  if (wanted.people.cloudkit.is_on()) return wanted.people.cloudkit.address;
  return std::nullopt;
}

}  // namespace

Diagnosis examine_claude(const HealthConfiguration& configuration) {
  if (configuration.anthropic_api_key.empty()) return off("ANTHROPIC_API_KEY is not set");
  const auto outbound =
      OutboundClient::start("anthropic", configuration.ca_file, system_clock, randomness);
  if (!outbound) return no_way_out(outbound.error());
  health::ClaudeProbe probe((*outbound)->http(), {.base_address = configuration.anthropic_address,
                                                  .api_key = configuration.anthropic_api_key});
  const auto found = probe.run(patience);
  if (found.state == health::State::healthy) return well("Claude's API accepts the key");
  return failure(found.reason,
                 "see ANTHROPIC_API_KEY, --anthropic-base-url and https://status.anthropic.com");
}

Diagnosis examine_apple(const AppleConfiguration& configuration) {
  if (!configuration.is_on()) return off("--apple-client-ids is not set");
  const auto outbound =
      OutboundClient::start("apple", configuration.ca_file, system_clock, randomness);
  if (!outbound) return no_way_out(outbound.error());
  clients::apple::PublishedKeys keys((*outbound)->http(), system_clock,
                                     {configuration.address, patience});
  const auto found = keys.key("astronova-doctor");
  if (found || found.error().code == ErrorCode::not_found)
    return well("Apple's keys can be fetched");
  return failure(found.error().detail, "see --apple-address, and the way out to the internet");
}

Diagnosis examine_cloudkit(const Wanted& wanted) {
  const auto& configuration = wanted.people.cloudkit;
  if (!wanted.people.accounts || !configuration.is_on())
    return off("--cloudkit-container is not set");
  const auto outbound =
      OutboundClient::start("cloudkit", wanted.people.apple.ca_file, system_clock, randomness);
  if (!outbound) return no_way_out(outbound.error());
  auto settings = cloudkit_settings(configuration);
  if (!settings) return failure(settings.error().detail, "see docs/clients.md");
  settings->deadline = patience;
  const auto cloud =
      clients::cloudkit::WebServices::make((*outbound)->http(), system_clock, *std::move(settings));
  if (!cloud) return failure(cloud.error().detail, "see docs/clients.md");
  // A record that nobody has: that it is not found says that CloudKit knows the key.
  const auto found = (*cloud)->lookup({"astronova-doctor"}, clients::cloud_default_zone);
  if (found)
    return well(
        fmt::format("{} ({}) accepts the key", configuration.container, configuration.environment));
  return failure(found.error().reason, "see docs/clients.md");
}

Diagnosis examine_redis(const Wanted& wanted) {
  const auto& url = wanted.settings.secrets.reveal("REDIS_URL");
  if (url.empty()) return off("REDIS_URL is not set");
  const char* const fix = "see REDIS_URL, and whether Redis runs";
  auto address = clients::redis::parse_redis_address(url);
  if (!address) return failure(address.error().detail, fix);
  // Its circuit must not open for what this call bears.
  auto redis = clients::redis::RedisClient::start({.address = *std::move(address),
                                                   .ca_file = wanted.cache.redis_ca_file,
                                                   .client_name = "astronova-doctor",
                                                   .connect_within = patience,
                                                   .patience = patience});
  if (!redis) return failure(redis.error().detail, "see --redis-ca-file");
  return examine(**redis, fix);
}

Diagnosis examine_time(const Wanted& wanted) {
  auto diagnosis = examine_clock(system_clock);
  const auto address = address_of_a_vendor(wanted);
  if (!address || diagnosis.verdict == Verdict::fail) return diagnosis;
  const auto theirs = time_at(*address, wanted.people.apple.ca_file);
  if (!theirs) return diagnosis;
  const auto difference =
      std::chrono::round<seconds>(std::chrono::abs(system_clock.now() - *theirs));
  if (difference <= difference_max) return diagnosis;
  return failure(fmt::format("{}; {} is {} s off", format_rfc3339(system_clock.now()), *address,
                             difference.count()),
                 "have chrony or systemd-timesyncd keep the clock right");
}

}  // namespace astronova::app
