#pragma once

#include <array>
#include <chrono>
#include <string>

#include "release/local/build_store.h"
#include "release/local/supervisor.h"

namespace astronova::release::local {

struct ServerTimes {
  std::chrono::milliseconds ready_within{};
  std::chrono::milliseconds stop_within{};  ///< as the supervisor has it
};

/// The servers in the slots, from their start to the moment at which they can serve, and to their
/// end.
class SlotServers {
 public:
  /// All must outlive it.
  SlotServers(const BuildStore& store, Supervisor& supervisor, std::array<int, 2> ports,
              ServerTimes times)
      : store_(store), supervisor_(supervisor), ports_(ports), times_(times) {}

  /// Starts what is in the slot, unless it runs, and waits until it says that it is ready.
  /// errors  unavailable: it ended, or was not ready in time. Then it does not run.
  Result<void> start(Slot slot);

  /// Has a build that was never seen to end when told to do so once, and starts it again: were it
  /// to hang later, the release after it would wait for it, and cut off what it still answers. It
  /// must have been started, and not be given requests. errors  as start(); unavailable: it did not
  /// end in time
  Result<void> rehearse_stop(Slot slot);

  Result<Ending> stop(Slot slot) { return supervisor_.stop(slot); }
  Result<bool> is_running(Slot slot) const { return supervisor_.is_running(slot); }
  bool is_ready(Slot slot) const;
  int port(Slot slot) const { return ports_.at(index_of(slot)); }
  std::string address(Slot slot) const;

 private:
  Result<KeptRevision> occupant(Slot slot) const;

  const BuildStore& store_;
  Supervisor& supervisor_;
  std::array<int, 2> ports_;
  ServerTimes times_;
};

}  // namespace astronova::release::local
