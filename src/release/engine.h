#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace astronova::release {

/// A build that never changes: what a release brings.
struct Artifact {
  std::string version;   ///< as the program itself reports it, e.g. "1.4.2"
  std::string digest;    ///< "sha256:…" of the binary or of the image
  std::string location;  ///< the binary's path, or the image as REGISTRY/NAME@sha256:…
};

/// One deployment of an artifact that can be given traffic.
struct Revision {
  std::string name;  ///< unique in the service; chosen by who starts it
  Artifact artifact;
  int traffic_percent = 0;  ///< of new requests, as the balancer splits them now
  bool is_running = false;  ///< there is something that could answer
  bool is_ready = false;    ///< it says itself that it can serve (/readyz)
  /// Where it alone answers, whatever the split: "http://127.0.0.1:8081". "" where nowhere.
  std::string address;
};

/// The service as its engine finds it now: read from the balancer and the processes, never from
/// what a command once returned.
struct ServiceStatus {
  std::vector<Revision> revisions{};   ///< by name
  std::vector<std::string> remarks{};  ///< what an operator should know, each a sentence

  /// nullptr where there is none of that name. Lives as long as this.
  const Revision* find(std::string_view name) const {
    for (const auto& revision : revisions)
      if (revision.name == name) return &revision;
    return nullptr;
  }
};

/// Brings the artifact up under that name, without traffic, until it is ready.
struct Start {
  std::string revision;
  Artifact artifact;
};

/// Gives the candidate so many percent of new requests, and the rest to `stable`.
struct Split {
  std::string stable;
  std::string candidate;
  int candidate_percent = 0;  ///< 1 to 100; with 100 `stable` waits without traffic
};

/// Gives all traffic to `revision`, which may have to be started again first, and lets what the
/// others still answer come to its end. `keep` stays so that it can be returned to at once.
struct Serve {
  std::string revision;
  std::string keep;  ///< "" for none
};

/// Removes a revision that gets no traffic: its processes, its tag.
struct Discard {
  std::string revision;
};

using Operation = std::variant<Start, Split, Serve, Discard>;

/// Where a release goes to: the two implementations are servers on this machine behind HAProxy
/// (local/), and revisions of a Cloud Run service (cloudrun/).
///
/// Each operation may be done again after it succeeded, failed or was broken off in the middle by
/// the death of this process: it then does what is left, and nothing when all is done.
/// Threads: one at a time.
class Engine {
 public:
  virtual ~Engine() = default;

  /// errors  unavailable (the balancer or the cloud does not answer)
  virtual Result<ServiceStatus> status() = 0;

  /// The build that an operator named: the path of a binary; an image with a tag or digest.
  /// errors  invalid_value (there is none, or it does not run here), unavailable
  virtual Result<Artifact> resolve(const std::string& named) = 0;

  /// What perform() would run or change, a line each, for `plan` and `--dry-run`. Touches nothing.
  virtual std::vector<std::string> describe(const Operation& operation) const = 0;

  /// Does it, and returns when it is seen to be done.
  /// errors  unavailable, with what the other side said; conflict where the service is not in a
  ///         state in which that can be done. What was serving then still serves.
  virtual Result<void> perform(const Operation& operation) = 0;
};

}  // namespace astronova::release
