// Who may release from GitHub Actions: workload identity federation, without a key that could leak.
#include <fmt/format.h>

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

  const std::string everywhere = "--location=global";
  const auto in_pool = "--workload-identity-pool=" + deployer.pool;
  InfraStep pool{.name = "github",
                 .what = "the pool of identities " + deployer.pool,
                 .service = iam,
                 .ask = gcloud.ask({"iam", "workload-identity-pools", "list", everywhere})};
  pool.read = find_in_list("/name", deployer.pool, {}, [](const value& thing, Found& found) {
    found.facts["pool"] = text_at(thing, "/name");
  });
  pool.create = always(gcloud.change({"iam", "workload-identity-pools", "create", deployer.pool,
                                      everywhere, "--display-name=GitHub Actions"}));
  pool.destroy = always(
      gcloud.change({"iam", "workload-identity-pools", "delete", deployer.pool, everywhere}));
  steps.push_back(std::move(pool));

  const auto condition = fmt::format("assertion.repository=='{}'", deployer.repository);
  InfraStep provider{.name = "github-provider",
                     .what = "tokens of GitHub for " + deployer.repository,
                     .service = iam,
                     .needs = {"github"}};
  provider.ask =
      gcloud.ask({"iam", "workload-identity-pools", "providers", "list", everywhere, in_pool});
  provider.read =
      find_in_list("/name", deployer.provider,
                   {{.what = "whose", .pointer = "/attributeCondition", .value = condition}});
  const std::string mapping =
      "--attribute-mapping=google.subject=assertion.sub,attribute.repository=assertion.repository";
  provider.create = always(gcloud.change(
      {"iam", "workload-identity-pools", "providers", "create-oidc", deployer.provider, everywhere,
       in_pool, "--issuer-uri=https://token.actions.githubusercontent.com", mapping,
       "--attribute-condition=" + condition}));
  provider.update = [line = gcloud.change({"iam", "workload-identity-pools", "providers",
                                           "update-oidc", deployer.provider, everywhere, in_pool,
                                           mapping, "--attribute-condition=" + condition})](
                        const Facts&, const Found&) { return just(line); };
  steps.push_back(std::move(provider));

  // Whose name has the number of the project, which only the pool tells.
  const auto principal = [repository = deployer.repository](const Facts& facts) {
    return fmt::format("principalSet://iam.googleapis.com/{}/attribute.repository/{}",
                       fact(facts, "pool"), repository);
  };
  const std::string role = "roles/iam.workloadIdentityUser";
  InfraStep trust{.name = "github-trust",
                  .what = "who has such a token is the account of releases",
                  .service = iam,
                  .needs = {"deployer", "github"}};
  trust.ask = gcloud.ask({"iam", "service-accounts", "get-iam-policy", account});
  trust.read = [gcloud, principal, role](const value& answer, const Facts& facts) {
    return grant_step(gcloud, {.member = principal(facts), .role = role}).read(answer, facts);
  };
  trust.create = [gcloud, principal, role, account](const Facts& facts) {
    return just(
        gcloud.change({"iam", "service-accounts", "add-iam-policy-binding", account,
                       "--member=" + principal(facts), "--role=" + role, "--condition=None"}));
  };
  steps.push_back(std::move(trust));
}

}  // namespace astronova::release::google
