#include "limits/redis/answer.h"

#include <algorithm>
#include <array>

namespace astronova::limits {
namespace {

using clients::RedisReply;

/// The greatest value of each number.
constexpr std::int64_t time_max = 10'000'000'000'000;
constexpr std::int64_t count_max = 4'000'000'000;
constexpr std::array<std::int64_t, 8> most{
    2, Limiter::charges_max - 1, Rules::rules_max - 1, 1, count_max, count_max, time_max, 1};

bool is_number_up_to(const RedisReply& reply, std::int64_t greatest) {
  return reply.kind == RedisReply::Kind::number && reply.number >= 0 && reply.number <= greatest;
}

}  // namespace

bool is_no_script(const RedisReply& reply) {
  return reply.kind == RedisReply::Kind::failure && reply.text.starts_with("NOSCRIPT");
}

std::optional<Verdict> verdict_in(const RedisReply& reply, std::span<const Charge> charges) {
  if (reply.kind != RedisReply::Kind::list) return std::nullopt;
  if (!std::ranges::equal(reply.list, most, &is_number_up_to)) return std::nullopt;
  const auto number = [&](std::size_t i) { return reply.list[i].number; };
  const auto charge_index = static_cast<std::size_t>(number(1));
  if (charge_index >= charges.size()) return std::nullopt;
  constexpr std::array kinds{Verdict::Kind::allowed, Verdict::Kind::limited, Verdict::Kind::banned};
  Verdict verdict;
  verdict.kind = kinds.at(static_cast<std::size_t>(number(0)));
  verdict.limit_class = charges[charge_index].limit_class;
  verdict.subject = charges[charge_index].subject.kind;
  verdict.rule = static_cast<std::uint8_t>(number(2));
  verdict.is_burst = number(3) == 1;
  verdict.limit = static_cast<std::uint32_t>(number(4));
  verdict.remaining = static_cast<std::uint32_t>(number(5));
  verdict.reset = Time{number(6)};
  verdict.begins_ban = number(7) == 1;
  return verdict;
}

}  // namespace astronova::limits
