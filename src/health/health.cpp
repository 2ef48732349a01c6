#include "health/health.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace astronova::health {
namespace {

// How late a change is told of at most.
constexpr std::chrono::milliseconds telling_interval(250);

}  // namespace

Finding Health::Watched::finding() const {
  return watch ? watch->finding() : Finding{State::disabled, {}};
}

Health::Health(std::vector<Service> services, Told told) : told_(std::move(told)) {
  for (auto& service : services) {
    auto watch = service.probe ? std::make_unique<Watch>(std::move(service.probe)) : nullptr;
    services_.push_back({std::move(service.name), service.required, std::move(watch)});
  }
  for (const auto& service : services_)
    if (service.watch) service.watch->wait_for_first();
  if (told_) teller_ = std::jthread([this](const std::stop_token& stop) { tell_changes(stop); });
}

Health::~Health() {
  for (const auto& service : services_)
    if (service.watch) service.watch->stop();
}

std::vector<Status> Health::report() const {
  std::vector<Status> report;
  report.reserve(services_.size());
  for (const auto& service : services_)
    report.push_back({service.name, service.required, service.finding()});
  return report;
}

void Health::tell_changes(const std::stop_token& stop) {
  std::vector<bool> was_well(services_.size(), true);
  while (!stop.stop_requested()) {
    const auto statuses = report();
    for (std::size_t i = 0; i < statuses.size(); ++i) {
      const bool is_well = statuses[i].finding.state != State::unhealthy;
      if (is_well != was_well[i]) told_(statuses[i]);
      was_well[i] = is_well;
    }
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, stop, telling_interval, [] { return false; });
  }
}

bool is_healthy(const std::vector<Status>& report) {
  return std::ranges::none_of(report, &Status::is_fatal);
}

}  // namespace astronova::health
