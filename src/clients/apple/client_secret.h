#pragma once

#include <memory>
#include <string>

#include "base/instant.h"
#include "base/result.h"
#include "clients/apple/apple_settings.h"

namespace astronova::clients::apple {

/// Makes the secrets by which we prove to Apple who we are: a JSON Web Token signed by ES256.
///
/// source: "Creating a client secret",
/// https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret
///
/// Threads: all may use one at once.
class ClientSecret {
 public:
  /// errors  data_missing (an id is empty, or the key is no P-256 key)
  static Result<ClientSecret> make(const AppleCredentials& credentials);
  ClientSecret(ClientSecret&&) noexcept;
  ~ClientSecret();

  /// The secret for a client id, good for five minutes. Apple would take it for six months; but it
  /// costs 0.1 ms to make one, and one that leaks is soon of no use.
  std::string sign(const std::string& client_id, Instant now) const;

 private:
  struct Signer;

  explicit ClientSecret(std::unique_ptr<Signer> signer);

  std::unique_ptr<Signer> signer_;
};

}  // namespace astronova::clients::apple
