#include "clients/apple/published_keys.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "clients/freshness.h"

namespace astronova::clients::apple {
namespace {

using std::chrono::seconds;

constexpr seconds lifetime_min = std::chrono::minutes{1};
constexpr seconds lifetime_max = std::chrono::hours{24};
constexpr seconds lifetime_untold = std::chrono::hours{1};
constexpr seconds pause_for_unknown = std::chrono::minutes{1};

Error unreadable() {
  return {ErrorCode::unavailable, "Apple's keys cannot be read."};
}

// The keys of a JWK Set (RFC 7517, 5) by their ids; those without one are left out.
std::map<std::string, std::string, std::less<>> keys_in(const std::string& text) {
  std::map<std::string, std::string, std::less<>> found;
  boost::json::error_code failure;
  const auto document = boost::json::parse(text, failure);
  const auto* set = failure ? nullptr : document.if_object();
  const auto* member = set ? set->if_contains("keys") : nullptr;
  const auto* keys = member ? member->if_array() : nullptr;
  if (!keys) return found;
  for (const auto& value : *keys) {
    const auto* key = value.if_object();
    const auto* id = key ? key->if_contains("kid") : nullptr;
    if (id && id->is_string()) found.emplace(id->as_string(), boost::json::serialize(*key));
  }
  return found;
}

}  // namespace

PublishedKeys::PublishedKeys(HttpClient& http, const Clock& clock, AppleSettings settings)
    : http_{http}, clock_{clock}, settings_{std::move(settings)} {}

Result<std::string> PublishedKeys::key(std::string_view kid) {
  std::unique_lock lock{mutex_};
  if (!fresh()) {
    const auto refreshed = refresh(lock);
    if (!refreshed) return refreshed.error();
  }
  auto found = keys_.find(kid);
  if (found == keys_.end()) {
    const auto refreshed = asked_lately() && !fetching_ ? outcome_ : refresh(lock);
    if (!refreshed) return refreshed.error();
    found = keys_.find(kid);
  }
  if (found == keys_.end())
    return Error{ErrorCode::not_found, "Apple publishes no key of this id."};
  return found->second;
}

// A clock that was set back makes neither of these hold for long.
bool PublishedKeys::fresh() const {
  const auto now = clock_.now();
  return now < fresh_until_ && fresh_until_ <= now + lifetime_max;
}

bool PublishedKeys::asked_lately() const {
  const auto now = clock_.now();
  return asked_at_ <= now && now < asked_at_ + pause_for_unknown;
}

Result<void> PublishedKeys::refresh(std::unique_lock<std::mutex>& lock) {
  if (fetching_) {
    fetched_.wait(lock, [this, before = fetches_] { return fetches_ != before; });
    return outcome_;
  }
  struct Round {
    PublishedKeys& keys;
    std::unique_lock<std::mutex>& lock;
    ~Round() {
      if (!lock.owns_lock()) lock.lock();
      keys.fetching_ = false;
      ++keys.fetches_;
      keys.fetched_.notify_all();
    }
  };
  fetching_ = true;
  outcome_ = unreadable();
  asked_at_ = clock_.now();
  const Round round{*this, lock};
  lock.unlock();
  auto answer = fetch();
  lock.lock();
  if (!answer) return outcome_ = answer.error();
  keys_ = std::move(answer->keys);
  fresh_until_ = asked_at_ + answer->lifetime;
  return outcome_ = Result<void>{};
}

Result<PublishedKeys::Answer> PublishedKeys::fetch() {
  const auto response = http_.send({.url = settings_.base_address + "/auth/keys",
                                    .headers = {{"accept", "application/json"}},
                                    .deadline = settings_.deadline,
                                    .idempotent = true});
  if (!response) return response.error();
  if (response->status != 200) return unreadable();
  Answer answer{keys_in(response->body), freshness(*response).value_or(lifetime_untold)};
  answer.lifetime = std::clamp(answer.lifetime, lifetime_min, lifetime_max);
  if (answer.keys.empty()) return unreadable();
  return answer;
}

}  // namespace astronova::clients::apple
