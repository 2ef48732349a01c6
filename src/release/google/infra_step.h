#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "release/google/google_cloud_configuration.h"
#include "release/program_runner.h"

namespace astronova::release::google {

/// What questions have told that other steps need, by name: "redis.host". Never a secret, but for
/// "password", which is new in every run and only ever an input.
using Facts = std::map<std::string, std::string, std::less<>>;

/// A property that is not as the configuration wants it.
struct Difference {
  std::string what;
  std::string is;
  std::string wanted;
  /// It can be changed where it is. Else the thing would have to be made anew, by a person who
  /// knows what that loses.
  bool in_place = true;
};

/// What is there, as the answer to a step's question tells.
struct Found {
  bool is_there = false;
  std::vector<Difference> differences{};
  Facts facts{};
  std::vector<std::string> remarks{};  ///< what an operator should know, each a sentence
};

/// A command, and where its input comes from.
struct Command {
  CommandLine line;
  /// What this one prints becomes the input, as `to_input` has it.
  std::optional<CommandLine> source{};
  std::function<std::string(std::string)> to_input{};
};
using Commands = std::vector<Command>;

/// One thing that there is to be, as pure functions from the configuration to command lines.
struct InfraStep {
  std::string name{};     ///< unique: "network"
  std::string what{};     ///< "the network astronova-vpc"
  std::string service{};  ///< the API that it needs: "compute.googleapis.com"; "": none
  /// Steps without which there can be none of this, nor can it be asked for.
  std::vector<std::string> needs{};
  bool holds_data = false;  ///< what people have entrusted to us would be gone with it
  bool outlives = false;    ///< a record of the rest: destroying leaves it, with data or without

  CommandLine ask{};  ///< of several with the same words one is run
  std::function<Found(const boost::json::value& answer, const Facts& facts)> read{};
  /// Empty: something else makes it, `made_by`.
  std::function<Commands(const Facts& facts)> create{};
  std::string made_by{};
  /// Empty: nothing of it can differ.
  std::function<Commands(const Facts& facts, const Found& found)> update{};
  /// Empty: it goes with something else, or stays.
  std::function<Commands(const Facts& facts)> destroy{};
};

/// The files that steps take texts from, read beforehand.
struct InfraFiles {
  std::string service_yaml{};
  std::vector<std::pair<std::string, std::string>> alert_policies{};  ///< by name, without .json
  std::string dashboard{};
  std::string secrets_folder{};  ///< with its slash; "": no values of secrets are given
};

/// Reads what the configuration names.
/// errors  data_missing, invalid_value (what is no JSON)
Result<InfraFiles> read_infra_files(const GoogleCloudConfiguration& configuration,
                                    const std::string& secrets_folder);

/// All steps, in the order in which they are made; what is destroyed goes in the reverse order.
std::vector<InfraStep> infra_steps(const GoogleCloudConfiguration& configuration,
                                   const InfraFiles& files);

}  // namespace astronova::release::google
