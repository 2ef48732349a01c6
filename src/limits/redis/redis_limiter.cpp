#include "limits/redis/redis_limiter.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/log.h"
#include "limits/redis/answer.h"

// Embedded by src/CMakeLists.txt.
extern "C" {
extern const unsigned char astronova_limits_decide[];
extern const unsigned char astronova_limits_decide_end[];
}

namespace astronova::limits {
namespace {

using Clock = std::chrono::steady_clock;

std::string_view script() {
  return {reinterpret_cast<const char*>(astronova_limits_decide),
          static_cast<std::size_t>(astronova_limits_decide_end - astronova_limits_decide)};
}

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const auto byte : bytes)
    text += fmt::format("{:02x}", byte);
  return text;
}

std::string digest_of(std::string_view text, const EVP_MD* algorithm, std::size_t bytes) {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, algorithm, nullptr) != 1)
    throw std::runtime_error("OpenSSL has no digests");
  return hexadecimal(std::span(digest).first(bytes));
}

constexpr std::size_t sha1_bytes = 20;

std::vector<std::string> arguments_of(std::span<const Rule> rules) {
  if (rules.empty()) return {};
  std::vector<std::string> arguments{std::to_string(rules.size())};
  for (const auto& rule : rules) {
    for (const Time time : {Time{rule.count}, RuleCount::slot_of(rule), Time{rule.ban},
                            Time{rule.burst}, RuleCount::token_of(rule)})
      arguments.push_back(std::to_string(time.count()));
  }
  return arguments;
}

}  // namespace

/// A request that Redis was asked about.
struct RedisLimiter::Question {
  std::array<Charge, charges_max> charges{};  ///< those whose class has rules
  std::size_t size = 0;
  Told told{};
  Clock::time_point until{};

  std::span<const Charge> all() const { return {charges.data(), size}; }
};

RedisLimiter::RedisLimiter(clients::Redis& redis, const Rules& rules, Limiter& local,
                           Settings settings)
    : redis_(redis),
      local_(local),
      settings_(std::move(settings)),
      script_digest_(digest_of(script(), EVP_sha1(), sha1_bytes)) {
  for (std::size_t i = 0; i < limit_class_count; ++i) {
    const auto limit_class = static_cast<LimitClass>(i);
    const auto of_class = rules.of(limit_class);
    constexpr std::size_t fingerprint_bytes = 4;
    // Servers whose rules differ count apart. All keys of a script must be in one slot of a
    // cluster.
    classes_.at(i) = {
        fmt::format("astronova:{{limits}}:{}:{}:", name_of(limit_class),
                    digest_of(limits::text_of(of_class), EVP_sha256(), fingerprint_bytes)),
        arguments_of(of_class)};
  }
}

std::string RedisLimiter::key_of(const Charge& charge) const {
  std::array<std::uint8_t, 17> input{};
  input[0] = static_cast<std::uint8_t>(charge.subject.kind);
  std::ranges::copy(charge.subject.id, input.begin() + 1);
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  constexpr std::size_t kept_bytes = 16;
  const auto& secret = settings_.secret;
  if (!HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), input.data(),
            input.size(), digest.data(), nullptr)) {
    throw std::runtime_error("OpenSSL has no HMAC");
  }
  return text_of_class(charge.limit_class).key_prefix +
         hexadecimal(std::span(digest).first(kept_bytes));
}

std::optional<Verdict> RedisLimiter::decide(std::span<const Charge> charges, Later& later) {
  if (!redis_.is_well()) return without_redis(charges, later);
  const auto question = std::make_shared<Question>();
  for (const auto& charge : charges) {
    if (text_of_class(charge.limit_class).arguments.empty()) continue;
    question->charges.at(question->size++) = charge;
  }
  if (question->size == 0) return Verdict{};
  question->told = later.told();
  question->until = Clock::now() + settings_.within;
  ask(question, false);
  return std::nullopt;
}

void RedisLimiter::ask(const std::shared_ptr<Question>& question, bool with_script) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(question->until - Clock::now());
  clients::RedisCommand command{with_script ? "EVAL" : "EVALSHA",
                                with_script ? std::string(script()) : script_digest_,
                                std::to_string(question->size)};
  for (const auto& charge : question->all())
    command.push_back(key_of(charge));
  for (const auto& charge : question->all()) {
    const auto& arguments = text_of_class(charge.limit_class).arguments;
    command.insert(command.end(), arguments.begin(), arguments.end());
  }
  redis_.send(std::move(command), std::max(left, std::chrono::milliseconds{1}),
              [this, question, with_script](const Result<clients::RedisReply>& reply) {
                // Redis has forgotten the script, as it does when it starts.
                const bool is_unknown = !with_script && reply && is_no_script(*reply);
                is_unknown ? ask(question, true) : take(question, reply);
              });
}

void RedisLimiter::take(const std::shared_ptr<Question>& question,
                        const Result<clients::RedisReply>& reply) {
  const auto verdict = reply ? verdict_in(*reply, question->all()) : std::nullopt;
  if (verdict) return question->told(*verdict);
  tell_of_failure(!reply ? reply.error().detail
                         : "it answers what was not asked, or refuses to write");
  struct ToQuestion final : Later {
    explicit ToQuestion(Question& of) : question(of) {}
    Told told() override { return question.told; }
    Question& question;
  } later(*question);
  if (const auto otherwise = without_redis(question->all(), later)) question->told(*otherwise);
}

std::optional<Verdict> RedisLimiter::without_redis(std::span<const Charge> charges, Later& later) {
  if (settings_.without == WithoutRedis::local) return local_.decide(charges, later);
  Verdict verdict;
  const bool is_open = settings_.without == WithoutRedis::open;
  verdict.kind = is_open ? Verdict::Kind::open : Verdict::Kind::closed;
  if (!is_open) verdict.reset = std::chrono::seconds{1};
  return verdict;
}

void RedisLimiter::tell_of_failure(std::string_view reason) {
  constexpr std::int64_t seconds_between = 60;
  const auto now =
      std::chrono::floor<std::chrono::seconds>(Clock::now().time_since_epoch()).count();
  auto before = told_at_.load();
  if (before != 0 && now - before < seconds_between) return;
  if (!told_at_.compare_exchange_strong(before, now)) return;
  constexpr std::array<std::string_view, 3> names{"are counted by this server alone",
                                                  "are not kept", "refuse everybody"};
  log({Severity::warning, "limits_without_redis",
       fmt::format("limits {} while Redis does not count: {}",
                   names.at(static_cast<std::size_t>(settings_.without)), reason)});
}

}  // namespace astronova::limits
