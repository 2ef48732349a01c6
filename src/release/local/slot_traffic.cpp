#include "release/local/slot_traffic.h"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

namespace astronova::release::local {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_looks(10);
constexpr std::chrono::seconds up_within(10);

}  // namespace

std::optional<BalancedSlots> slots_among(std::span<const BalancedServer> servers) {
  BalancedSlots found;
  for (const auto slot : slots) {
    const auto at = std::ranges::find(servers, name_of(slot), &BalancedServer::name);
    if (at == servers.end()) return std::nullopt;
    found.at(index_of(slot)) = *at;
  }
  return found;
}

Result<BalancedSlots> SlotTraffic::look() const {
  const auto servers = balancer_.servers();
  if (!servers) return servers.error();
  if (auto found = slots_among(*servers)) return *found;
  return Error{ErrorCode::unavailable,
               "HAProxy's backend is without the servers blue and green; see "
               "infra/haproxy/astronova.cfg",
               {}};
}

Result<void> SlotTraffic::give(const std::array<int, 2>& percentages) const {
  const auto servers = look();
  if (!servers) return servers.error();
  if (auto done = raise(*servers, percentages); !done) return done;
  if (auto done = await_up(percentages); !done) return done;
  if (auto done = lower(percentages); !done) return done;
  return remember();
}

Result<void> SlotTraffic::raise(const BalancedSlots& servers,
                                const std::array<int, 2>& percentages) const {
  std::vector<std::string> commands;
  for (const auto slot : slots) {
    const auto& server = servers.at(index_of(slot));
    const int wanted = percentages.at(index_of(slot));
    if (wanted == 0) continue;
    const bool is_new = !server.is_given_requests();
    if (is_new || wanted > server.weight)
      commands.push_back(balancer_.set_weight(name_of(slot), wanted));
    // What HAProxy counts as down is asked anew after maintenance, and up until then: its health
    // checks may not have noticed yet that the server is there again.
    if (!server.is_up && !server.is_in_maintenance)
      commands.push_back(balancer_.set_state(name_of(slot), "maint"));
    if (is_new || !server.is_up) commands.push_back(balancer_.set_state(name_of(slot), "ready"));
  }
  return balancer_.run(commands);
}

Result<void> SlotTraffic::await_up(const std::array<int, 2>& percentages) const {
  const auto deadline = Steady::now() + up_within;
  while (true) {
    const auto servers = look();
    if (!servers) return servers.error();
    const auto missing = std::ranges::find_if(slots, [&](Slot slot) {
      return percentages.at(index_of(slot)) > 0 && !servers->at(index_of(slot)).is_up;
    });
    if (missing == slots.end()) return {};
    if (Steady::now() > deadline) {
      return Error{ErrorCode::unavailable,
                   fmt::format("HAProxy's health checks of {} fail", name_of(*missing)),
                   {}};
    }
    std::this_thread::sleep_for(between_looks);
  }
}

Result<void> SlotTraffic::lower(const std::array<int, 2>& percentages) const {
  const auto servers = look();
  if (!servers) return servers.error();
  std::vector<std::string> commands;
  for (const auto slot : slots) {
    const auto& server = servers->at(index_of(slot));
    const int wanted = percentages.at(index_of(slot));
    if (wanted > 0 && wanted != server.weight)
      commands.push_back(balancer_.set_weight(name_of(slot), wanted));
    if (wanted == 0 && !server.is_in_maintenance && !server.is_draining)
      commands.push_back(balancer_.set_state(name_of(slot), "drain"));
  }
  return balancer_.run(commands);
}

Result<void> SlotTraffic::drain(Slot slot, std::chrono::milliseconds within) const {
  const auto servers = look();
  if (!servers) return servers.error();
  const auto& server = servers->at(index_of(slot));
  if (server.is_given_requests()) {
    if (auto done = balancer_.run({balancer_.set_state(name_of(slot), "drain")}); !done)
      return done;
    if (auto done = remember(); !done) return done;
  }
  const auto deadline = Steady::now() + within;
  while (true) {
    const auto sessions = balancer_.sessions(name_of(slot));
    if (!sessions) return sessions.error();
    if (*sessions == 0 || Steady::now() > deadline) return {};
    std::this_thread::sleep_for(between_looks);
  }
}

Result<void> SlotTraffic::withdraw(Slot slot) const {
  if (auto done = balancer_.run({balancer_.set_state(name_of(slot), "maint")}); !done) return done;
  return remember();
}

Result<void> SlotTraffic::remember() const {
  const auto text = balancer_.state_to_keep();
  if (!text) return text.error();
  return store_.write_balancer_state(*text);
}

std::string SlotTraffic::describe_give(const std::array<int, 2>& percentages) const {
  std::vector<std::string> commands;
  for (const auto slot : slots) {
    const int wanted = percentages.at(index_of(slot));
    if (wanted > 0) commands.push_back(balancer_.set_weight(name_of(slot), wanted));
    commands.push_back(balancer_.set_state(name_of(slot), wanted > 0 ? "ready" : "drain"));
  }
  return fmt::format("HAProxy: {}", fmt::join(commands, "; "));
}

std::string SlotTraffic::describe_withdraw(Slot slot) const {
  return fmt::format("HAProxy: {}", balancer_.set_state(name_of(slot), "maint"));
}

}  // namespace astronova::release::local
