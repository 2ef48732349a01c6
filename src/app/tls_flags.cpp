#include "app/tls_flags.h"

#include <CLI/CLI.hpp>

#include "app/checks.h"

namespace astronova::app {

void declare(CLI::App& command, TlsConfiguration& configuration) {
  command
      .add_option("--tls-certificate", configuration.certificate_file,
                  "File of a certificate and those between it and its authority (PEM): the server "
                  "speaks TLS; read again when it changes")
      ->envname("ASTRONOVA_TLS_CERTIFICATE");
  command
      .add_option("--tls-key", configuration.key_file,
                  "File of the certificate's key (PEM), without a passphrase")
      ->envname("ASTRONOVA_TLS_KEY");
  command
      .add_option("--hsts", configuration.hsts,
                  "Whether browsers are told to come over TLS only: auto where the server itself "
                  "speaks TLS, on where a proxy does, off never")
      ->envname("ASTRONOVA_HSTS")
      ->check(CLI::IsMember({"auto", "on", "off"}))
      ->capture_default_str();
}

void check(const TlsConfiguration& configuration, Mistakes& mistakes) {
  const auto& [certificate, key, hsts] = configuration;
  if (certificate.empty() && !key.empty())
    mistakes.add("--tls-key", "there is no certificate to it", "give --tls-certificate too");
  if (key.empty() && !certificate.empty())
    mistakes.add("--tls-certificate", "there is no key to it", "give --tls-key too");
  check_file("--tls-certificate", certificate, mistakes);
  check_file("--tls-key", key, mistakes);
}

void apply(const TlsConfiguration& configuration, http::ServerOptions& options) {
  using http::StrictTransport;
  options.strict_transport = configuration.hsts == "on"    ? StrictTransport::always
                             : configuration.hsts == "off" ? StrictTransport::never
                                                           : StrictTransport::when_tls;
  if (!configuration.is_on()) return;
  options.tls.emplace();
  options.tls->certificate_file = configuration.certificate_file;
  options.tls->key_file = configuration.key_file;
}

}  // namespace astronova::app
