#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "release/local/supervisor.h"
#include "release/program_runner.h"

namespace astronova::release::local {

struct SystemdSettings {
  std::string systemctl = "systemctl";
  std::string unit = "astronova@{slot}.service";  ///< with {slot} where the slot's name goes
  std::chrono::milliseconds stop_within{40'000};
};

/// Servers as units of systemd, which run slots/SLOT/astronova (infra/systemd/astronova@.service).
/// What runs is enabled, so that it comes up with the machine. How long a server has to stop is
/// said by the unit (TimeoutStopSec).
class SystemdSupervisor final : public Supervisor {
 public:
  /// The runner must outlive it.
  SystemdSupervisor(SystemdSettings settings, ProgramRunner& runner)
      : settings_(std::move(settings)), runner_(runner) {}

  Result<bool> is_running(Slot slot) override;
  Result<void> start(Slot slot, const std::string& binary) override;
  Result<Ending> stop(Slot slot) override;
  std::string last_words(Slot slot) override;
  std::string describe_start(Slot slot, const std::string& binary) const override;
  std::string describe_stop(Slot slot) const override;

 private:
  std::string unit(Slot slot) const;
  CommandLine command(std::vector<std::string> words) const;
  Result<void> run(const CommandLine& command);
  /// The value of a property of the unit.
  Result<std::string> property(Slot slot, const std::string& name);

  SystemdSettings settings_;
  ProgramRunner& runner_;
};

}  // namespace astronova::release::local
