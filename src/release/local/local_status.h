#pragma once

#include <array>
#include <optional>
#include <string>

#include "release/engine.h"
#include "release/local/build_store.h"
#include "release/local/slot_traffic.h"

namespace astronova::release::local {

/// One slot, as it was found.
struct SlotView {
  std::optional<KeptRevision> occupant{};
  std::string damage{};  ///< why it is not known what is in the slot; "" where it is
  bool is_running = false;
  bool is_ready = false;
  bool is_listening = false;  ///< somebody has the port
  std::string address{};
};

struct View {
  std::array<SlotView, 2> slots{};
  std::optional<BalancedSlots> balanced{};  ///< nothing where HAProxy cannot be asked
  std::string balancer_trouble{};           ///< why
  /// What HAProxy comes up with when it is started again.
  std::optional<BalancedSlots> remembered{};
};

/// Tells what was found, and what does not go together.
ServiceStatus status_of(const View& view);

}  // namespace astronova::release::local
