#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "app/commands.h"
#include "base/randomness.h"
#include "release/google/infrastructure.h"
#include "release/google/service_file.h"
#include "release/posix_runner.h"

namespace astronova::app {
namespace {

using release::google::End;
using release::google::InfraStep;
using release::google::Infrastructure;
using release::google::StepReport;
using release::google::StepState;

struct InfraFlags {
  std::string file = "infra/google-cloud.toml";
  std::string secrets{};
  std::vector<std::string> only{};
  bool dry_run = false;
  bool with_data = false;
  std::string confirmed{};
  std::string image = "IMAGE@sha256:DIGEST";
  std::string address = "ADDRESS";
};

struct Wanted {
  release::google::GoogleCloudConfiguration configuration;
  release::google::InfraFiles files;
};

int report(const Error& error) {
  // Mistakes of the file come as they are printed.
  const bool is_printed = error.detail.starts_with("error: ");
  fmt::print(stderr, "{}{}{}", is_printed ? "" : "error: ", error.detail,
             error.detail.ends_with('\n') ? "" : "\n");
  return error.code == ErrorCode::invalid_value || error.code == ErrorCode::data_missing
             ? exit_usage
             : exit_failed;
}

Result<Wanted> read(const InfraFlags& flags) {
  auto configuration = release::google::read_google_cloud_file(flags.file);
  if (!configuration) return configuration.error();
  auto files = release::google::read_infra_files(*configuration, flags.secrets);
  if (!files) return files.error();
  // What is wrong with the service's file is told before anything is made.
  if (const auto digest = release::google::settings_digest(files->service_yaml, *configuration, "");
      !digest)
    return digest.error();
  return Wanted{*std::move(configuration), *std::move(files)};
}

// For the user of the database; it is kept in Secret Manager alone.
std::string new_password() {
  std::string password;
  for (const auto byte : SystemRandomness().bytes<24>())
    password += fmt::format("{:02x}", byte);
  return password;
}

void print_step(const StepReport& step) {
  const auto line = [&](std::string_view sign, std::string_view state) {
    fmt::print("{} {:<9} {:<24} {}\n", sign, state, step.name, step.what);
  };
  switch (step.state) {
    case StepState::there:
      line(" ", "there");
      break;
    case StepState::to_make:
      line("+", "to make");
      break;
    case StepState::to_change:
      line("~", "to change");
      break;
    case StepState::stuck:
      line("!", "stuck");
      break;
    case StepState::elsewhere:
      line("-", "missing");
      fmt::print("              made by: {}\n", step.made_by);
      break;
  }
  for (const auto& difference : step.differences) {
    fmt::print("              {}: {} -> {}\n", difference.what,
               difference.is.empty() ? "none" : difference.is, difference.wanted);
  }
  for (const auto& remark : step.remarks)
    fmt::print("              {}\n", remark);
  for (const auto& command : step.commands)
    fmt::print("              {}\n", command);
  std::fflush(stdout);
}

struct Count {
  int there = 0, to_do = 0, stuck = 0, missing = 0;

