#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace astronova::release::local {

/// A process of this machine, told from others that get the same number after its end.
struct ProcessIdentity {
  pid_t id = 0;
  std::uint64_t started = 0;  ///< in clock ticks since the machine's start, by /proc
  std::string boot{};         ///< which start of the machine: /proc/sys/kernel/random/boot_id

  bool operator==(const ProcessIdentity&) const = default;
};

/// Who has that number now; nothing where nobody has, or it is a process that has ended and only
/// waits to be asked how.
std::optional<ProcessIdentity> process_with(pid_t id);

/// The same of what /proc/ID/stat says: its start in clock ticks.
std::optional<std::uint64_t> started_in(std::string_view stat);

/// As {"pid", "started", "boot"}, and back.
std::string text_of(const ProcessIdentity& process);
std::optional<ProcessIdentity> read_process(std::string_view text);

}  // namespace astronova::release::local
