#include "release/local/local_status.h"

#include <algorithm>

#include <fmt/format.h>

namespace astronova::release::local {
namespace {

using Remarks = std::vector<std::string>;

void remark_on_server(Slot slot, const SlotView& seen, Remarks& remarks) {
  const auto name = name_of(slot);
  if (!seen.damage.empty()) {
    remarks.push_back(fmt::format("it is not known what is in {}: {}", name, seen.damage));
  } else if (!seen.occupant && seen.is_listening) {
    remarks.push_back(
        fmt::format("{} is empty, but something listens on its port, {}", name, seen.address));
  } else if (seen.occupant && !seen.is_running) {
    remarks.push_back(fmt::format("the server of {} in {} does not run{}", seen.occupant->name,
                                  name,
                                  seen.is_listening ? ", but something else has its port" : ""));
  } else if (seen.occupant && !seen.is_ready) {
    remarks.push_back(
        fmt::format("the server of {} in {} says that it is not ready", seen.occupant->name, name));
  }
}

void remark_on_health(Slot slot, const SlotView& seen, const BalancedServer& server,
                      Remarks& remarks) {
  if (!server.is_given_requests()) return;
  const auto name = name_of(slot);
  // Of whom it has not asked yet it thinks well.
  if (!seen.occupant && seen.damage.empty() && server.is_up && seen.is_listening) {
    remarks.push_back(
        fmt::format("HAProxy gives requests to {}, in which nothing was put by a release", name));
  }
  if (!seen.occupant || seen.is_ready == server.is_up) return;
  remarks.push_back(
      server.is_up ? fmt::format("HAProxy still counts {} as up, which is not ready", name)
                   : fmt::format("HAProxy counts {} as down, which says that it is ready", name));
}

bool is_alike(const BalancedServer& one, const BalancedServer& another) {
  if (one.is_given_requests() != another.is_given_requests()) return false;
  return !one.is_given_requests() || one.weight == another.weight;
}

void remark_on_memory(const View& view, Remarks& remarks) {
  if (!view.remembered) {
    remarks.push_back(
        "HAProxy, started again, would not know who serves: the file of its state is missing or "
        "damaged; the next step of a release writes it");
    return;
  }
  for (const auto slot : slots) {
    if (is_alike(view.balanced->at(index_of(slot)), view.remembered->at(index_of(slot)))) continue;
    remarks.push_back(fmt::format(
        "HAProxy, started again, would treat {} as it did before the last change; the next step of "
        "a release mends it",
        name_of(slot)));
  }
}

void remark_on_traffic(const std::vector<int>& percentages, Remarks& remarks) {
  if (percentages[0] > 0 && percentages[1] > 0) {
    remarks.push_back(
        fmt::format("blue and green share the requests, {} to {}", percentages[0], percentages[1]));
  }
  if (percentages[0] == 0 && percentages[1] == 0)
    remarks.push_back("nobody gets requests: HAProxy has no server that is up");
}

bool is_anything_in(const View& view) {
  return std::ranges::any_of(view.slots,
                             [](const SlotView& seen) { return seen.occupant.has_value(); });
}

}  // namespace

ServiceStatus status_of(const View& view) {
  ServiceStatus status;
  std::vector<int> percentages{0, 0};
  if (view.balanced) {
    percentages = traffic_percentages(*view.balanced);
    if (is_anything_in(view)) remark_on_traffic(percentages, status.remarks);
  } else {
    status.remarks.push_back(
        fmt::format("it is not known who gets requests: {}", view.balancer_trouble));
  }
  for (const auto slot : slots) {
    const auto& seen = view.slots.at(index_of(slot));
    remark_on_server(slot, seen, status.remarks);
    if (view.balanced)
      remark_on_health(slot, seen, view.balanced->at(index_of(slot)), status.remarks);
    if (!seen.occupant) continue;
    status.revisions.push_back({seen.occupant->name, seen.occupant->artifact,
                                percentages.at(index_of(slot)), seen.is_running, seen.is_ready,
                                seen.is_running ? seen.address : ""});
  }
  if (view.balanced && is_anything_in(view)) remark_on_memory(view, status.remarks);
  std::ranges::sort(status.revisions, {}, &Revision::name);
  return status;
}

}  // namespace astronova::release::local
