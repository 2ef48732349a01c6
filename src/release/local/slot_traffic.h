#pragma once

#include <array>
#include <chrono>

#include "release/local/balancer.h"
#include "release/local/build_store.h"
#include "release/local/slot.h"

namespace astronova::release::local {

/// The servers blue and green of HAProxy's backend.
using BalancedSlots = std::array<BalancedServer, 2>;

/// Who gets requests. Each change is also written where HAProxy, when it is started again, finds
/// it.
class SlotTraffic {
 public:
  /// Both must outlive it.
  SlotTraffic(const Balancer& balancer, const BuildStore& store)
      : balancer_(balancer), store_(store) {}

  /// errors  unavailable (also: the backend is without blue or green)
  Result<BalancedSlots> look() const;

  /// Gives the slots so many percent of new requests, in the order of the slots, 100 in all. Who
  /// gets more has it before who gets less loses it, and only when HAProxy counts it as up. errors
  /// unavailable (a slot that shall have requests does not come up)
  Result<void> give(const std::array<int, 2>& percentages) const;

  /// Keeps new requests from the slot and waits until the last is answered, for so long at most.
  Result<void> drain(Slot slot, std::chrono::milliseconds within) const;

  /// Takes the slot out: no requests, no health checks.
  Result<void> withdraw(Slot slot) const;

  std::string describe_give(const std::array<int, 2>& percentages) const;
  std::string describe_withdraw(Slot slot) const;

 private:
  Result<void> raise(const BalancedSlots& servers, const std::array<int, 2>& percentages) const;
  Result<void> await_up(const std::array<int, 2>& percentages) const;
  Result<void> lower(const std::array<int, 2>& percentages) const;
  Result<void> remember() const;

  const Balancer& balancer_;
  const BuildStore& store_;
};

/// Those of the slots in a list of servers; nothing where one of them is missing.
std::optional<BalancedSlots> slots_among(std::span<const BalancedServer> servers);

}  // namespace astronova::release::local
