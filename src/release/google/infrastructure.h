#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "release/google/infra_step.h"

namespace astronova::release::google {

enum class StepState : std::uint8_t {
  there,      ///< as it is to be
  to_make,    ///< it is not there
  to_change,  ///< it differs, and can be changed where it is
  stuck,      ///< it differs in what cannot be changed where it is
  elsewhere,  ///< it is not there, and made by something else: `made_by`
};

/// How a step stands, and what would be run to bring it about.
struct StepReport {
  std::string name;
  std::string what;
  StepState state = StepState::there;
  std::vector<Difference> differences{};
  std::vector<std::string> remarks{};
  std::vector<std::string> commands{};  ///< as a shell would take them, for people
  std::string made_by{};
};

/// What destroying came to for a step.
enum class End : std::uint8_t {
  destroyed,
  kept,      ///< it holds data, or is needed by what does
  outlives,  ///< it is a record, and stays whatever is asked for
};

/// Plans, makes and destroys what infra_steps() lists. Threads: one at a time.
class Infrastructure {
 public:
  /// The runner must outlive it. `password` is for a user of the database that has to be made.
  /// `pause` lets time pass: what Google has just made is not always in its lists at once.
  Infrastructure(std::vector<InfraStep> steps, ProgramRunner& runner, std::string password,
                 std::function<void(std::chrono::milliseconds)> pause);

  /// Keeps to steps of these names; what they need is asked for, and nothing is done to it.
  /// errors  invalid_value: there is none of that name
  Result<void> only(const std::vector<std::string>& names);

  using Tell = std::function<void(const StepReport&)>;

  /// Asks for every step, and changes nothing. Each is told when it is known.
  /// errors  unavailable: something cannot be asked for
  Result<void> plan(const Tell& tell);

  /// Makes what is not there and changes what differs, and looks whether it is so then. What is
  /// there is left alone. `before` is told of each step before its commands, `after` when it is
  /// done. Ends with the first step that fails; to be called again then, as often as it takes.
  /// errors  unavailable
  Result<void> apply(const Tell& before, const Tell& after);

  using TellEnd = std::function<void(const InfraStep&, End, const std::vector<std::string>&)>;

  /// Destroys what is there, the last first. What holds data is kept unless `with_data`, and so is
  /// what that needs; records are left alone.
  /// errors  unavailable
  Result<void> destroy(bool with_data, bool is_dry_run, const TellEnd& tell);

 private:
  Result<Found> look(const InfraStep& step);
  Result<StepReport> report(const InfraStep& step, Found& found);
  Result<void> run(const InfraStep& step, const Commands& commands);
  Result<void> run(const InfraStep& step, const Command& command);
  Result<void> confirm(const InfraStep& step);
  Commands commands_for(const InfraStep& step, StepState state, const Found& found) const;
  std::string what_lacks(const InfraStep& step) const;
  bool is_chosen(const InfraStep& step) const;
  Result<std::set<std::string, std::less<>>> what_is_there();

  std::vector<InfraStep> steps_;
  ProgramRunner& runner_;
  std::function<void(std::chrono::milliseconds)> pause_;
  Facts facts_;
  std::set<std::string, std::less<>> chosen_;  // none: all
  std::set<std::string, std::less<>> absent_;
  std::map<std::string, boost::json::value> answers_;  // by the question
};

}  // namespace astronova::release::google
