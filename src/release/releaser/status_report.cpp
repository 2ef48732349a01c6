#include "release/releaser/status_report.h"

#include <algorithm>
#include <boost/json.hpp>

#include <fmt/format.h>

namespace astronova::release {
namespace {

namespace json = boost::json;

json::value value_of(const std::string& written) {
  return json::parse(written);
}

json::array array_of(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

json::object object_of(const Deployed& deployed) {
  return {{"revision", deployed.revision},
          {"version", deployed.artifact.version},
          {"digest", deployed.artifact.digest},
          {"location", deployed.artifact.location}};
}

json::object object_of(const Revision& revision) {
  return {{"revision", revision.name},          {"version", revision.artifact.version},
          {"digest", revision.artifact.digest}, {"trafficPercent", revision.traffic_percent},
          {"running", revision.is_running},     {"ready", revision.is_ready},
          {"address", revision.address}};
}

std::string shortened(const std::string& digest) {
  constexpr std::size_t letters = 19;  // "sha256:" and twelve digits
  return digest.substr(0, letters);
}

int percent_of(const ServiceStatus& status, const std::string& name) {
  const auto* const revision = status.find(name);
  return revision ? revision->traffic_percent : 0;
}

void advise_on(const Undertaking& undertaking, const StatusReport& report,
               std::vector<std::string>& told) {
  const auto& candidate = undertaking.candidate;
  const auto now = report.unanswered
                       ? std::string("nobody knows how many")
                       : fmt::format("{} %", percent_of(report.service, candidate.revision));
  told.push_back(fmt::format(
      "{} began {} at {} and was last at the step '{}': {} ({}) was to have {} % of the requests, "
      "and has {}",
      undertaking.by, undertaking.id, format_rfc3339(undertaking.began), name_of(undertaking.step),
      candidate.revision, candidate.artifact.version, undertaking.percent, now));
  if (report.working) {
    told.push_back(fmt::format("process {} is at it", *report.working));
  } else if (undertaking.waits_for != 0) {
    told.push_back(
        fmt::format("it waits for approval of {} %: `ship --resume --approve`, "
                    "`promote`, or `abort`",
                    undertaking.waits_for));
  } else if (undertaking.step == Step::rolling_back) {
    told.emplace_back("nothing is at it: `rollback` brings it to its end");
  } else {
    told.emplace_back(
        undertaking.stable
            ? "nothing is at it: `ship --resume` goes on, `rollback` gives all requests back"
            : "nothing is at it: `ship --resume` goes on, `abort` makes room for another");
  }
}

void advise_on_good(const StatusReport& report, std::vector<std::string>& told) {
  if (report.state.good.empty() || report.unanswered) return;
  const auto& last = report.state.good.back();
  const auto* const found = report.service.find(last.revision);
  if (!found) {
    told.push_back(fmt::format("{} was promoted last, and is not there any more", last.revision));
  } else if (found->traffic_percent < 100) {
    told.push_back(fmt::format("{} was promoted last, and has {} % of the requests", last.revision,
                               found->traffic_percent));
  } else if (!found->is_ready) {
    told.push_back(fmt::format("{} has all requests, and is not ready", last.revision));
  }
}

}  // namespace

std::vector<std::string> advice(const StatusReport& report) {
  std::vector<std::string> told = report.service.remarks;
  if (report.unanswered)
    told.push_back(fmt::format("who serves is not known: {}", *report.unanswered));
  if (report.state.under_way) {
    advise_on(*report.state.under_way, report, told);
  } else {
    advise_on_good(report, told);
    if (report.working) told.push_back(fmt::format("process {} is at work", *report.working));
  }
  if (report.lock) told.push_back(text_of(*report.lock));
  if (report.freeze) told.push_back(fmt::format("nothing is released in '{}'", *report.freeze));
  return told;
}

std::string text_of(const StatusReport& report) {
  std::string text = fmt::format("{:<26} {:<14} {:>7}  {:<9} {:<20} {}\n", "revision", "version",
                                 "traffic", "state", "digest", "address");
  for (const auto& revision : report.service.revisions) {
    text += fmt::format("{:<26} {:<14} {:>5} %  {:<9} {:<20} {}\n", revision.name,
                        revision.artifact.version, revision.traffic_percent,
                        revision.is_ready     ? "ready"
                        : revision.is_running ? "running"
                                              : "stopped",
                        shortened(revision.artifact.digest), revision.address);
  }
  for (const auto& sentence : advice(report))
    text += "note: " + sentence + "\n";
  return text;
}

std::string json_of(const StatusReport& report) {
  json::array revisions;
  for (const auto& revision : report.service.revisions)
    revisions.push_back(object_of(revision));
  json::object object{{"revisions", std::move(revisions)},
                      {"state", value_of(json_of(report.state))},
                      {"notes", array_of(advice(report))}};
  if (report.unanswered) object["unanswered"] = *report.unanswered;
  if (report.lock) {
    object["lock"] = {{"owner", report.lock->owner},
                      {"reason", report.lock->reason},
                      {"since", format_rfc3339(report.lock->since)}};
  }
  if (report.working) object["process"] = *report.working;
  if (report.freeze) object["freeze"] = *report.freeze;
  return json::serialize(object) + "\n";
}

std::string text_of(const Plan& plan) {
  std::string text;
  if (plan.stable) {
    text += fmt::format("- {} {} {}\n", plan.stable->revision, plan.stable->artifact.version,
                        plan.stable->artifact.digest);
  } else {
    text += "- nothing serves\n";
  }
  text += fmt::format("+ {} {} {}\n", plan.candidate.revision, plan.candidate.artifact.version,
                      plan.candidate.artifact.digest);
  for (const auto& step : plan.steps)
    text += "  " + step + "\n";
  for (const auto& remark : plan.remarks)
    text += "note: " + remark + "\n";
  for (const auto& objection : plan.objections)
    text += "refused: " + objection + "\n";
  return text;
}

std::string json_of(const Plan& plan) {
  json::object object{{"candidate", object_of(plan.candidate)},
                      {"steps", array_of(plan.steps)},
                      {"notes", array_of(plan.remarks)},
                      {"refused", array_of(plan.objections)}};
  if (plan.stable) object["stable"] = object_of(*plan.stable);
  return json::serialize(object) + "\n";
}

std::string text_of(const std::vector<AuditEntry>& history) {
  std::string text = fmt::format("{:<20} {:<18} {:<20} {:<24} {:<12} {}\n", "when", "who", "what",
                                 "revision", "version", "why");
  for (const auto& entry : history) {
    auto why = entry.why;
    std::ranges::replace(why, '\n', ' ');
    const auto share = entry.percent > 0 ? fmt::format(" {} %", entry.percent) : std::string();
    text += fmt::format("{:<20} {:<18} {:<20} {:<24} {:<12} {}\n",
                        format_rfc3339(std::chrono::floor<std::chrono::seconds>(entry.at)),
                        entry.by, entry.action + share, entry.revision, entry.version, why);
    for (const auto& judgement : entry.judgements) {
      text += fmt::format("{:<20} {} {}: {}; {}\n", "", judgement.is_good ? "  " : "x ",
                          judgement.figure, judgement.measured, judgement.wanted);
    }
  }
  return text;
}

}  // namespace astronova::release
