#include "app/settings/environment.h"

#include <algorithm>
#include <regex>

#include <fmt/format.h>
#include <unistd.h>

#include "base/nearest_name.h"

namespace astronova::app {
namespace {

constexpr std::string_view prefix = "ASTRONOVA_";

// What the variable is really called, where it was only taken for one of ours.
std::string meant_by(std::string_view name, std::span<const std::string_view> known) {
  const auto bare = name.substr(prefix.size());
  if (std::ranges::find(known, bare) != known.end())
    return fmt::format(" Did you mean '{}'?", bare);
  return did_you_mean(name, known);
}

}  // namespace

bool is_of_kubernetes(std::string_view name, std::string_view value) {
  static const std::regex service_name(".*_SERVICE_(HOST|PORT|PORT_[A-Z0-9_]+)");
  static const std::regex port_name(".*_PORT(_[0-9]+_(TCP|UDP|SCTP))?");
  static const std::regex part_name(".*_PORT_[0-9]+_(TCP|UDP|SCTP)_(ADDR|PORT|PROTO)");
  static const std::regex address("(tcp|udp|sctp)://.*");
  const auto matches = [](std::string_view text, const std::regex& pattern) {
    return std::regex_match(text.begin(), text.end(), pattern);
  };
  return matches(name, service_name) || matches(name, part_name) ||
         (matches(name, port_name) && matches(value, address));
}

Environment::Environment() {
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (equals != std::string_view::npos)
      variables_.try_emplace(std::string(text.substr(0, equals)), text.substr(equals + 1));
  }
}

std::string_view Environment::get(std::string_view name) const {
  const auto variable = variables_.find(name);
  if (variable == variables_.end()) return {};
  // No other may be named as theirs.
  if (name.starts_with(prefix) && is_of_kubernetes(name, variable->second)) return {};
  return variable->second;
}

std::vector<std::string> Environment::warnings(std::span<const std::string_view> known) const {
  std::vector<std::string> warnings;
  for (auto variable = variables_.lower_bound(prefix);
       variable != variables_.end() && variable->first.starts_with(prefix); ++variable) {
    const auto& [name, value] = *variable;
    if (std::ranges::find(known, name) != known.end() || is_of_kubernetes(name, value)) continue;
    warnings.push_back(fmt::format("the environment variable {} is not known and does nothing.{}",
                                   name, meant_by(name, known)));
  }
  return warnings;
}

}  // namespace astronova::app
