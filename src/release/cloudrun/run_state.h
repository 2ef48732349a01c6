#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "release/engine.h"

namespace astronova::release::cloudrun {

/// A revision as Cloud Run describes it.
struct RunRevision {
  std::string name{};           ///< with the service in front
  std::string image{};          ///< as it was deployed
  std::string digest{};         ///< "sha256:…"; "" where it is not known yet
  std::string version_label{};  ///< "" where nobody gave it one
  std::string ready{};          ///< "True", "False", or "Unknown" while it starts
  std::string message{};        ///< of the condition Ready
};

/// Who gets what: an entry of status.traffic. One revision may have several.
struct RunTarget {
  std::string revision{};
  int percent = 0;
  std::string tag{};
  std::string url{};  ///< of the tag
};

/// The service as Cloud Run describes it.
struct RunState {
  bool exists = false;
  std::vector<RunRevision> revisions{};
  std::vector<RunTarget> traffic{};
  bool follows_latest = false;  ///< what is deployed next would get traffic at once
  bool is_settled = false;      ///< what was last asked for has been done, or has failed
  std::string ready{};          ///< of the service
  std::string message{};

  const RunRevision* find(std::string_view revision) const;
  int percent_of(std::string_view revision) const;
  /// Who has the tag; "" for nobody.
  std::string tagged(std::string_view tag) const;
  /// Whether `revision` and nobody else gets traffic.
  bool is_all_with(std::string_view revision) const;
};

/// Of the answers to `services describe` and `revisions list`.
RunState read_run_state(const boost::json::value& service, const boost::json::value& revisions);

}  // namespace astronova::release::cloudrun
