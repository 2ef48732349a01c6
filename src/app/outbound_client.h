#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/randomness.h"
#include "base/result.h"
#include "clients/resilient_client.h"

namespace astronova::clients::curl {
class CurlClient;
}

namespace astronova::app {

/// The way out to one vendor: libcurl, and around it a circuit, a cap and figures.
class OutboundClient {
 public:
  /// `ca_file` has the authorities to trust in the place of the system's, if it is not empty. The
  /// clock and the randomness must outlive it.
  /// errors  data_missing: the file cannot be read
  static Result<std::unique_ptr<OutboundClient>> start(const std::string& vendor,
                                                       const std::string& ca_file,
                                                       const Clock& clock,
                                                       const Randomness& randomness);
  /// Ends the calls under way; none may begin any more.
  ~OutboundClient();
  OutboundClient(const OutboundClient&) = delete;
  OutboundClient& operator=(const OutboundClient&) = delete;

  clients::ResilientClient& http() { return resilient_; }
  /// Ends the calls under way, and those to come, with `unavailable`.
  void stop();

 private:
  OutboundClient(const std::string& vendor, std::unique_ptr<clients::curl::CurlClient> curl);

  std::unique_ptr<clients::curl::CurlClient> curl_;
  clients::ResilientClient resilient_;
};

}  // namespace astronova::app
