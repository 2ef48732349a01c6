#pragma once

#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "release/program_runner.h"

namespace astronova::testing {

/// What gcloud does with a Cloud Run service, as far as releases use it, and with what it answers
/// when things go wrong. What the real gcloud does is tested in tests/blackbox/release_cloudrun.
class GcloudOfATest {
 public:
  struct Target {
    std::string revision{};
    int percent = 0;
    std::string tag{};
    bool is_latest = false;
  };
  struct Made {
    std::string image{};
    std::string version{};
    std::string ready = "True";
  };

  Result<release::ProgramResult> run(const release::CommandLine& command);

  bool exists = true;
  std::map<std::string, Made> revisions{{"astronova-backend-r0001", {"r/i@sha256:01", "1_4_1"}}};
  std::vector<Target> traffic{{"astronova-backend-r0001", 100}};
  std::map<std::string, std::string> tags{{"1.4.2", "sha256:02"}};
  std::string yaml{};  ///< what the service was made from

  std::string ready = "True";            ///< of what is deployed next
  bool fails_though_done = false;        ///< exit status 1, and the change is made
  int conflicts = 0;                     ///< so many changes are refused, as others were made
  bool is_deaf = false;                  ///< changes end well, and nothing comes of them
  std::optional<std::string> refuses{};  ///< the words of a question that fails
  int lost_answers = 0;                  ///< so many questions fail
  int looks_until_ready = 0;             ///< of revisions that are "Unknown"

 private:
  release::ProgramResult answer(const boost::json::value& json) const;
  boost::json::value described() const;
  boost::json::value listed();
  release::ProgramResult change(const release::CommandLine& command);
  void update_traffic(const std::string& flag, const std::string& value);
  void give(std::string revision, int percent, std::string tag);
};

}  // namespace astronova::testing
