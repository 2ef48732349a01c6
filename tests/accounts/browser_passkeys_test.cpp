// Passkeys of a browser that is not ours: Chromium, with its own virtual authenticator.

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accounts/base64url.h"
#include "accounts/passkeys/passkeys.h"
#include "accounts/passkeys/public_key.h"
#include "tests/accounts/support/accounts_fixture.h"
#include "tests/support/node_server.h"

namespace astronova::accounts {
namespace {

using ::testing::HasSubstr;

constexpr const char* script = "tests/support/virtual_authenticator.mjs";

class BrowserPasskeysTest : public testing::AccountsFixture {
 protected:
  // Options for one algorithm alone, and with that attestation.
  std::string registration_options(const std::string& account_id, SignatureAlgorithm algorithm,
                                   const std::string& attestation) {
    auto options =
        boost::json::parse(*passkeys_on({}).registration_options(account_id, "Ann Example"))
            .as_object();
    options["pubKeyCredParams"] = {
        {{"type", "public-key"}, {"alg", static_cast<std::int64_t>(algorithm)}}};
    options["attestation"] = attestation;
    return boost::json::serialize(options);
  }
  std::string authentication_options() { return *passkeys_on({}).authentication_options(); }

  Passkeys passkeys_on(const std::string& origin) {
    return {foundations, sessions, {.id = "localhost", .name = "AstroNova", .origins = {origin}}};
  }
};

// What the browser answered.
struct Answers {
  std::string origin;
  std::vector<boost::json::value> values;
};

Answers ask_browser(const std::vector<std::string>& options) {
  testing::NodeServer browser(script, options);
  Answers answers{"http://localhost:" + std::to_string(browser.port()), {}};
  for (std::size_t i = 0; i < options.size(); ++i)
    answers.values.push_back(boost::json::parse(browser.read_line()));
  EXPECT_EQ(browser.read_line(), "closed");
  return answers;
}

TEST_F(BrowserPasskeysTest, APasskeyIsMadeAndOpensItsAccountByEachAlgorithm) {
  for (const auto algorithm :
       {SignatureAlgorithm::es256, SignatureAlgorithm::eddsa, SignatureAlgorithm::rs256}) {
    const auto account_id = guest().account.id;
    const auto answers = ask_browser({registration_options(account_id, algorithm, "none"),
                                      authentication_options(), authentication_options()});
    const auto passkeys = passkeys_on(answers.origin);
    const auto added = passkeys.add(account_id, answers.values[0], "Chromium");
    ASSERT_TRUE(added) << added.error().detail << ' ' << answers.values[0];
    for (const auto& answer : {answers.values[1], answers.values[2]}) {
      const auto opened = passkeys.sign_in(answer, "a browser", {});
      ASSERT_TRUE(opened) << opened.error().detail << ' ' << answer;
      EXPECT_EQ(opened->account.id, account_id);
    }
    EXPECT_FALSE(passkeys.sign_in(answers.values[2], "a browser", {}));
  }
}

TEST_F(BrowserPasskeysTest, AnAttestationThatNobodyAskedForIsVerified) {
  const auto account_id = guest().account.id;
  const auto answers =
      ask_browser({registration_options(account_id, SignatureAlgorithm::es256, "direct")});
  const auto& answer = answers.values[0];
  ASSERT_THAT(*decode_base64url(answer.at("response").at("attestationObject").as_string()),
              HasSubstr("packed"));
  const auto added = passkeys_on(answers.origin).add(account_id, answer, "Chromium");
  ASSERT_TRUE(added) << added.error().detail << ' ' << answer;
}

TEST_F(BrowserPasskeysTest, AnotherPagesPasskeyIsRefused) {
  const auto account_id = guest().account.id;
  const auto answers =
      ask_browser({registration_options(account_id, SignatureAlgorithm::es256, "none")});
  const auto added =
      passkeys_on("https://example.org").add(account_id, answers.values[0], "Chromium");
  ASSERT_FALSE(added);
  EXPECT_THAT(added.error().detail, HasSubstr(answers.origin));
}

}  // namespace
}  // namespace astronova::accounts
