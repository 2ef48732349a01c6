#include <fmt/format.h>

#include "release/local/blue_green_engine.h"

// What the engine would do, in words.
namespace astronova::release::local {

std::string BlueGreenEngine::slot_in_words(const std::string& revision) const {
  const auto there = occupants();
  const auto slot = there ? there->slot_of(revision) : std::nullopt;
  return slot ? std::string(name_of(*slot)) : "the free slot";
}

std::vector<std::string> BlueGreenEngine::describe_one(const Start& wanted) const {
  const auto there = occupants();
  if (!there) return {there.error().detail};
  const auto placed = there->slot_of(wanted.revision);
  const auto slot = placed ? Result<Slot>(*placed) : free_slot(*there);
  if (!slot) return {slot.error().detail};
  const auto binary = store_.binary_path(wanted.artifact.digest);
  std::vector<std::string> lines{fmt::format("copy {} to {}", wanted.artifact.location, binary)};
  if (there->at(*slot) && !placed) {
    lines.push_back(fmt::format("end {} in {}: {}", there->at(*slot)->name, name_of(*slot),
                                supervisor_->describe_stop(*slot)));
  }
  lines.push_back(traffic_.describe_withdraw(*slot));
  lines.push_back(fmt::format("start it in {}: {}", name_of(*slot),
                              supervisor_->describe_start(*slot, binary)));
  lines.push_back(fmt::format("wait until {}/readyz says 200", servers_.address(*slot)));
  if (settings_.rehearse_stop)
    lines.push_back("stop it once, to see that it ends when it is told to, and start it again");
  return lines;
}

std::vector<std::string> BlueGreenEngine::describe_one(const Split& wanted) const {
  const auto there = occupants();
  if (!there) return {there.error().detail};
  const auto candidate = there->slot_of(wanted.candidate);
  const auto stable = there->slot_of(wanted.stable);
  // Before it is started, it will be in the slot that the other is not in.
  const auto slot = candidate ? *candidate : other_than(stable.value_or(Slot::blue));
  return {traffic_.describe_give(split_of(slot, wanted.candidate_percent))};
}

std::vector<std::string> BlueGreenEngine::describe_one(const Serve& wanted) const {
  const auto there = occupants();
  if (!there) return {there.error().detail};
  std::vector<std::string> lines;
  auto slot = there->slot_of(wanted.revision);
  const bool is_running = slot && servers_.is_ready(*slot);
  if (!slot) {
    const auto free = free_slot(*there);
    if (!free) return {free.error().detail};
    slot = *free;
  }
  if (!is_running)
    lines.push_back(
        fmt::format("start {} in {}, if it does not run by then, and wait until it is "
                    "ready",
                    wanted.revision, name_of(*slot)));
  lines.push_back(traffic_.describe_give(all_for(*slot)));
  const auto other = other_than(*slot);
  lines.push_back(fmt::format("wait until {} has answered all that it was asked", name_of(other)));
  const auto& occupant = there->at(other);
  if (occupant && occupant->name != wanted.revision && occupant->name != wanted.keep)
    lines.push_back(fmt::format("end {}: {}", occupant->name, supervisor_->describe_stop(other)));
  return lines;
}

std::vector<std::string> BlueGreenEngine::describe_one(const Discard& wanted) const {
  const auto slot = slot_in_words(wanted.revision);
  return {fmt::format("take {} out of {}, and end it when it has answered all that it was asked",
                      wanted.revision, slot)};
}

std::vector<std::string> BlueGreenEngine::describe(const Operation& operation) const {
  return std::visit([this](const auto& wanted) { return describe_one(wanted); }, operation);
}

}  // namespace astronova::release::local
