#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "release/engine.h"
#include "release/gates/schema_source.h"
#include "release/records/release_state.h"
#include "release/releaser/release_settings.h"

namespace astronova::release {

/// What an operator asks for.
struct Wish {
  std::string artifact{};          ///< as the engine's resolve() takes it
  std::string by{};                ///< who asks
  std::string expected_version{};  ///< which the artifact must have; "": any
  std::optional<Schema> schema{};  ///< of the artifact, where it cannot be asked itself
  std::string freeze_override{};   ///< why it may be released in a freeze; "": it may not
  bool is_approved = false;        ///< no step waits for approval
};

/// What a release would do.
struct Plan {
  std::optional<Deployed> stable{};  ///< what serves now
  Deployed candidate{};
  std::vector<std::string> steps{};       ///< what would be done, a line each
  std::vector<std::string> objections{};  ///< what stands against it, a sentence each
  std::vector<std::string> remarks{};     ///< what an operator should know
};

/// What serves now, as the engine finds it: the revision with the most traffic. Nothing where none
/// has any.
std::optional<Deployed> serving(const ServiceStatus& status, const ReleaseState& state);

/// Why nothing may be released now; nothing where it may.
std::optional<std::string> freeze_objection(const ReleaseSettings& settings, const Clock& clock,
                                            const Wish& wish);

/// The number of a name that we gave: 8 of "r0008-1-4-2"; 0 of others.
int number_of_revision(std::string_view name);

/// Makes plans. Touches nothing.
class Planner {
 public:
  Planner(const ReleaseSettings& settings, Engine& engine, SchemaSource& schemas,
          const Clock& clock)
      : settings_(settings), engine_(engine), schemas_(schemas), clock_(clock) {}

  /// errors  of the engine's status() and resolve()
  Result<Plan> plan(const Wish& wish, const ReleaseState& state);

 private:
  void check_version(const Wish& wish, Plan& plan) const;
  void check_schema(Plan& plan);
  void check_freeze(const Wish& wish, Plan& plan) const;
  void describe(const ReleaseState& state, const ServiceStatus& status, Plan& plan) const;
  std::optional<Schema> learn(Deployed& deployed, Plan& plan);

  const ReleaseSettings& settings_;
  Engine& engine_;
  SchemaSource& schemas_;
  const Clock& clock_;
};

/// Those good revisions that a promotion of the candidate leaves without a use: they are neither
/// it nor `stable`.
std::vector<std::string> outlived(const ReleaseState& state, const ServiceStatus& status,
                                  const std::string& candidate, const std::string& stable);

}  // namespace astronova::release
