// Secret Manager: the secrets, the versions that servers get, and who reads them. Values come from
// files or from what Google answers, and go through standard input: never by a command line.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "release/google/found.h"
#include "release/google/steps.h"

namespace astronova::release::google {
namespace {

using boost::json::value;

constexpr std::string_view secret_manager = "secretmanager.googleapis.com";

int version_in(const std::string& name) {
  const auto digits = name.rfind('/') + 1;
  int number = 0;
  std::from_chars(name.data() + digits, name.data() + name.size(), number);
  return number;
}

// Versions are numbered by Secret Manager, one after the other: none can be left out.
Found find_version(const value& answer, int wanted) {
  Found found;
  int newest = 0;
  const auto* const versions = answer.if_array();
  for (const auto& version : versions ? *versions : boost::json::array{}) {
    const auto number = version_in(text_at(version, "/name"));
    newest = std::max(newest, number);
    if (number != wanted) continue;
    found.is_there = true;
    const auto state = text_at(version, "/state");
    if (state != "ENABLED") found.differences.push_back({"state", state, "ENABLED", false});
  }
  if (!found.is_there && newest + 1 != wanted) {
    found.is_there = newest > 0;
    found.differences.push_back(
        {"the next version", std::to_string(newest + 1), std::to_string(wanted), false});
  }
  return found;
}

// What Secret Manager gets through standard input.
Command add_version(const Gcloud& gcloud, const std::string& secret, std::string input) {
  return {gcloud.change({"secrets", "versions", "add", secret, "--data-file=-"}, std::move(input)),
          {},
          {}};
}

std::string database_url(const DatabaseConfiguration& database, const Facts& facts) {
  return fmt::format(
      "postgresql://{}:{}@{}/{}?sslmode=verify-ca&sslrootcert=/secrets/database/authority.pem",
      database.user, fact(facts, "password"), fact(facts, "database.host"), database.name);
}

// The secrets that nobody has to think of, as they follow from what was made.
void make_known(InfraStep& step, const std::string& secret, const StepSource& source) {
  const auto& gcloud = source.gcloud;
  const auto& configuration = source.configuration;
  if (secret == "redis-url") {
    step.needs.emplace_back("redis");
    step.create = [gcloud, secret,
                   question =
                       gcloud.value({"redis", "instances", "get-auth-string",
                                     configuration.redis.name, "--region=" + configuration.region},
                                    "authString")](const Facts& facts) {
      auto command = add_version(gcloud, secret, "");
      command.source = question;
      command.to_input = [host = fact(facts, "redis.host"),
                          port = fact(facts, "redis.port")](std::string password) {
        while (!password.empty() && password.back() == '\n')
          password.pop_back();
        return fmt::format("rediss://:{}@{}:{}/0", password, host, port);
      };
      return Commands{command};
    };
  } else if (secret == "redis-authority") {
    step.needs.emplace_back("redis");
    step.create = [gcloud, secret](const Facts& facts) {
      return Commands{add_version(gcloud, secret, fact(facts, "redis.authority"))};
    };
  } else if (secret == "database-authority") {
    step.needs.emplace_back("database");
    step.create = [gcloud, secret](const Facts& facts) {
      return Commands{add_version(gcloud, secret, fact(facts, "database.authority"))};
    };
  } else {
    step.needs.emplace_back("database-user");
    step.create = [gcloud, secret, database = configuration.database](const Facts& facts) {
      Commands commands =
          just(gcloud.change({"sql", "users", "set-password", database.user,
                              "--instance=" + database.instance, "--flags-file=/dev/stdin"},
                             fmt::format("--password: \"{}\"\n", fact(facts, "password"))));
      commands.push_back(add_version(gcloud, secret, database_url(database, facts)));
      return commands;
    };
  }
}

bool is_made_here(const std::string& secret) {
  return secret == "redis-url" || secret == "redis-authority" || secret == "database-url" ||
         secret == "database-authority";
}

InfraStep version_step(const SecretVersion& secret, const StepSource& source) {
  const auto& gcloud = source.gcloud;
  InfraStep step{.name = "version-" + secret.name,
                 .what = fmt::format("version {} of the secret {}", secret.version, secret.name),
                 .service = std::string(secret_manager),
                 .needs = {"secret-" + secret.name},
                 .ask = gcloud.ask({"secrets", "versions", "list", secret.name})};
  step.read = [wanted = secret.version](const value& answer, const Facts&) {
    return find_version(answer, wanted);
  };
  if (is_made_here(secret.name)) {
    make_known(step, secret.name, source);
  } else if (source.files.secrets_folder.empty()) {
    step.made_by = fmt::format("--secrets FOLDER, with its value in the file {}", secret.name);
  } else {
    step.create =
        always(gcloud.change({"secrets", "versions", "add", secret.name,
                              "--data-file=" + source.files.secrets_folder + secret.name}));
  }
  return step;
}

}  // namespace

void add_secret_steps(Steps& steps, const StepSource& source) {
  const auto& configuration = source.configuration;
  const auto& gcloud = source.gcloud;
  for (const auto& secret : configuration.secrets) {
    InfraStep holder{.name = "secret-" + secret.name,
                     .what = "the secret " + secret.name,
                     .service = std::string(secret_manager),
                     .holds_data = !is_made_here(secret.name),
                     .ask = gcloud.ask({"secrets", "list"})};
    holder.read = find_in_list("/name", secret.name);
    holder.create =
        always(gcloud.change({"secrets", "create", secret.name, "--replication-policy=user-managed",
                              "--locations=" + configuration.region}));
    holder.destroy = always(gcloud.change({"secrets", "delete", secret.name}));
    steps.push_back(std::move(holder));
    steps.push_back(version_step(secret, source));
    steps.push_back(
        grant_step(gcloud, {.name = "reader-" + secret.name,
                            .what = "the servers' right to read the secret " + secret.name,
                            .service = std::string(secret_manager),
                            .needs = {"secret-" + secret.name, "account"},
                            .member = "serviceAccount:" + configuration.service_account(),
                            .role = "roles/secretmanager.secretAccessor",
                            .ask = {"secrets", "get-iam-policy", secret.name},
                            .add = {"secrets", "add-iam-policy-binding", secret.name},
                            .remove = {}}));
  }
}

}  // namespace astronova::release::google
