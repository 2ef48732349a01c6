#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/clock.h"
#include "clients/http_client.h"

namespace astronova::clients::google_cloud {

/// The server that tells a program on Google Cloud where it runs, and lends it the tokens of its
/// service account (https://cloud.google.com/compute/docs/metadata/overview). Both sides say
/// `Metadata-Flavor: Google`: who does not is not asked, or not believed.
///
/// Threads: one at a time. Error details name the server and the entry, never a value.
class MetadataServer {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  /// `host` is "host" or "host:port". The client, which must use no proxy, and the clock must
  /// outlive it.
  MetadataServer(HttpClient& http, const std::string& host, const Clock& clock);

  /// An entry below computeMetadata/v1, such as "project/project-id".
  /// errors  unavailable, not_found
  Result<std::string> entry(std::string_view name, Deadline until);

  /// A token for Google's APIs. It is kept until 225 seconds before it expires, as Google's own
  /// libraries do: the metadata server has the next one ready by then.
  /// errors  unavailable, not_found (there is no service account)
  Result<std::string> token(Deadline until);
  /// It was refused: the next one is asked for anew.
  void forget_token() { token_.reset(); }

 private:
  struct Token {
    std::string text;
    Instant good_until;
  };

  HttpClient& http_;
  const std::string address_;
  const Clock& clock_;
  std::optional<Token> token_{};
};

}  // namespace astronova::clients::google_cloud
