#include "limits/local_limiter.h"

#include <algorithm>

namespace astronova::limits {
namespace {

Time time_of(std::chrono::steady_clock::time_point point) {
  return std::chrono::duration_cast<Time>(point.time_since_epoch());
}

}  // namespace

/// One request's, while the shards of all its charges are locked.
class LocalLimiter::Decision {
 public:
  Decision(LocalLimiter& limiter, std::span<const Charge> charges, Time now) : now_(now) {
    for (const auto& charge : charges) {
      auto& table = limiter.table(charge.limit_class);
      if (table.rules().empty()) continue;
      parts_.at(size_++) = {&charge, table.rules(), &table.shard(charge.subject), nullptr};
    }
    lock();
  }
  ~Decision() {
    for (std::size_t i = 0; i < locked_; ++i)
      mutexes_[i]->unlock();
  }
  Decision(const Decision&) = delete;
  Decision& operator=(const Decision&) = delete;

  Verdict verdict() {
    for (auto& part : parts()) {
      part.record = &part.shard->record(part.charge->subject, now_);
      if (part.record->banned_until > now_) return banned(part);
    }
    Verdict verdict;
    for (auto& part : parts())
      refuse_if_full(part, verdict);
    if (verdict.is_refusal()) return verdict;
    for (auto& part : parts())
      take(part, verdict);
    return verdict;
  }

 private:
  struct Part {
    const Charge* charge = nullptr;
    std::span<const Rule> rules{};
    ClientTable::Shard* shard = nullptr;
    ClientRecord* record = nullptr;
  };

  std::span<Part> parts() { return {parts_.data(), size_}; }

  // All in the same order, so that nobody waits for one who waits for them.
  void lock() {
    for (const auto& part : parts())
      mutexes_.at(locked_++) = &part.shard->mutex();
    auto* const end = mutexes_.data() + locked_;
    if (locked_ > 1) {
      std::sort(mutexes_.data(), end, std::less<>());
      locked_ = static_cast<std::size_t>(std::unique(mutexes_.data(), end) - mutexes_.data());
    }
    for (std::size_t i = 0; i < locked_; ++i)
      mutexes_[i]->lock();
  }

  static Verdict about(Verdict::Kind kind, const Part& part, std::size_t rule) {
    Verdict verdict;
    verdict.kind = kind;
    verdict.limit_class = part.charge->limit_class;
    verdict.subject = part.charge->subject.kind;
    verdict.rule = static_cast<std::uint8_t>(rule);
    return verdict;
  }

  Verdict banned(const Part& part) const {
    auto verdict = about(Verdict::Kind::banned, part, part.record->banned_by);
    verdict.limit = part.rules[part.record->banned_by].count;
    verdict.reset = part.record->banned_until - now_;
    return verdict;
  }

  Verdict limited(const Part& part, std::size_t index, bool is_burst, Time wait) const {
    auto verdict = about(Verdict::Kind::limited, part, index);
    verdict.is_burst = is_burst;
    verdict.limit = is_burst ? part.rules[index].burst : part.rules[index].count;
    verdict.reset = wait;
    return verdict;
  }

  // Of several rules that refuse, the one that does so for the longest is told.
  void refuse_if_full(Part& part, Verdict& verdict) {
    for (std::size_t i = 0; i < part.rules.size(); ++i) {
      const auto& rule = part.rules[i];
      auto& count = part.record->counts[i];
      count.forget(rule, now_);
      const bool is_full = count.is_full(rule);
      const bool begins_ban = is_full && rule.ban.count() > 0;
      Time wait = is_full ? count.until_room(rule, now_) : count.until_token(rule, now_);
      if (begins_ban) {
        wait = std::max(wait, Time{rule.ban});
        part.shard->ban(*part.record, now_ + wait, static_cast<std::uint8_t>(i));
      }
      const bool is_any_ban = begins_ban || verdict.begins_ban;
      if (wait > verdict.reset) verdict = limited(part, i, !is_full, wait);
      verdict.begins_ban = is_any_ban;
    }
  }

  void take(Part& part, Verdict& nearest) {
    for (std::size_t i = 0; i < part.rules.size(); ++i) {
      const auto& rule = part.rules[i];
      auto& count = part.record->counts[i];
      count.take(rule, now_);
      const auto standing = count.standing(rule, now_);
      if (nearest.limit > 0 && standing.remaining >= nearest.remaining) continue;
      nearest = about(Verdict::Kind::allowed, part, i);
      nearest.is_burst = standing.is_burst;
      nearest.limit = standing.limit;
      nearest.remaining = standing.remaining;
      nearest.reset = standing.reset;
    }
  }

  const Time now_;
  std::array<Part, charges_max> parts_{};
  std::size_t size_ = 0;
  std::array<std::mutex*, charges_max> mutexes_{};
  std::size_t locked_ = 0;
};

LocalLimiter::LocalLimiter(const Rules& rules, Settings settings) : now_(std::move(settings.now)) {
  for (std::size_t i = 0; i < limit_class_count; ++i) {
    tables_.at(i) = std::make_unique<ClientTable>(rules.of(static_cast<LimitClass>(i)),
                                                  settings.clients_max, settings.seed);
  }
}

std::optional<Verdict> LocalLimiter::decide(std::span<const Charge> charges, Later& /*later*/) {
  return decide(charges);
}

Verdict LocalLimiter::decide(std::span<const Charge> charges) {
  return Decision(*this, charges, time_of(now_())).verdict();
}

}  // namespace astronova::limits
