#include "app/limits_service.h"

#include <CLI/CLI.hpp>
#include <bit>
#include <optional>

#include "api/limit_admission.h"
#include "base/log.h"
#include "limits/local_limiter.h"
#include "limits/redis/redis_limiter.h"

namespace astronova::app {
namespace {

limits::WithoutRedis without_redis_named(const std::string& name) {
  if (name == "open") return limits::WithoutRedis::open;
  return name == "closed" ? limits::WithoutRedis::closed : limits::WithoutRedis::local;
}

void point_out_missing_secret() {
  log({Severity::notice, "limits_without_secret",
       "SECRET_KEY is not set; whoever reads Redis can find out which addresses the limits there "
       "are about"});
}

std::string what_is_wrong_with_rules(const std::string& text) {
  const auto rules = limits::Rules::parse(text);
  return rules ? "" : rules.error().detail;
}

std::string what_is_wrong_with_proxy(const std::string& text) {
  const auto proxies = limits::AddressRanges::parse(std::span(&text, 1));
  return proxies ? "" : proxies.error().detail;
}

}  // namespace

struct LimitsService::Parts {
  Parts(limits::Rules all_rules, limits::AddressRanges trusted,
        const LimitsConfiguration& configuration, const Dependencies& dependencies)
      : rules(std::move(all_rules)),
        proxies(std::move(trusted)),
        local(rules, {.seed = std::bit_cast<std::uint64_t>(
                          dependencies.randomness.bytes<sizeof(std::uint64_t)>())}) {
    if (rules.are_off()) return;
    if (dependencies.redis) {
      limits::RedisLimiter::Settings settings;
      settings.secret = configuration.secret_key;
      settings.without = without_redis_named(configuration.without_redis);
      redis.emplace(*dependencies.redis, rules, local, settings);
      if (configuration.secret_key.empty()) point_out_missing_secret();
    }
    limits::Limiter& in_force = redis ? static_cast<limits::Limiter&>(*redis) : local;
    admission.emplace(api::LimitAdmission::Parts{in_force, rules, proxies, dependencies.people});
  }

  const limits::Rules rules;
  const limits::AddressRanges proxies;
  limits::LocalLimiter local;
  std::optional<limits::RedisLimiter> redis{};
  std::optional<api::LimitAdmission> admission{};
};

void declare(CLI::App& command, LimitsConfiguration& configuration) {
  command
      .add_option("--limits", configuration.rules,
                  "How many requests clients may send: on, off, or rules by class of routes such "
                  "as 'default=100/60s ban 600s burst 40;costly=200/1d,50/1h'")
      ->envname("ASTRONOVA_LIMITS")
      ->check(what_is_wrong_with_rules, "")
      ->capture_default_str();
  command
      .add_option("--trusted-proxies", configuration.trusted_proxies,
                  "Addresses and ranges of the proxies whose X-Forwarded-For is believed, "
                  "separated by commas; also loopback and private")
      ->envname("ASTRONOVA_TRUSTED_PROXIES")
      ->delimiter(',')
      ->check(what_is_wrong_with_proxy, "");
  command
      .add_option("--limits-without-redis", configuration.without_redis,
                  "What limits do while the Redis that counts does not answer: local counts here, "
                  "open lets all in, closed nobody")
      ->envname("ASTRONOVA_LIMITS_WITHOUT_REDIS")
      ->check(CLI::IsMember({"local", "open", "closed"}))
      ->capture_default_str();
}

LimitsService::LimitsService(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

LimitsService::~LimitsService() = default;

Result<std::unique_ptr<LimitsService>> LimitsService::start(
    const LimitsConfiguration& configuration, const Dependencies& dependencies) {
  auto rules = limits::Rules::parse(configuration.rules);
  if (!rules) return rules.error();
  auto proxies = limits::AddressRanges::parse(configuration.trusted_proxies);
  if (!proxies) return proxies.error();
  return std::unique_ptr<LimitsService>(new LimitsService(std::make_unique<Parts>(
      *std::move(rules), *std::move(proxies), configuration, dependencies)));
}

http::Admission* LimitsService::admission() {
  return parts_->admission ? &*parts_->admission : nullptr;
}

void LimitsService::settle() {
  if (parts_->admission) parts_->admission->settle();
}

const limits::AddressRanges& LimitsService::trusted_proxies() const {
  return parts_->proxies;
}

const limits::LimitFigures* LimitsService::figures() const {
  return parts_->admission ? &parts_->admission->figures() : nullptr;
}

}  // namespace astronova::app
