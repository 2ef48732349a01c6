#include "app/outbound_client.h"

#include <utility>

#include "clients/curl/curl_client.h"

namespace astronova::app {

OutboundClient::OutboundClient(const std::string& vendor,
                               std::unique_ptr<clients::curl::CurlClient> curl)
    : curl_(std::move(curl)), resilient_(*curl_, {.vendor = vendor}) {}

OutboundClient::~OutboundClient() = default;

void OutboundClient::stop() {
  curl_->stop();
}

Result<std::unique_ptr<OutboundClient>> OutboundClient::start(const std::string& vendor,
                                                              const std::string& ca_file,
                                                              const Clock& clock,
                                                              const Randomness& randomness) {
  auto curl = clients::curl::CurlClient::start({.ca_file = ca_file}, clock, randomness);
  if (!curl) return curl.error();
  return std::unique_ptr<OutboundClient>(new OutboundClient(vendor, *std::move(curl)));
}

}  // namespace astronova::app
