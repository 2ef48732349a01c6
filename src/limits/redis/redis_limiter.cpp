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

std::string hexadecimal(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes)
    text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

using Digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string as_text(const Digest& digest, unsigned size) {
  return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string hexadecimal_digest(std::string_view text, const EVP_MD* algorithm) {
  Digest digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, algorithm, nullptr) != 1)
    throw std::runtime_error("OpenSSL has no digests");
  return hexadecimal(as_text(digest, size));
}

// HMAC-SHA-256 (RFC 2104).
std::string hmac(std::string_view key, std::string_view text) {
  Digest digest{};
  unsigned size = 0;
  const auto* const begin = reinterpret_cast<const unsigned char*>(text.data());
  if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), begin, text.size(),
            digest.data(), &size)) {
    throw std::runtime_error("OpenSSL has no HMAC");
  }
  return as_text(digest, size);
}

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
                           const Settings& settings)
    : redis_(redis),
      local_(local),
      within_(settings.within),
      without_(settings.without),
      digest_key_(hmac(settings.secret, "astronova limits 1")),
      script_digest_(hexadecimal_digest(script(), EVP_sha1())) {
  for (std::size_t i = 0; i < limit_class_count; ++i) {
    const auto limit_class = static_cast<LimitClass>(i);
    const auto of_class = rules.of(limit_class);
    constexpr std::size_t fingerprint_digits = 8;
    // Servers whose rules differ count apart. All keys of a script must be in one slot of a
    // cluster.
    classes_.at(i) = {fmt::format("astronova:{{limits}}:{}:{}:", name_of(limit_class),
                                  hexadecimal_digest(limits::text_of(of_class), EVP_sha256())
                                      .substr(0, fingerprint_digits)),
                      arguments_of(of_class)};
  }
}

std::string RedisLimiter::key_of(const Charge& charge) const {
  std::string about(1, static_cast<char>(charge.subject.kind));
  about.append(charge.subject.id.begin(), charge.subject.id.end());
  constexpr std::size_t kept_bytes = 16;
  const auto digest = hmac(digest_key_, about);
  return text_of_class(charge.limit_class).key_prefix +
         hexadecimal(std::string_view(digest).substr(0, kept_bytes));
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
  question->until = Clock::now() + within_;
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
  if (without_ == WithoutRedis::local) return local_.decide(charges, later);
  Verdict verdict;
  const bool is_open = without_ == WithoutRedis::open;
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
                   names.at(static_cast<std::size_t>(without_)), reason)});
}

}  // namespace astronova::limits
