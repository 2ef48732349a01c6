#include "release/local/slot_servers.h"

#include <thread>

#include <fmt/format.h>

#include "release/local/socket_exchange.h"

namespace astronova::release::local {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_looks(10);
constexpr std::chrono::seconds answer_within(3);

Error failed(const std::string& what) {
  return {ErrorCode::unavailable, what, {}};
}

std::string seconds_of(std::chrono::milliseconds time) {
  return fmt::format("{} s", std::chrono::duration<double>(time).count());
}

}  // namespace

std::string SlotServers::address(Slot slot) const {
  return fmt::format("http://127.0.0.1:{}", port(slot));
}

bool SlotServers::is_ready(Slot slot) const {
  return says_ready(static_cast<std::uint16_t>(port(slot)), answer_within);
}

Result<KeptRevision> SlotServers::occupant(Slot slot) const {
  const auto found = store_.in(slot);
  if (!found) return found.error();
  if (!*found) {
    return Error{ErrorCode::conflict,
                 fmt::format("there is nothing in {} that could run", name_of(slot)),
                 {}};
  }
  return **found;
}

Result<void> SlotServers::start(Slot slot) {
  const auto revision = occupant(slot);
  if (!revision) return revision.error();
  if (auto done = supervisor_.start(slot, revision->artifact.location); !done) return done;
  const auto deadline = Steady::now() + times_.ready_within;
  while (!is_ready(slot)) {
    const auto running = supervisor_.is_running(slot);
    if (!running) return running.error();
    if (!*running) {
      return failed(fmt::format("the server of {} ended before it was ready; its last words: {}",
                                revision->name, supervisor_.last_words(slot)));
    }
    if (Steady::now() > deadline) {
      const auto words = supervisor_.last_words(slot);
      if (const auto stopped = supervisor_.stop(slot); !stopped) return stopped.error();
      return failed(fmt::format("the server of {} was not ready within {}; its last words: {}",
                                revision->name, seconds_of(times_.ready_within), words));
    }
    std::this_thread::sleep_for(between_looks);
  }
  return {};
}

Result<void> SlotServers::rehearse_stop(Slot slot) {
  const auto revision = occupant(slot);
  if (!revision) return revision.error();
  if (revision->has_stopped) return {};
  const auto ending = supervisor_.stop(slot);
  if (!ending) return ending.error();
  if (*ending == Ending::killed) {
    return failed(fmt::format("the server of {} does not stop within {} of SIGTERM", revision->name,
                              seconds_of(times_.stop_within)));
  }
  if (*ending == Ending::was_over) {
    return failed(fmt::format("the server of {} ended as soon as it was ready; its last words: {}",
                              revision->name, supervisor_.last_words(slot)));
  }
  if (auto done = store_.note_stop(*revision); !done) return done;
  return start(slot);
}

}  // namespace astronova::release::local
