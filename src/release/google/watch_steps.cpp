// Who is told what: the budget, alert policies, the dashboard.
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

#include "release/google/found.h"
#include "release/google/steps.h"

namespace astronova::release::google {
namespace {

using boost::json::value;

const std::string monitoring = "monitoring.googleapis.com";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

InfraStep budget_step(const StepSource& source) {
  const auto& budget = source.configuration.budget;
  const auto& gcloud = source.gcloud;
  const auto account = "--billing-account=" + budget.billing_account;
  const auto amount = fmt::format("--budget-amount={}{}", budget.amount, budget.currency);
  std::vector<Wanted> wanted = {{.what = "amount",
                                 .pointer = "/amount/specifiedAmount/units",
                                 .value = std::to_string(budget.amount)}};
  std::vector<std::string> create = {"billing",
                                     "budgets",
                                     "create",
                                     account,
                                     "--display-name=" + budget.name,
                                     amount,
                                     "--filter-projects=projects/" + source.configuration.project};
  std::vector<std::string> update = {account, amount, "--clear-threshold-rules"};
  for (std::size_t i = 0; i < budget.percents.size(); ++i) {
    const auto share = fmt::format("{:.2f}", budget.percents[i] / 100.0);
    wanted.push_back({.what = fmt::format("threshold {}", i + 1),
                      .pointer = fmt::format("/thresholdRules/{}/thresholdPercent", i),
                      .value = share});
    create.push_back("--threshold-rule=percent=" + share);
    update.push_back("--add-threshold-rule=percent=" + share);
  }
  InfraStep step{.name = "budget",
                 .what = fmt::format("the budget of {} {} a month", budget.amount, budget.currency),
                 .service = "billingbudgets.googleapis.com",
                 .ask = gcloud.ask({"billing", "budgets", "list", account})};
  step.read = [name = budget.name, wanted](const value& answer, const Facts&) {
    Found found;
    const auto* const there = element_named(answer, "/displayName", name);
    if (!there) return found;
    found.is_there = true;
    found.facts["budget"] = text_at(*there, "/name");
    for (auto& difference : differences_of(*there, wanted)) {
      // 0.5 and 0.50 are one share.
      if (difference.what != "amount" && !difference.is.empty() &&
          fmt::format("{:.2f}", std::stod(difference.is)) == difference.wanted)
        continue;
      found.differences.push_back(std::move(difference));
    }
    return found;
  };
  step.create = always(gcloud.change(std::move(create)));
  step.update = [gcloud, update](const Facts& facts, const Found&) {
    std::vector<std::string> words = {"billing", "budgets", "update", fact(facts, "budget")};
    words.insert(words.end(), update.begin(), update.end());
    return just(gcloud.change(std::move(words)));
  };
  step.destroy = [gcloud](const Facts& facts) {
    return just(gcloud.change({"billing", "budgets", "delete", fact(facts, "budget")}));
  };
  return step;
}

InfraStep channel_step(const StepSource& source) {
  const auto& email = source.configuration.alerts.email;
  const auto& gcloud = source.gcloud;
  const std::string name = "AstroNova";
  InfraStep step{.name = "channel",
                 .what = "who is told: " + email,
                 .service = monitoring,
                 .ask = gcloud.ask({"beta", "monitoring", "channels", "list"})};
  step.read = find_in_list(
      "/displayName", name,
      {{.what = "address", .pointer = "/labels/email_address", .value = email}},
      [](const value& thing, Found& found) { found.facts["channel"] = text_at(thing, "/name"); });
  step.create =
      always(gcloud.change({"beta", "monitoring", "channels", "create", "--display-name=" + name,
                            "--type=email", "--channel-labels=email_address=" + email}));
  step.update = [gcloud, email](const Facts& facts, const Found&) {
    return just(gcloud.change({"beta", "monitoring", "channels", "update", fact(facts, "channel"),
                               "--update-channel-labels=email_address=" + email}));
  };
  step.destroy = [gcloud](const Facts& facts) {
    return just(
        gcloud.change({"beta", "monitoring", "channels", "delete", fact(facts, "channel")}));
  };
  return step;
}

std::string filled(const std::string& policy, const ServiceConfiguration& service,
                   const Facts& facts) {
  auto text = replaced(policy, "${NOTIFICATION_CHANNEL}", fact(facts, "channel"));
  text = replaced(std::move(text), "${INSTANCES_MAX}", std::to_string(service.instances_max));
  return replaced(std::move(text), "${CONCURRENCY}", std::to_string(service.concurrency));
}

// A definition in JSON with a displayName, which is given as a whole.
Found find_definition(const value& answer, const std::string& text, const std::string& fact_name) {
  Found found;
  const auto wanted = boost::json::parse(text);
  const auto* const there = element_named(answer, "/displayName", text_at(wanted, "/displayName"));
  if (!there) return found;
  found.is_there = true;
  found.facts[fact_name] = text_at(*there, "/name");
  found.facts[fact_name + ".etag"] = text_at(*there, "/etag");
  if (!holds_all_of(*there, wanted))
    found.differences.push_back({"definition", "another", "that of its file", true});
  return found;
}

InfraStep policy_step(const StepSource& source, const std::string& name, const std::string& text) {
  const auto& gcloud = source.gcloud;
  const auto key = "policy-" + name;
  InfraStep step{.name = "alert-" + name,
                 .what = "the alert policy " + name,
                 .service = monitoring,
                 .needs = {"channel"},
                 .ask = gcloud.ask({"alpha", "monitoring", "policies", "list"})};
  const auto fill = [text, service = source.configuration.service](const Facts& facts) {
    return filled(text, service, facts);
  };
  step.read = [fill, key](const value& answer, const Facts& facts) {
    return find_definition(answer, fill(facts), key);
  };
  step.create = [gcloud, fill](const Facts& facts) {
    return just(gcloud.change({"alpha", "monitoring", "policies", "create", "--policy-from-file=-"},
                              fill(facts)));
  };
  step.update = [gcloud, fill, key](const Facts& facts, const Found&) {
    return just(gcloud.change(
        {"alpha", "monitoring", "policies", "update", fact(facts, key), "--policy-from-file=-"},
        fill(facts)));
  };
  step.destroy = [gcloud, key](const Facts& facts) {
    return just(gcloud.change({"alpha", "monitoring", "policies", "delete", fact(facts, key)}));
  };
  return step;
}

InfraStep dashboard_step(const StepSource& source) {
  const auto& gcloud = source.gcloud;
  const auto& text = source.files.dashboard;
  InfraStep step{.name = "dashboard",
                 .what = "the dashboard",
                 .service = monitoring,
                 .ask = gcloud.ask({"monitoring", "dashboards", "list"})};
  step.read = [text](const value& answer, const Facts&) {
    return find_definition(answer, text, "dashboard");
  };
  step.create =
      always(gcloud.change({"monitoring", "dashboards", "create", "--config-from-file=-"}, text));
  step.update = [gcloud, text](const Facts& facts, const Found&) {
    // Without the etag of what it takes the place of, it is refused.
    auto definition = boost::json::parse(text);
    definition.as_object()["etag"] = fact(facts, "dashboard.etag");
    return just(gcloud.change(
        {"monitoring", "dashboards", "update", fact(facts, "dashboard"), "--config-from-file=-"},
        boost::json::serialize(definition)));
  };
  step.destroy = [gcloud](const Facts& facts) {
    return just(gcloud.change({"monitoring", "dashboards", "delete", fact(facts, "dashboard")}));
  };
  return step;
}

}  // namespace

void add_watch_steps(Steps& steps, const StepSource& source) {
  const auto& configuration = source.configuration;
  if (!configuration.budget.billing_account.empty()) steps.push_back(budget_step(source));
  if (!configuration.alerts.email.empty()) {
    steps.push_back(channel_step(source));
    for (const auto& [name, text] : source.files.alert_policies)
      steps.push_back(policy_step(source, name, text));
  }
  steps.push_back(dashboard_step(source));
}

}  // namespace astronova::release::google
