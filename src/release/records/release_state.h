#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "release/engine.h"
#include "release/records/schema.h"

namespace astronova::release {

/// A revision that we have started.
struct Deployed {
  std::string revision{};
  Artifact artifact{};
  std::optional<Schema> schema{};  ///< where it could be learned
};

/// What is being done, written down before it is begun. In the order of a release.
enum class Step : std::uint8_t {
  starting,      ///< the candidate is brought up, without traffic
  testing,       ///< smoke tests
  canary,        ///< it is given `percent` of the requests, and watched
  promoting,     ///< it is given all of them for good
  finishing,     ///< it serves; what is too old is removed
  rolling_back,  ///< all requests go to `stable`, and the candidate is removed
};
std::string_view name_of(Step step);

/// A release or a rollback that has not come to its end.
struct Undertaking {
  std::string id{};  ///< "20261128T201500Z-r0008"
  std::string by{};
  Instant began{};
  Deployed candidate{};
  std::optional<Deployed> stable{};  ///< what serves without it; none at the first release
  Step step = Step::starting;
  int percent = 0;  ///< of the requests that the candidate has been given, or is about to be
  bool has_passed_tests = false;
  int approved_percent = 0;  ///< up to which share it may go, where that needs approval
  int waits_for = 0;         ///< the share for which approval is waited for; 0: none
  std::string reason{};      ///< of a rollback
};

/// What the tool knows about a service from one run to the next. What really serves is asked of the
/// engine.
struct ReleaseState {
  int last_number = 0;           ///< of the revisions that we have named
  std::vector<Deployed> good{};  ///< those that were promoted, the serving one last
  std::optional<Undertaking> under_way{};
};

/// Of the good ones that are remembered.
inline constexpr std::size_t good_max = 20;

std::string json_of(const ReleaseState& state);
/// errors  malformed
Result<ReleaseState> read_release_state(std::string_view text);

/// Where the state is kept. Threads: one at a time.
class StateStore {
 public:
  virtual ~StateStore() = default;
  /// An empty one where none has been kept yet.
  virtual Result<ReleaseState> load() = 0;
  /// It is on disk when this returns.
  virtual Result<void> save(const ReleaseState& state) = 0;
};

/// In a file.
class StateFile final : public StateStore {
 public:
  explicit StateFile(std::string path) : path_(std::move(path)) {}

  Result<ReleaseState> load() override;
  Result<void> save(const ReleaseState& state) override;

 private:
  std::string path_;
};

}  // namespace astronova::release
