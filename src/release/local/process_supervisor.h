#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "release/local/environment_file.h"
#include "release/local/process_identity.h"
#include "release/local/supervisor.h"

namespace astronova::release::local {

struct ProcessSettings {
  std::string folder;  ///< of slots/blue and slots/green
  std::array<int, 2> ports{};
  std::vector<std::string> arguments{};
  std::string environment_file{};  ///< "" for none
  std::chrono::milliseconds stop_within{40'000};
};

/// Servers as processes of their own session, for machines without systemd, such as containers.
/// Nobody starts them again when they end.
///
/// In the slot's folder process.json says which process it is; server.log has what it wrote, and
/// server.log.1 what the one before it did. A server has the variables of the environment file,
/// PORT, and of ours what tells where programs, files and the time are.
class ProcessSupervisor final : public Supervisor {
 public:
  explicit ProcessSupervisor(ProcessSettings settings) : settings_(std::move(settings)) {}

  Result<bool> is_running(Slot slot) override;
  Result<void> start(Slot slot, const std::string& binary) override;
  Result<Ending> stop(Slot slot) override;
  std::string last_words(Slot slot) override;
  std::string describe_start(Slot slot, const std::string& binary) const override;
  std::string describe_stop(Slot slot) const override;

  /// The variables that a server in that slot has.
  /// errors  invalid_value, data_missing (the environment file)
  Result<Variables> environment(Slot slot) const;

 private:
  std::string file(Slot slot, std::string_view name) const;
  std::optional<ProcessIdentity> recorded(Slot slot) const;
  Result<void> launch(Slot slot, const std::string& binary, const Variables& variables);

  ProcessSettings settings_;
};

}  // namespace astronova::release::local
