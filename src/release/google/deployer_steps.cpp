// Who may release from GitHub Actions: workload identity federation, without a key that could leak.
#include <algorithm>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "release/google/found.h"
#include "release/google/steps.h"

namespace astronova::release::google {
namespace {

using boost::json::value;

const std::string iam = "iam.googleapis.com";

// What it takes to push an image, to deploy a revision that runs as the servers' account, to ask
// how the revision does.
struct Right {
  const char* name;
  const char* what;
  const char* role;
};
constexpr Right rights[] = {
    {"deployer-images", "to push images", "roles/artifactregistry.writer"},
    {"deployer-releases", "to release", "roles/run.developer"},
    {"deployer-figures", "to read figures", "roles/monitoring.viewer"},
};

const std::string everywhere = "--location=global";
const std::string identity_user = "roles/iam.workloadIdentityUser";

using Members = std::vector<std::string>;

// The name that Google has a job by: who it is of, and where it was approved. Not GitHub's own
// subject, whose form depends on when the repository was made or renamed:
// https://docs.github.com/en/actions/reference/security/oidc
// A token without an environment has no such name, and is refused.
const std::string subject =
    "'repository:' + assertion.repository_id + ':environment:' + assertion.environment";

std::string principal(const std::string& pool, const DeployerConfiguration& deployer,
                      const std::string& environment) {
  return fmt::format("principal://iam.googleapis.com/{}/subject/repository:{}:environment:{}", pool,
                     deployer.repository_id, environment);
}

bool is_of_pool(const std::string& member, const std::string& pool) {
  return member.starts_with(fmt::format("principal://iam.googleapis.com/{}/", pool)) ||
         member.starts_with(fmt::format("principalSet://iam.googleapis.com/{}/", pool));
}

// Who of the pool may be the account, by its policy. What is bound to a condition is in both.
struct Trusted {
  Members always{};
  Members all{};
};

Trusted trusted_by(const value& policy, const std::string& pool) {
  Trusted trusted;
  const auto* const bindings = list_at(policy, "/bindings");
  for (const auto& binding : bindings ? *bindings : boost::json::array{}) {
    if (text_at(binding, "/role") != identity_user) continue;
    const auto* const members = list_at(binding, "/members");
    for (const auto& one : members ? *members : boost::json::array{}) {
      const auto member = text_at(one, "");
      if (!is_of_pool(member, pool)) continue;
      trusted.all.push_back(member);
      if (text_at(binding, "/condition").empty()) trusted.always.push_back(member);
    }
  }
  return trusted;
}

bool is_among(const Members& members, const std::string& member) {
  return std::ranges::find(members, member) != members.end();
}

// Nobody of the pool but jobs of these environments: who else is trusted is a difference too.
Found find_trust(const value& policy, const std::string& pool, const Members& wanted) {
  const auto trusted = trusted_by(policy, pool);
  Found found;
  found.is_there = !trusted.all.empty();
  if (!found.is_there) return found;
  for (const auto& member : wanted)
    if (!is_among(trusted.always, member))
      found.differences.push_back({member, "not trusted", "trusted"});
  for (const auto& member : trusted.all)
    if (!is_among(wanted, member)) found.differences.push_back({member, "trusted", "not trusted"});
  return found;
}

// For 30 days what was deleted keeps its name from another, and can be had back:
// https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools
void look_whether_deleted(const value& thing, const std::string& name, Found& found) {
  found.facts[name] = text_at(thing, "/state");
  if (found.facts[name] == "DELETED") found = {.is_there = false, .facts = std::move(found.facts)};
}

bool is_deleted(const Facts& facts, std::string_view name) {
  return fact(facts, name) == "DELETED";
}

void add_pool_step(Steps& steps, const StepSource& source) {
  const auto& pool = source.configuration.deployer.pool;
  const auto& gcloud = source.gcloud;
  InfraStep step{
      .name = "github",
      .what = "the pool of identities " + pool,
      .service = iam,
      .ask = gcloud.ask({"iam", "workload-identity-pools", "list", everywhere, "--show-deleted"})};
  step.read = find_in_list("/name", pool, {}, [](const value& thing, Found& found) {
    found.facts["pool"] = text_at(thing, "/name");
    look_whether_deleted(thing, "pool.state", found);
  });
  step.create =
      [again = gcloud.change({"iam", "workload-identity-pools", "undelete", pool, everywhere}),
       anew = gcloud.change({"iam", "workload-identity-pools", "create", pool, everywhere,
                             "--display-name=GitHub Actions"})](const Facts& facts) {
        return just(is_deleted(facts, "pool.state") ? again : anew);
      };
  step.destroy =
      always(gcloud.change({"iam", "workload-identity-pools", "delete", pool, everywhere}));
  steps.push_back(std::move(step));
}

void add_provider_step(Steps& steps, const StepSource& source) {
  const auto& deployer = source.configuration.deployer;
  const auto& gcloud = source.gcloud;
  const auto in_pool = "--workload-identity-pool=" + deployer.pool;
  const std::string issuer = "https://token.actions.githubusercontent.com";
  const auto condition = fmt::format("assertion.repository_id=='{}'", deployer.repository_id);
  const auto command = [&](const std::string& verb) {
    return gcloud.change({"iam", "workload-identity-pools", "providers", verb, deployer.provider,
                          everywhere, in_pool, "--issuer-uri=" + issuer,
                          "--attribute-mapping=google.subject=" + subject,
                          "--attribute-condition=" + condition});
  };
  InfraStep step{.name = "github-provider",
                 .what = "tokens of GitHub for " + deployer.repository,
                 .service = iam,
                 .needs = {"github"}};
  step.ask = gcloud.ask({"iam", "workload-identity-pools", "providers", "list", everywhere, in_pool,
                         "--show-deleted"});
  step.read = find_in_list(
      "/name", deployer.provider,
      {{.what = "whose", .pointer = "/attributeCondition", .value = condition},
       {.what = "name of a job",
        .pointer = "/attributeMapping",
        .value = boost::json::serialize(boost::json::object{{"google.subject", subject}})},
       {.what = "issuer", .pointer = "/oidc/issuerUri", .value = issuer}},
      [](const value& thing, Found& found) {
        look_whether_deleted(thing, "provider.state", found);
      });
  step.create = [anew = command("create-oidc"), change = command("update-oidc"),
                 again =
                     gcloud.change({"iam", "workload-identity-pools", "providers", "undelete",
                                    deployer.provider, everywhere, in_pool})](const Facts& facts) {
    if (!is_deleted(facts, "provider.state")) return just(anew);
    auto commands = just(again);
    commands.push_back({change, {}, {}});
    return commands;
  };
  step.update = [line = command("update-oidc")](const Facts&, const Found&) { return just(line); };
  steps.push_back(std::move(step));
}

void add_trust_step(Steps& steps, const StepSource& source) {
  const auto& configuration = source.configuration;
  const auto& gcloud = source.gcloud;
  const auto account = configuration.deployer_account();
  // The pool's name has the number of the project, which only the pool tells.
  const auto wanted = [deployer = configuration.deployer](const Facts& facts) {
    Members members;
    for (const auto& environment : deployer.environments)
      members.push_back(principal(fact(facts, "pool"), deployer, environment));
    return members;
  };
  const auto change = [gcloud, account](const std::string& verb, const std::string& member,
                                        const std::string& which) {
    return Command{gcloud.change({"iam", "service-accounts", verb, account, "--member=" + member,
                                  "--role=" + identity_user, which}),
                   {},
                   {}};
  };
  InfraStep step{.name = "github-trust",
                 .what = fmt::format("the account of releases is for jobs of {} alone",
                                     fmt::join(configuration.deployer.environments, ", ")),
                 .service = iam,
                 .needs = {"deployer", "github"}};
  step.ask = gcloud.ask({"iam", "service-accounts", "get-iam-policy", account});
  step.read = [wanted](const value& answer, const Facts& facts) {
    return find_trust(answer, fact(facts, "pool"), wanted(facts));
  };
  step.create = [wanted, change](const Facts& facts) {
    Commands commands;
    for (const auto& member : wanted(facts))
      commands.push_back(change("add-iam-policy-binding", member, "--condition=None"));
    return commands;
  };
  step.update = [change](const Facts&, const Found& found) {
    Commands commands;
    for (const auto& [member, is, to_be, in_place] : found.differences) {
      commands.push_back(to_be == "trusted"
                             ? change("add-iam-policy-binding", member, "--condition=None")
                             : change("remove-iam-policy-binding", member, "--all"));
    }
    return commands;
  };
  steps.push_back(std::move(step));
}

}  // namespace

void add_deployer_steps(Steps& steps, const StepSource& source) {
  const auto& configuration = source.configuration;
  const auto& deployer = configuration.deployer;
  const auto& gcloud = source.gcloud;
  if (deployer.repository.empty()) return;
  const auto account = configuration.deployer_account();
  const auto member = "serviceAccount:" + account;

  InfraStep identity{.name = "deployer",
                     .what = "the service account of releases, " + deployer.account,
                     .service = iam,
                     .ask = gcloud.ask({"iam", "service-accounts", "list"})};
  identity.read = find_in_list("/email", account);
  identity.create = always(gcloud.change({"iam", "service-accounts", "create", deployer.account,
                                          "--display-name=AstroNova releases"}));
  identity.destroy = always(gcloud.change({"iam", "service-accounts", "delete", account}));
  steps.push_back(std::move(identity));

  for (const auto& right : rights) {
    steps.push_back(grant_step(
        gcloud, {.name = right.name,
                 .what = std::string("its right ") + right.what,
                 .service = "cloudresourcemanager.googleapis.com",
                 .needs = {"deployer"},
                 .member = member,
                 .role = right.role,
                 .ask = {"projects", "get-iam-policy", configuration.project},
                 .add = {"projects", "add-iam-policy-binding", configuration.project},
                 .remove = {"projects", "remove-iam-policy-binding", configuration.project}}));
  }
  steps.push_back(grant_step(gcloud, {.name = "deployer-account",
                                      .what = "its right to run servers as theirs",
                                      .service = iam,
                                      .needs = {"deployer", "account"},
                                      .member = member,
                                      .role = "roles/iam.serviceAccountUser",
                                      .ask = {"iam", "service-accounts", "get-iam-policy",
                                              configuration.service_account()},
                                      .add = {"iam", "service-accounts", "add-iam-policy-binding",
                                              configuration.service_account()},
                                      .remove = {}}));

  add_pool_step(steps, source);
  add_provider_step(steps, source);
  add_trust_step(steps, source);
}

}  // namespace astronova::release::google
