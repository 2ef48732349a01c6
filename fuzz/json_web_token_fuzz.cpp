// Any token: access tokens, identity tokens and notifications; never a crash, and none of them is
// believed, as nobody has the keys.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "accounts/access_tokens.h"
#include "accounts/apple_details.h"
#include "accounts/apple_tokens.h"
#include "accounts/claims.h"
#include "accounts/key_ring.h"
#include "base/clock.h"
#include "base/randomness.h"

namespace {

using namespace astronova;

// The key of RFC 7515, A.2, whose private half stands there; no fuzzer signs.
class OneKey final : public clients::AppleKeys {
 public:
  Result<std::string> key(std::string_view /*kid*/) override {
    return std::string(
        R"({"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"})");
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const SystemClock clock;
  static const SystemRandomness randomness;
  static OneKey keys;
  static const accounts::AccessTokens access(
      *accounts::KeyRing::parse("k:0123456789abcdef0123456789abcdef"), {}, clock, randomness);
  static const accounts::AppleTokens apple(keys, {.client_ids = {"org.example.app"}}, clock);
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (access.verify(text) || apple.identity(text) || apple.events(text)) std::abort();
  (void)accounts::KeyRing::parse(text);
  (void)accounts::read_apple_details(text);
  return 0;
}