  void add(const StepReport& step) {
    if (step.state == StepState::there) ++there;
    if (step.state == StepState::to_make || step.state == StepState::to_change) ++to_do;
    if (step.state == StepState::stuck) ++stuck;
    if (step.state == StepState::elsewhere) ++missing;
  }
};

void print_what_is_left(const Count& count) {
  if (count.stuck > 0) {
    fmt::print(
        "{} cannot be changed where it is: change the file back, or remove it by hand, "
        "knowing what that loses\n",
        count.stuck);
  }
  if (count.missing > 0) fmt::print("{} to be made by something else\n", count.missing);
}

template <class Act>
int with_infrastructure(const InfraFlags& flags, const Act& act) {
  const auto wanted = read(flags);
  if (!wanted) return report(wanted.error());
  release::PosixRunner runner;
  Infrastructure infrastructure(
      release::google::infra_steps(wanted->configuration, wanted->files), runner, new_password(),
      [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); });
  if (const auto chosen = infrastructure.only(flags.only); !chosen) return report(chosen.error());
  return act(infrastructure, wanted->configuration);
}

int plan(const InfraFlags& flags) {
  return with_infrastructure(flags, [](Infrastructure& infrastructure, const auto&) {
    Count count;
    const auto planned = infrastructure.plan([&](const StepReport& step) {
      print_step(step);
      count.add(step);
    });
    if (!planned) return report(planned.error());
    fmt::print("\n{} there, {} to do\n", count.there, count.to_do);
    print_what_is_left(count);
    return exit_done;
  });
}

int apply(const InfraFlags& flags) {
  if (flags.dry_run) return plan(flags);
  return with_infrastructure(flags, [](Infrastructure& infrastructure, const auto&) {
    Count count;
    const auto applied = infrastructure.apply(
        [](const StepReport& step) {
          if (step.state != StepState::there) print_step(step);
        },
        [&](const StepReport& step) { count.add(step); });
    if (!applied) return report(applied.error());
    fmt::print("{} there already, {} done\n", count.there, count.to_do);
    print_what_is_left(count);
    return count.stuck > 0 ? exit_failed : exit_done;
  });
}

bool is_confirmed(const InfraFlags& flags, const std::string& project) {
  if (!flags.confirmed.empty()) return flags.confirmed == project;
  fmt::print(
      "This destroys what AstroNova has in the project {}{}.\nType the project's id to go "
      "on: ",
      project, flags.with_data ? ", with all data and its backups" : ", but for data");
  std::fflush(stdout);
  std::string typed;
  return std::getline(std::cin, typed) && typed == project;
}

void print_end(const InfraStep& step, End end, bool is_dry_run,
               const std::vector<std::string>& commands) {
  const auto* state = is_dry_run ? "to end" : "gone";
  if (end == End::kept) state = "kept";
  if (end == End::outlives) state = "stays";
  fmt::print("{} {:<9} {:<24} {}\n", end == End::destroyed ? "-" : " ", state, step.name,
             step.what);
  for (const auto& command : commands)
    fmt::print("              {}\n", command);
  std::fflush(stdout);
}

int destroy(const InfraFlags& flags) {
  return with_infrastructure(flags, [&](Infrastructure& infrastructure, const auto& configuration) {
    if (!flags.dry_run && !is_confirmed(flags, configuration.project)) {
      fmt::print(stderr, "error: that is not the project's id; nothing was destroyed\n");
      return exit_failed;
    }
    int kept = 0;
    const auto destroyed = infrastructure.destroy(
        flags.with_data, flags.dry_run,
        [&](const InfraStep& step, End end, const std::vector<std::string>& commands) {
          if (end == End::kept) ++kept;
          print_end(step, end, flags.dry_run, commands);
        });
    if (!destroyed) return report(destroyed.error());
    if (kept > 0)
      fmt::print("{} kept, as they hold data or are needed by what does; --with-data\n", kept);
    return exit_done;
  });
}

int list_steps(const InfraFlags& flags) {
  const auto wanted = read(flags);
  if (!wanted) return report(wanted.error());
  for (const auto& step : release::google::infra_steps(wanted->configuration, wanted->files)) {
    const auto* kept = step.holds_data ? " (kept by destroy without --with-data)" : "";
    if (step.outlives) kept = " (kept by destroy)";
    fmt::print("{:<28} {}{}\n", step.name, step.what, kept);
  }
  return exit_done;
}

int print_service(const InfraFlags& flags) {
  const auto wanted = read(flags);
  if (!wanted) return report(wanted.error());
  const auto& name = wanted->configuration.service.name;
  release::google::ServiceValues values{.address = flags.address,
                                        .image = flags.image,
                                        .revision = name + "-1",
                                        .version_label = "1"};
  values.traffic.push_back(
      boost::json::object{{"revisionName", values.revision}, {"percent", 100}});
  const auto yaml =
      release::google::fill_service(wanted->files.service_yaml, wanted->configuration, values);
  if (!yaml) return report(yaml.error());
  fmt::print("{}", *yaml);
  return exit_done;
}

CLI::App* add(CLI::App& infra, const std::shared_ptr<InfraFlags>& flags, int& status,
              const std::string& name, const std::string& what, int (*act)(const InfraFlags&)) {
  auto* command = infra.add_subcommand(name, what);
  command
      ->add_option("--file", flags->file, "What there is to be; docs/google-cloud.md has its keys")
      ->capture_default_str();
  command->callback([flags, &status, act] { status = act(*flags); });
  return command;
}

}  // namespace

void add_infra_command(CLI::App& program, int& status) {
  auto* infra = program.add_subcommand(
      "infra", "Make what AstroNova needs on Google Cloud, by gcloud: docs/google-cloud.md");
  infra->require_subcommand(1);
  const auto flags = std::make_shared<InfraFlags>();
  const auto secrets = "Folder with a file for each secret that is not there yet";
  const auto only = "Steps to keep to, by name";
  const auto dry_run = "Only say what would be done, and do nothing";

  auto* planning = add(*infra, flags, status, "plan",
                       "Ask what is there, say what is to be done, and do nothing", plan);
  planning->add_option("--secrets", flags->secrets, secrets);
  planning->add_option("--only", flags->only, only)->delimiter(',');

  auto* applying =
      add(*infra, flags, status, "apply",
          "Make what is missing and change what differs; what is there is left alone", apply);
  applying->add_option("--secrets", flags->secrets, secrets);
  applying->add_option("--only", flags->only, only)->delimiter(',');
  applying->add_flag("--dry-run", flags->dry_run, dry_run);

  auto* destroying = add(*infra, flags, status, "destroy",
                         "Remove what was made, the last first, but for what holds data", destroy);
  destroying->add_option("--only", flags->only, only)->delimiter(',');
  destroying->add_flag("--dry-run", flags->dry_run, dry_run);
  destroying->add_flag("--with-data", flags->with_data,
                       "The database with its backups and the secrets too: for ever");
  destroying->add_option("--confirm", flags->confirmed,
                         "The project's id, instead of being asked for it");

  add(*infra, flags, status, "steps", "List all steps in their order, and ask nobody", list_steps);
  auto* service = add(*infra, flags, status, "service",
                      "Print the Cloud Run service as it would be made first", print_service);
  service->add_option("--image", flags->image, "By its digest")->capture_default_str();
  service->add_option("--address", flags->address, "The load balancer's")->capture_default_str();
}

}  // namespace astronova::app
