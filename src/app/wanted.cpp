#include "app/wanted.h"

#include "app/checks.h"

namespace astronova::app {

void declare(CLI::App& command, Wanted& wanted) {
  declare(command, wanted.settings);  // the first: it gives the others their values
  declare(command, wanted.server);
  declare(command, wanted.source);
  declare(command, wanted.span);
  declare(command, wanted.people);
  declare(command, wanted.health);
  declare(command, wanted.tls);
  declare(command, wanted.cache);
  declare(command, wanted.limits);
  declare(command, wanted.log);
  declare(command, wanted.metrics);
  declare(command, wanted.tracing);
  declare(command, wanted.monitoring);

  const auto& secrets = wanted.settings.secrets;
  wanted.settings.checks = {
      [&](Mistakes& mistakes) { check(wanted.server, mistakes); },
      [&](Mistakes& mistakes) { check(wanted.tls, mistakes); },
      [&](Mistakes& mistakes) { check_trace_headers(secrets, mistakes); },
      [&](Mistakes& mistakes) { check(wanted.source, mistakes); },
      [&](Mistakes& mistakes) { check(wanted.span, mistakes); },
      [&](Mistakes& mistakes) {
        check_secrets(secrets, wanted.people.accounts, wanted.people.production, mistakes);
      },
      [&](Mistakes& mistakes) { check(wanted.people, secrets, mistakes); },
      [&](Mistakes& mistakes) { check(wanted.health, wanted.people.production, mistakes); },
  };
}

void complete(Wanted& wanted) {
  const auto& secrets = wanted.settings.secrets;
  wanted.people.secrets = secrets;
  wanted.health.anthropic_api_key = secrets.reveal("ANTHROPIC_API_KEY");
  wanted.cache.redis_url = secrets.reveal("REDIS_URL");
  wanted.log.secret_key = secrets.reveal("SECRET_KEY");
  wanted.limits.secret_key = wanted.log.secret_key;
  wanted.tracing.headers = secrets.reveal("OTEL_EXPORTER_OTLP_HEADERS");
  wanted.tracing.instance_id = random_uuid(SystemRandomness());
  wanted.monitoring.instance_id = wanted.tracing.instance_id;
  wanted.monitoring.project = wanted.log.google_cloud_project;
  wanted.monitoring.service_name = wanted.tracing.service_name;
  for (auto* const ca_file :
       {&wanted.health.ca_file, &wanted.tracing.ca_file, &wanted.monitoring.ca_file}) {
    *ca_file = wanted.people.apple.ca_file;
  }
}

}  // namespace astronova::app
