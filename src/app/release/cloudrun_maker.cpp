#include "app/release/cloudrun_maker.h"

#include <cstdlib>
#include <memory>
#include <utility>

#include "base/clock.h"
#include "base/randomness.h"
#include "clients/curl/curl_client.h"
#include "clients/google_cloud/metadata_server.h"
#include "release/cloudrun/cloud_monitoring_figures.h"
#include "release/cloudrun/cloudrun_engine.h"

namespace astronova::app {
namespace {

using clients::google_cloud::MetadataServer;
using release::cloudrun::CloudMonitoringFigures;
using release::cloudrun::CloudRunSettings;
using release::cloudrun::TokenSource;

const SystemClock clock_of_the_machine;
const SystemRandomness randomness;

std::string metadata_host() {
  const char* const host = std::getenv("GCE_METADATA_HOST");
  return host && *host != '\0' ? host : "metadata.google.internal";
}

// The machine's own tokens, where releases are run on Google Cloud. It is behind no proxy.
TokenSource metadata_tokens() {
  struct Lender {
    explicit Lender(std::unique_ptr<clients::curl::CurlClient> curl)
        : client(std::move(curl)), server(*client, metadata_host(), clock_of_the_machine) {}
    std::unique_ptr<clients::curl::CurlClient> client;
    MetadataServer server;
  };
  const auto lender = std::make_shared<std::unique_ptr<Lender>>();
  return [lender](bool is_refused) -> Result<std::string> {
    if (!*lender) {
      auto client =
          clients::curl::CurlClient::start({.proxy = ""}, clock_of_the_machine, randomness);
      if (!client) return client.error();
      *lender = std::make_unique<Lender>(*std::move(client));
    }
    auto& server = (*lender)->server;
    if (is_refused) server.forget_token();
    return server.token(MetadataServer::Deadline::clock::now() + std::chrono::seconds(10));
  };
}

}  // namespace

EngineMaker read_cloudrun(release::SettingsTable table, const std::string& folder, bool is_wanted) {
  const auto settings = std::make_shared<const CloudRunSettings>(
      release::cloudrun::read_cloudrun_settings(std::move(table), folder, is_wanted));
  EngineMaker maker;
  maker.make_engine = [settings](release::ProgramRunner& runner) {
    return release::cloudrun::make_cloudrun_engine(*settings, runner);
  };
  maker.make_figures = [settings](release::ProgramRunner& runner, clients::HttpClient& http) {
    auto tokens = settings->token_from == "metadata" ? metadata_tokens()
                                                     : release::cloudrun::gcloud_tokens(runner);
    return std::make_unique<CloudMonitoringFigures>(settings->cloud, settings->monitoring_address,
                                                    http, std::move(tokens), clock_of_the_machine);
  };
  return maker;
}

}  // namespace astronova::app
