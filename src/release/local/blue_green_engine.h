#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "release/local/balancer.h"
#include "release/local/build_store.h"
#include "release/local/environment_file.h"
#include "release/local/local_engine.h"
#include "release/local/local_status.h"
#include "release/local/slot_servers.h"
#include "release/local/slot_traffic.h"
#include "release/local/supervisor.h"

namespace astronova::release::local {

/// What make_local_engine() makes.
class BlueGreenEngine final : public Engine {
 public:
  /// The runner must outlive it.
  BlueGreenEngine(LocalSettings settings, ProgramRunner& runner);

  Result<ServiceStatus> status() override;
  Result<Artifact> resolve(const std::string& named) override;
  std::vector<std::string> describe(const Operation& operation) const override;
  Result<void> perform(const Operation& operation) override {
    return std::visit([this](const auto& wanted) { return this->perform_one(wanted); }, operation);
  }

 private:
  struct Occupants {
    std::array<std::optional<KeptRevision>, 2> in{};

    std::optional<Slot> slot_of(const std::string& revision) const {
      for (const auto slot : slots) {
        const auto& occupant = in.at(index_of(slot));
        if (occupant && occupant->name == revision) return slot;
      }
      return std::nullopt;
    }
    const std::optional<KeptRevision>& at(Slot slot) const { return in.at(index_of(slot)); }
  };

  Result<void> perform_one(const Start& wanted);
  Result<void> perform_one(const Split& wanted);
  Result<void> perform_one(const Serve& wanted);
  Result<void> perform_one(const Discard& wanted);

  std::vector<std::string> describe_one(const Start& wanted) const;
  std::vector<std::string> describe_one(const Split& wanted) const;
  std::vector<std::string> describe_one(const Serve& wanted) const;
  std::vector<std::string> describe_one(const Discard& wanted) const;

  Result<Occupants> occupants() const;
  Result<Slot> free_slot(const Occupants& there) const;
  Result<void> make_room(Slot slot, const Occupants& there);
  Result<void> take_out(Slot slot);
  Result<Slot> place(const std::string& revision, const Artifact& artifact, const Occupants& there);
  Result<Slot> find_place(const std::string& revision, const Occupants& there);
  Result<void> bring_up(Slot slot);
  Result<void> try_out(Slot slot);
  Result<Variables> variables() const;
  SlotView look_at(Slot slot) const;
  std::string slot_in_words(const std::string& revision) const;

  LocalSettings settings_;
  ProgramRunner& runner_;
  BuildStore store_;
  Balancer balancer_;
  std::unique_ptr<Supervisor> supervisor_;
  SlotTraffic traffic_;
  SlotServers servers_;
};

/// The percentages of the slots where one gets all, and where the candidate gets some.
std::array<int, 2> all_for(Slot slot);
std::array<int, 2> split_of(Slot candidate, int percent);

}  // namespace astronova::release::local
