#pragma once

#include <string>

namespace astronova::clients::google_cloud {

/// Whose figures they are: the monitored resource `generic_task`
/// (https://cloud.google.com/monitoring/api/resources#tag_generic_task). It is the one for programs
/// in Cloud Run, whose own `cloud_run_revision` takes no figures from outside.
struct MonitoredTask {
  std::string project_id{};
  std::string location{};    ///< a region or zone of Google Cloud, or any name of a place
  std::string name_space{};  ///< `namespace`: what groups jobs
  std::string job{};         ///< the service
  std::string task_id{};     ///< unlike that of any other process, so that no two write one series
};

}  // namespace astronova::clients::google_cloud
