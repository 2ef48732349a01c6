#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "clients/apple/apple_settings.h"
#include "clients/apple_keys.h"
#include "clients/http_client.h"

namespace astronova::clients::apple {

/// The keys at /auth/keys, kept for as long as Apple's Cache-Control says: at least a minute, at
/// most a day, an hour where it says nothing. An id that is not among them has them fetched anew,
/// though not when they were asked for within the last minute, since ids come from strangers. Of
/// many who need the keys at once one fetches them. Those that have run out are not used, even when
/// Apple does not answer.
class PublishedKeys final : public AppleKeys {
 public:
  /// The client and the clock must outlive it.
  PublishedKeys(HttpClient& http, const Clock& clock, AppleSettings settings);

  Result<std::string> key(std::string_view kid) override;

 private:
  using Keys = std::map<std::string, std::string, std::less<>>;
  struct Answer {
    Keys keys;
    std::chrono::seconds lifetime;
  };

  bool fresh() const;
  bool asked_lately() const;
  Result<void> refresh(std::unique_lock<std::mutex>& lock);
  Result<Answer> fetch();

  HttpClient& http_;
  const Clock& clock_;
  const AppleSettings settings_;
  std::mutex mutex_;
  std::condition_variable fetched_;
  Keys keys_;
  Instant asked_at_ = Instant::min();  // when they were last asked for, whatever came of it
  Instant fresh_until_ = Instant::min();
  Result<void> outcome_;  // of the last time they were asked for
  bool fetching_ = false;
  std::uint64_t fetches_ = 0;
};

}  // namespace astronova::clients::apple
