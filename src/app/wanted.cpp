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

  const auto& secrets = wanted.settings.secrets;
  wanted.settings.checks = {
      [&](Mistakes& mistakes) { check(wanted.server, mistakes); },
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
  wanted.health.ca_file = wanted.people.apple.ca_file;
}

}  // namespace astronova::app
