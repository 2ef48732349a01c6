#include "api/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/seeded_randomness.h"

namespace astronova::api {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

TEST(Page, BearsTheNonceOfItsPolicyWhereverItsHtmlWantsOne) {
  const Page page("<style nonce={nonce}>a</style><script nonce=\"{nonce}\">b</script>{none}");
  const auto response = page.answer(testing::SeededRandomness());
  ASSERT_THAT(response.body, MatchesRegex("<style nonce=[0-9a-f]{32}>a</style>.*"));
  const auto nonce = response.body.substr(13, 32);
  EXPECT_EQ(response.body,
            "<style nonce=" + nonce + ">a</style><script nonce=\"" + nonce + "\">b</script>{none}");
  EXPECT_THAT(response.page_policy, HasSubstr("script-src 'self' 'nonce-" + nonce + "';"));
  EXPECT_THAT(response.page_policy, HasSubstr("style-src 'self' 'nonce-" + nonce + "';"));
  EXPECT_EQ(response.content_type, "text/html; charset=utf-8");
}

TEST(Page, HasAnotherNonceInEachAnswer) {
  const Page page("{nonce}");
  const testing::SeededRandomness randomness;
  EXPECT_NE(page.answer(randomness).body, page.answer(randomness).body);
}

TEST(Page, MayDoWithoutANonce) {
  EXPECT_EQ(Page("<p>text").answer(testing::SeededRandomness()).body, "<p>text");
  EXPECT_EQ(Page("").answer(testing::SeededRandomness()).body, "");
}

TEST(Page, AllowsNothingUnsafe) {
  const auto policy = Page("").answer(testing::SeededRandomness()).page_policy;
  EXPECT_THAT(policy, ::testing::StartsWith("default-src 'none';"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
}

}  // namespace
}  // namespace astronova::api
