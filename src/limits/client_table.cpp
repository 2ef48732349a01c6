#include "limits/client_table.h"

#include <algorithm>
#include <cstring>

namespace astronova::limits {
namespace {

// Both halves of the product, folded: every bit of the factors is in every one of the result.
std::uint64_t mixed(std::uint64_t one, std::uint64_t other) {
  __extension__ using Product = unsigned __int128;
  const Product product = Product{one} * other;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

}  // namespace

ClientTable::Shard::Shard(const ClientTable& table) : table_(table), records_(16, Hash{&table}) {}

ClientRecord& ClientTable::Shard::record(const Subject& subject, Time now) {
  const auto found = records_.find(subject);
  if (found == records_.end()) return add(subject, now);
  touch(found->second, now);
  return found->second;
}

ClientRecord& ClientTable::Shard::add(const Subject& subject, Time now) {
  make_room(now);
  const auto [at, is_new] = records_.try_emplace(subject);
  auto& record = at->second;
  record.subject = &at->first;
  record.used_at = now;
  record.counts.resize(table_.rules_.size());
  active_.push_front(record);
  return record;
}

void ClientTable::Shard::touch(ClientRecord& record, Time now) {
  record.used_at = now;
  if (record.is_in_banned && record.banned_until > now) return;
  auto& order = record.is_in_banned ? banned_ : active_;
  record.is_in_banned = false;
  active_.splice(active_.begin(), order, order.iterator_to(record));
}

void ClientTable::Shard::ban(ClientRecord& record, Time until, std::uint8_t rule) {
  record.banned_until = until;
  record.banned_by = rule;
  if (record.is_in_banned) return;
  record.is_in_banned = true;
  banned_.splice(banned_.begin(), active_, active_.iterator_to(record));
}

bool ClientTable::Shard::is_idle(const ClientRecord& record, Time now) const {
  return record.banned_until <= now && record.used_at + table_.memory_ <= now;
}

void ClientTable::Shard::make_room(Time now) {
  for (auto* const order : {&active_, &banned_})
    if (!order->empty() && is_idle(order->back(), now)) forget(*order);
  if (records_.size() < table_.clients_max_) return;
  forget(active_.empty() ? banned_ : active_);
}

void ClientTable::Shard::forget(Order& order) {
  const Subject subject = *order.back().subject;
  order.pop_back();
  records_.erase(subject);
}

ClientTable::ClientTable(std::span<const Rule> rules, std::size_t clients_max, std::uint64_t seed)
    : rules_(rules.begin(), rules.end()),
      // Nobody is forgotten for another charge of the same request.
      clients_max_(std::max(clients_max / shard_count, Limiter::charges_max)),
      seed_(seed) {
  for (const auto& rule : rules_)
    memory_ = std::max(memory_, RuleCount::memory_of(rule));
  for (std::size_t i = 0; i < shard_count; ++i)
    shards_.push_back(std::unique_ptr<Shard>(new Shard(*this)));
}

ClientTable::~ClientTable() {
  for (const auto& shard : shards_) {
    shard->active_.clear();
    shard->banned_.clear();
  }
}

std::uint64_t ClientTable::hash(const Subject& subject) const {
  std::array<std::uint64_t, 2> words{};
  std::memcpy(words.data(), subject.id.data(), subject.id.size());
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
  const auto first = mixed(words[0] ^ seed_, odd ^ static_cast<std::uint64_t>(subject.kind));
  return mixed(words[1] ^ first, odd ^ seed_);
}

ClientTable::Shard& ClientTable::shard(const Subject& subject) {
  constexpr unsigned shift = 58;
  static_assert(shard_count == std::uint64_t{1} << (64U - shift));
  return *shards_[hash(subject) >> shift];
}

std::size_t ClientTable::size() {
  std::size_t size = 0;
  for (const auto& shard : shards_) {
    const std::lock_guard lock(shard->mutex_);
    size += shard->records_.size();
  }
  return size;
}

}  // namespace astronova::limits
