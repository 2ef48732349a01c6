#pragma once

#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "limits/limiter.h"
#include "limits/rule_count.h"

namespace astronova::limits {

/// What is known of one client in one class.
struct ClientRecord : boost::intrusive::list_base_hook<> {
  Time banned_until{0};
  std::uint8_t banned_by = 0;  ///< which rule
  bool is_in_banned = false;   ///< which of the shard's lists it is in
  Time used_at{0};
  const Subject* subject = nullptr;
  std::vector<RuleCount> counts;
};

/// The clients of one class, as many as memory is granted for. When another comes, whom nothing is
/// remembered of is forgotten, or else who has not come for the longest; the banned come last.
///
/// Threads: all may use it at once; a record only under its shard's lock.
class ClientTable {
 public:
  class Shard {
   public:
    std::mutex& mutex() { return mutex_; }
    /// The client's record, made when there is none. Another call may forget it.
    ClientRecord& record(const Subject& subject, Time now);
    void ban(ClientRecord& record, Time until, std::uint8_t rule);

   private:
    friend class ClientTable;
    struct Hash {
      const ClientTable* table;
      std::size_t operator()(const Subject& subject) const { return table->hash(subject); }
    };
    using Records = std::unordered_map<Subject, ClientRecord, Hash>;
    using Order = boost::intrusive::list<ClientRecord>;

    explicit Shard(const ClientTable& table);
    ClientRecord& add(const Subject& subject, Time now);
    void touch(ClientRecord& record, Time now);
    void make_room(Time now);
    bool is_idle(const ClientRecord& record, Time now) const;
    void forget(Order& order);

    const ClientTable& table_;
    std::mutex mutex_;
    Order active_;  // who came last is first
    Order banned_;  // whose ban began last is first
    Records records_;
  };

  /// seed  of the hash, so that nobody can choose addresses that collide
  ClientTable(std::span<const Rule> rules, std::size_t clients_max, std::uint64_t seed);
  ~ClientTable();
  ClientTable(const ClientTable&) = delete;
  ClientTable& operator=(const ClientTable&) = delete;

  std::span<const Rule> rules() const { return rules_; }
  Shard& shard(const Subject& subject);
  std::size_t size();

 private:
  static constexpr std::size_t shard_count = 64;
  std::uint64_t hash(const Subject& subject) const;

  const std::vector<Rule> rules_;
  const std::size_t clients_max_;  // of a shard
  const std::uint64_t seed_;
  Time memory_{0};  // how long a client is remembered
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace astronova::limits
