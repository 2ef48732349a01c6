#include "tests/release/cloudrun/gcloud_of_a_test.h"

#include <algorithm>
#include <boost/json.hpp>
#include <sstream>

namespace astronova::testing {
namespace {

using boost::json::array;
using boost::json::object;
using release::CommandLine;
using release::ProgramResult;

std::string flag_of(const CommandLine& command, const std::string& name) {
  for (const auto& word : command.words)
    if (word.starts_with(name + "=")) return word.substr(name.size() + 1);
  return "";
}

std::pair<std::string, std::string> halves(const std::string& text) {
  const auto at = text.find('=');
  return {text.substr(0, at), text.substr(at + 1)};
}

ProgramResult failure(const std::string& said) {
  return {1, "", "ERROR: (gcloud.run) " + said + "\n"};
}

}  // namespace

Result<ProgramResult> GcloudOfATest::run(const CommandLine& command) {
  const auto line = shell_line(command);
  const auto has = [&](const std::string& words) { return line.find(words) != std::string::npos; };
  if (refuses && has(*refuses)) return failure("a network that is down");
  if (lost_answers > 0 && has("--format=json")) {
    --lost_answers;
    return failure("a network that was down");
  }
  if (has("services list")) {
    array services;
    if (exists) services.push_back(object{{"metadata", object{{"name", "astronova-backend"}}}});
    return answer(services);
  }
  if (has("services describe"))
    return exists ? answer(described()) : failure("Cannot find service [astronova-backend]");
  if (has("revisions list")) return answer(listed());
  if (has("addresses describe")) return answer(object{{"address", "203.0.113.10"}});
  if (has("tags list")) {
    array list;
    for (const auto& [tag, digest] : tags)
      list.push_back(object{{"tag", "projects/p/tags/" + tag}, {"version", "versions/" + digest}});
    return answer(list);
  }
  if (conflicts > 0) {
    --conflicts;
    return failure("ABORTED: Conflict for resource 'astronova-backend'");
  }
  if (is_deaf) return ProgramResult{};
  auto result = change(command);
  if (fails_though_done) return failure("Revision is not ready and cannot serve traffic.");
  return result;
}

ProgramResult GcloudOfATest::answer(const boost::json::value& json) const {
  return {0, boost::json::serialize(json), ""};
}

boost::json::value GcloudOfATest::described() const {
  array now, wanted;
  for (const auto& target : traffic) {
    object one = {{"revisionName", target.revision}};
    if (target.percent > 0) one["percent"] = target.percent;
    if (!target.tag.empty()) {
      one["tag"] = target.tag;
      one["url"] = "https://" + target.tag + "---astronova-backend-x-uc.a.run.app";
    }
    if (target.is_latest) one["latestRevision"] = true;
    now.push_back(one);
    wanted.push_back(one);
  }
  return object{
      {"metadata", object{{"name", "astronova-backend"}, {"generation", 7}}},
      {"spec", object{{"traffic", wanted}}},
      {"status", object{{"observedGeneration", 7},
                        {"traffic", now},
                        {"conditions", array{object{{"type", "Ready"}, {"status", "True"}}}}}}};
}

boost::json::value GcloudOfATest::listed() {
  array list;
  for (auto& [name, made] : revisions) {
    if (made.ready == "Unknown" && looks_until_ready-- <= 0) made.ready = "True";
    list.push_back(object{
        {"metadata",
         object{{"name", name}, {"labels", object{{"astronova-version", made.version}}}}},
        {"spec", object{{"containers", array{object{{"image", made.image}}}}}},
        {"status",
         object{{"conditions",
                 array{object{{"type", "Ready"},
                              {"status", made.ready},
                              {"message", made.ready == "False" ? "the container died" : ""}}}}}}});
  }
  return list;
}

void GcloudOfATest::give(std::string revision, int percent, std::string tag) {
  traffic.push_back({std::move(revision), percent, std::move(tag)});
}

void GcloudOfATest::update_traffic(const std::string& flag, const std::string& value) {
  const auto tagged = std::ranges::find(traffic, "green", &Target::tag);
  if (flag == "--remove-tags") {
    for (auto& target : traffic)
      if (target.tag == value) target.tag.clear();
  } else if (flag == "--update-tags") {
    update_traffic("--remove-tags", "green");
    give(halves(value).second, 0, "green");
  } else if (flag == "--to-tags") {
    // What the tag gets is taken from the others, each as much as it has.
    const int percent = std::stoi(halves(value).second);
    int others = 0;
    for (const auto& target : traffic)
      if (target.revision != tagged->revision) others += target.percent;
    for (auto& target : traffic) {
      if (target.revision != tagged->revision && others > 0)
        target.percent = target.percent * (100 - percent) / others;
    }
    tagged->percent = percent;
  } else {
    for (auto& target : traffic)
      target = {target.revision, 0, target.tag};
    std::istringstream pairs(value);
    for (std::string pair; std::getline(pairs, pair, ',');)
      give(halves(pair).first, std::stoi(halves(pair).second), "");
  }
  std::erase_if(traffic, [](const auto& one) { return one.percent == 0 && one.tag.empty(); });
}

ProgramResult GcloudOfATest::change(const CommandLine& command) {
  const auto line = shell_line(command);
  if (line.find("services replace") != std::string::npos) {
    yaml = command.input;
    exists = true;
    revisions = {{"astronova-backend-r0001", {"r/i@sha256:01", "1_4_1", ready}}};
    traffic = {{"astronova-backend-r0001", 100, "green"}};
    return {};
  }
  if (line.find("run deploy") != std::string::npos) {
    const auto name = "astronova-backend-" + flag_of(command, "--revision-suffix");
    revisions[name] = {flag_of(command, "--image"),
                       halves(flag_of(command, "--update-labels")).second, ready};
    update_traffic("--update-tags", "green=" + name);
    return {};
  }
  for (const std::string flag : {"--remove-tags", "--update-tags", "--to-tags", "--to-revisions"}) {
    if (const auto value = flag_of(command, flag); !value.empty()) update_traffic(flag, value);
  }
  return {};
}

}  // namespace astronova::testing
