#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "release/engine.h"
#include "release/local/slot.h"

namespace astronova::release::local {

/// A revision whose build is kept here.
struct KeptRevision {
  std::string name{};
  Artifact artifact{};       ///< its location is the copy that is kept
  bool has_stopped = false;  ///< it was seen to end when it was told to
};

/// The builds that can be run, and which of them is in which slot, in a folder of this machine:
///
///     binaries/DIGEST/astronova   a copy of each build: the operator's folder may change
///     revisions/NAME.json         what each revision is
///     slots/blue/slot.json        which revision is in the slot
///     slots/blue/astronova        a link to its binary, for systemd
///     slots/blue/environment      PORT, for systemd
///
/// Each file is replaced as a whole, so that it is the old or the new whenever the power goes.
///
/// errors of all  data_missing (the folder cannot be written to or read)
class BuildStore {
 public:
  explicit BuildStore(std::string folder) : folder_(std::move(folder)) {}

  /// What is in the slot; nothing where it is empty.
  /// errors  data_missing also where its files are damaged
  Result<std::optional<KeptRevision>> in(Slot slot) const;
  /// The revision of that name, whether or not it is in a slot.
  Result<std::optional<KeptRevision>> revision(const std::string& name) const;

  /// Copies the artifact's binary, and notes that it is the revision.
  /// errors  conflict (the binary is no longer that of the digest; the name is another artifact's)
  Result<KeptRevision> keep(const std::string& name, const Artifact& artifact) const;
  /// Notes that it was seen to end when it was told to.
  Result<void> note_stop(KeptRevision revision) const;
  /// Puts a revision that is kept into the slot, in the place of what was there.
  Result<void> put(Slot slot, const KeptRevision& revision, int port) const;
  Result<void> empty(Slot slot) const;
  /// Forgets all revisions but those in slots and the `count` that were kept last, and their
  /// binaries.
  Result<void> forget_old(int count) const;

  /// What HAProxy shall come up with, for its server-state-file.
  Result<void> write_balancer_state(const std::string& text) const;
  /// "" where there is none.
  std::string balancer_state() const;

  std::string slot_folder(Slot slot) const;
  /// Where keep() puts the binary of that digest.
  std::string binary_path(const std::string& digest) const;
  std::string balancer_state_path() const { return folder_ + "/haproxy.state"; }

 private:
  std::string revision_path(const std::string& name) const;
  Result<void> write(const KeptRevision& revision) const;
  Result<void> copy(const Artifact& artifact, const std::string& to) const;

  std::string folder_;
};

/// Letters, digits, dots, underscores and hyphens, 100 at most, the first of them no dot or hyphen:
/// what can be the name of a file and of a Cloud Run revision.
bool is_revision_name(std::string_view name);

}  // namespace astronova::release::local
