#include "accounts/passkeys/passkeys.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accounts/base64url.h"
#include "accounts/digest.h"
#include "tests/accounts/support/accounts_fixture.h"
#include "tests/accounts/support/authenticator.h"

namespace astronova::accounts {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using storage::Role;
using testing::Authenticator;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;
namespace cbor = testing::cbor;

class PasskeysTest : public testing::AccountsFixture {
 protected:
  static std::string challenge_in(const Result<std::string>& options) {
    return std::string(boost::json::parse(*options).at("challenge").as_string());
  }
  std::string registration_challenge(const std::string& account_id) const {
    return challenge_in(passkeys.registration_options(account_id, "Ann"));
  }
  std::string authentication_challenge() const {
    return challenge_in(passkeys.authentication_options());
  }
  // The account's UUID, as bytes.
  static std::string handle(const std::string& account_id) {
    std::string bytes;
    for (std::size_t i = 0; i < account_id.size(); i += account_id[i] == '-' ? 1 : 2) {
      if (account_id[i] != '-')
        bytes += static_cast<char>(std::stoi(account_id.substr(i, 2), nullptr, 16));
    }
    return bytes;
  }
  Result<Passkey> add(const std::string& account_id, const Authenticator& authenticator) const {
    return passkeys.add(account_id, authenticator.create(registration_challenge(account_id)),
                        "My phone");
  }
  Result<SignedIn> sign_in(const Authenticator& authenticator,
                           const std::optional<std::string>& current = {}) const {
    return passkeys.sign_in(authenticator.get(authentication_challenge()), "a browser", current);
  }
  // An account with the authenticator's passkey.
  std::string registered(Authenticator& authenticator) {
    const auto account_id = guest().account.id;
    EXPECT_TRUE(add(account_id, authenticator));
    authenticator.user_handle = handle(account_id);
    return account_id;
  }
  std::string why(const Authenticator& authenticator) const {
    const auto signed_in = sign_in(authenticator);
    return signed_in ? "" : signed_in.error().detail;
  }

  RelyingParty party{.id = "example.org", .name = "AstroNova", .origins = {"https://example.org"}};
  Passkeys passkeys{foundations, sessions, party};
};

TEST_F(PasskeysTest, APasskeyOpensItsAccountByEachAlgorithm) {
  for (const auto algorithm :
       {SignatureAlgorithm::es256, SignatureAlgorithm::eddsa, SignatureAlgorithm::rs256}) {
    for (const auto* format : {"none", "packed"}) {
      Authenticator authenticator(algorithm);
      authenticator.format = format;
      authenticator.id += format + std::to_string(static_cast<int>(algorithm));
      const auto account_id = registered(authenticator);
      const auto signed_in = sign_in(authenticator);
      ASSERT_TRUE(signed_in) << signed_in.error().detail;
      EXPECT_EQ(signed_in->account.id, account_id);
      EXPECT_EQ(sessions.authenticate(signed_in->access_token.text)->account_id, account_id);
    }
  }
}

TEST_F(PasskeysTest, AGuestWithAPasskeyIsAUser) {
  const auto was = guest();
  stores.records[was.account.id] = {"a chart"};
  ASSERT_EQ(sessions.authenticate(was.access_token.text)->role, Role::guest);
  Authenticator authenticator;
  ASSERT_TRUE(add(was.account.id, authenticator));
  EXPECT_EQ(sessions.authenticate(was.access_token.text)->role, Role::user);
  EXPECT_THAT(stores.records[was.account.id], ElementsAre("a chart"));
}

TEST_F(PasskeysTest, AGuestWhoSignsInBringsTheirRecords) {
  Authenticator authenticator;
  const auto account_id = registered(authenticator);
  const auto was = guest();
  stores.records[was.account.id] = {"a chart"};
  const auto signed_in = sign_in(authenticator, was.account.id);
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(signed_in->account.id, account_id);
  EXPECT_THAT(stores.records[account_id], ElementsAre("a chart"));
  EXPECT_FALSE(sessions.authenticate(was.access_token.text));
}

TEST_F(PasskeysTest, APasskeyOfAMergedAccountStillOpens) {
  Authenticator authenticator;
  const auto account_id = registered(authenticator);
  const auto into = stores.create_account(Role::user, clock.now())->id;
  ASSERT_TRUE(stores.merge(account_id, into, clock.now()));
  EXPECT_EQ(sign_in(authenticator)->account.id, into);
}

// The members are those of PublicKeyCredentialCreationOptionsJSON, WebAuthn Level 3, 5.1.8.
TEST_F(PasskeysTest, RegistrationOptionsAreWhatBrowsersRead) {
  const auto account_id = guest().account.id;
  Authenticator authenticator;
  ASSERT_TRUE(add(account_id, authenticator));
  auto options = boost::json::parse(*passkeys.registration_options(account_id, "Ann \"E.\""));
  EXPECT_EQ(decode_base64url(options.at("challenge").as_string())->size(), 32U);
  options.as_object().erase("challenge");
  const auto id = encode_base64url(bytes_of(authenticator.id));
  EXPECT_EQ(options,
            (boost::json::value{
                {"rp", {{"id", "example.org"}, {"name", "AstroNova"}}},
                {"user",
                 {{"id", encode_base64url(bytes_of(handle(account_id)))},
                  {"name", "Ann \"E.\""},
                  {"displayName", "Ann \"E.\""}}},
                {"pubKeyCredParams",
                 {{{"type", "public-key"}, {"alg", -8}},
                  {{"type", "public-key"}, {"alg", -7}},
                  {{"type", "public-key"}, {"alg", -257}}}},
                {"timeout", 300'000},
                {"excludeCredentials",
                 boost::json::array{boost::json::object{
                     {"type", "public-key"}, {"id", id}, {"transports", {"internal", "hybrid"}}}}},
                {"authenticatorSelection",
                 {{"residentKey", "preferred"},
                  {"requireResidentKey", false},
                  {"userVerification", "preferred"}}},
                {"attestation", "none"}}))
      << options;
}

TEST_F(PasskeysTest, AuthenticationOptionsAreWhatBrowsersRead) {
  auto options = boost::json::parse(*passkeys.authentication_options());
  EXPECT_EQ(decode_base64url(options.at("challenge").as_string())->size(), 32U);
  options.as_object().erase("challenge");
  EXPECT_EQ(options, (boost::json::value{{"timeout", 300'000},
                                         {"rpId", "example.org"},
                                         {"allowCredentials", boost::json::array{}},
                                         {"userVerification", "preferred"}}));
  const std::vector<std::string> ids{"Zm9v", "no base64url!"};
  const auto for_known = boost::json::parse(*passkeys.authentication_options(ids));
  EXPECT_EQ(for_known.at("allowCredentials"),
            (boost::json::array{boost::json::object{
                {"type", "public-key"}, {"id", "Zm9v"}, {"transports", boost::json::array{}}}}));
}

TEST_F(PasskeysTest, AChallengeIsGoodOnceForOnePurposeAndAccountAndForFiveMinutes) {
  Authenticator authenticator;
  const auto account_id = registered(authenticator);
  const auto challenge = authentication_challenge();
  EXPECT_TRUE(passkeys.sign_in(authenticator.get(challenge), "", {}));
  EXPECT_THAT(passkeys.sign_in(authenticator.get(challenge), "", {}).error().detail,
              HasSubstr("challenge"));
  EXPECT_FALSE(passkeys.sign_in(authenticator.get(registration_challenge(account_id)), "", {}));
  EXPECT_FALSE(passkeys.sign_in(authenticator.get("bWFkZSB1cA"), "", {}));
  const auto late = authentication_challenge();
  clock.advance(Passkeys::challenge_lifetime);
  EXPECT_FALSE(passkeys.sign_in(authenticator.get(late), "", {}));

  const auto other = guest().account.id;
  authenticator.id = "another id";
  EXPECT_FALSE(passkeys.add(other, authenticator.create(registration_challenge(account_id)), ""));
  EXPECT_FALSE(passkeys.add(other, authenticator.create(authentication_challenge()), ""));
  const auto right = registration_challenge(other);
  EXPECT_TRUE(passkeys.add(other, authenticator.create(right), ""));
  authenticator.id = "a third id";
  EXPECT_FALSE(passkeys.add(other, authenticator.create(right), ""));
}

// Each check of WebAuthn Level 3, 7.1: wrong in this alone.
TEST_F(PasskeysTest, ARegistrationThatIsWrongInOneThingIsRefused) {
  using Change = void (*)(Authenticator&);
  const std::pair<const char*, Change> changes[] = {
      {"another question", [](Authenticator& a) { a.type = "webauthn.get"; }},
      {"another origin", [](Authenticator& a) { a.origin = "https://example.com"; }},
      {"a frame", [](Authenticator& a) { a.more_client_data = R"(,"crossOrigin":true)"; }},
      {"another site", [](Authenticator& a) { a.relying_party = "example.com"; }},
      {"nobody there", [](Authenticator& a) { a.user_present = false; }},
      {"a backup that cannot be", [](Authenticator& a) { a.backup_eligible = false; }},
      {"an algorithm not asked for",
       [](Authenticator& a) {
         a.key = a.cose_key();
         a.key[5 - 1] = '\x26' + 1;  // alg: -8 of a key on P-256
       }},
      {"a statement where none is",
       [](Authenticator& a) {
         a.statement = cbor::map({{cbor::text("x"), cbor::integer(1)}});
       }},
      {"an unknown format", [](Authenticator& a) { a.format = "fido-u2f"; }},
      {"a broken self attestation",
       [](Authenticator& a) {
         a.format = "packed";
         a.spoil_signature = true;
       }},
      {"a self attestation by another algorithm",
       [](Authenticator& a) {
         a.format = "packed";
         a.stated_algorithm = -257;
       }},
      {"a self attestation without signature",
       [](Authenticator& a) {
         a.format = "packed";
         a.statement = cbor::map({{cbor::text("alg"), cbor::integer(-7)}});
       }},
      {"an attestation without certificates",
       [](Authenticator& a) {
         a.format = "packed";
         a.statement = cbor::map({{cbor::text("alg"), cbor::integer(-7)},
                                  {cbor::text("sig"), cbor::bytes("signature")},
                                  {cbor::text("x5c"), cbor::array({})}});
       }},
  };
  const auto account_id = guest().account.id;
  for (const auto& [what, change] : changes) {
    Authenticator authenticator;
    change(authenticator);
    EXPECT_FALSE(add(account_id, authenticator)) << what;
  }
  EXPECT_TRUE(add(account_id, Authenticator()));
}

// Each check of WebAuthn Level 3, 7.2: wrong in this alone.
TEST_F(PasskeysTest, AnAssertionThatIsWrongInOneThingIsRefused) {
  using Change = void (*)(Authenticator&);
  const std::pair<const char*, Change> changes[] = {
      {"another question", [](Authenticator& a) { a.type = "webauthn.create"; }},
      {"another origin", [](Authenticator& a) { a.origin = "https://evil.example.org"; }},
      {"a frame", [](Authenticator& a) { a.more_client_data = R"(,"crossOrigin":true)"; }},
      {"another site", [](Authenticator& a) { a.relying_party = "example.com"; }},
      {"nobody there", [](Authenticator& a) { a.user_present = false; }},
      {"a backup that cannot be", [](Authenticator& a) { a.backup_eligible = false; }},
      {"another kind of key", [](Authenticator& a) { a.backup_eligible = a.backed_up = false; }},
      {"a broken signature", [](Authenticator& a) { a.spoil_signature = true; }},
      {"an unknown id", [](Authenticator& a) { a.id = "unknown"; }},
      {"another person", [](Authenticator& a) { a.user_handle = std::string(16, 'x'); }},
      {"nobody named", [](Authenticator& a) { a.user_handle.reset(); }},
  };
  Authenticator authenticator;
  registered(authenticator);
  for (const auto& [what, change] : changes) {
    auto changed = authenticator;
    change(changed);
    const auto signed_in = sign_in(changed);
    ASSERT_FALSE(signed_in) << what;
    EXPECT_NE(signed_in.error().code, ErrorCode::internal);
  }
  EXPECT_TRUE(sign_in(authenticator));
}

TEST_F(PasskeysTest, AnotherKeysSignatureIsRefused) {
  Authenticator authenticator;
  registered(authenticator);
  Authenticator other;
  other.user_handle = authenticator.user_handle;
  EXPECT_THAT(why(other), HasSubstr("signature"));
}

// Older authenticators do not tell whose passkey it is.
TEST_F(PasskeysTest, AmongKnownPasskeysNobodyNeedsToBeNamed) {
  Authenticator authenticator;
  const auto account_id = registered(authenticator);
  authenticator.user_handle.reset();
  const std::vector<std::string> ids{encode_base64url(bytes_of(authenticator.id))};
  const auto challenge = challenge_in(passkeys.authentication_options(ids));
  const auto signed_in = passkeys.sign_in(authenticator.get(challenge), "", {});
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(signed_in->account.id, account_id);
  EXPECT_FALSE(passkeys.sign_in(authenticator.get(challenge), "", {}));
}

TEST_F(PasskeysTest, UserVerificationCanBeRequired) {
  party.require_user_verification = true;
  const Passkeys strict(foundations, sessions, party);
  const auto account_id = guest().account.id;
  Authenticator authenticator;
  const auto add_strictly = [&] {
    const auto options = strict.registration_options(account_id, "Ann");
    EXPECT_EQ(boost::json::parse(*options).at("authenticatorSelection").at("userVerification"),
              "required");
    return strict.add(account_id, authenticator.create(challenge_in(options)), "");
  };
  authenticator.user_verified = false;
  EXPECT_FALSE(add_strictly());
  authenticator.user_verified = true;
  ASSERT_TRUE(add_strictly());
  authenticator.user_handle = handle(account_id);
  const auto sign_in_strictly = [&] {
    const auto options = strict.authentication_options();
    EXPECT_EQ(boost::json::parse(*options).at("userVerification"), "required");
    return strict.sign_in(authenticator.get(challenge_in(options)), "", {});
  };
  authenticator.user_verified = false;
  EXPECT_FALSE(sign_in_strictly());
  EXPECT_TRUE(sign_in(authenticator));
  authenticator.user_verified = true;
  EXPECT_TRUE(sign_in_strictly());
}

// WebAuthn Level 3, 7.2, step 22.
TEST_F(PasskeysTest, ACounterThatDoesNotGoForwardTellsOfACopy) {
  Authenticator authenticator;
  authenticator.sign_count = 5;
  const auto account_id = registered(authenticator);
  EXPECT_THAT(why(authenticator), HasSubstr("copied"));
  authenticator.sign_count = 6;
  EXPECT_EQ(why(authenticator), "");
  authenticator.sign_count = 5;
  EXPECT_THAT(why(authenticator), HasSubstr("copied"));
  authenticator.sign_count = 0;
  EXPECT_THAT(why(authenticator), HasSubstr("copied"));
  authenticator.sign_count = 7;
  EXPECT_EQ(why(authenticator), "");
  EXPECT_EQ(audited(account_id),
            "passkey.counter-went-back passkey.counter-went-back passkey.counter-went-back ");
}

TEST_F(PasskeysTest, AnAuthenticatorThatCountsNothingIsTaken) {
  Authenticator authenticator;
  registered(authenticator);
  EXPECT_EQ(why(authenticator), "");
  EXPECT_EQ(why(authenticator), "");
}

TEST_F(PasskeysTest, UseElsewhereAtTheSameMomentIsNotOverwritten) {
  Authenticator authenticator;
  authenticator.sign_count = 1;
  const auto account_id = registered(authenticator);
  auto elsewhere = authenticator;
  elsewhere.sign_count = 3;
  authenticator.sign_count = 2;
  stores.meanwhile = [&] { stores.meanwhile = [&] { EXPECT_EQ(why(elsewhere), ""); }; };
  EXPECT_THAT(why(authenticator), HasSubstr("copied"));
  const auto record = read_passkey_record(stores.identities(account_id)->front().details);
  EXPECT_EQ(record->sign_count, 3U);
}

TEST_F(PasskeysTest, APasskeyIsRegisteredOnce) {
  Authenticator authenticator;
  const auto account_id = registered(authenticator);
  EXPECT_EQ(add(account_id, authenticator).error().code, ErrorCode::conflict);
  EXPECT_EQ(add(guest().account.id, authenticator).error().code, ErrorCode::conflict);
  // Somebody else's key under an id that is known.
  Authenticator other;
  EXPECT_EQ(add(guest().account.id, other).error().code, ErrorCode::conflict);
  EXPECT_EQ(sign_in(authenticator)->account.id, account_id);
}

TEST_F(PasskeysTest, TheIdIsTheOneThatWasAttested) {
  const auto account_id = guest().account.id;
  Authenticator authenticator;
  auto answer = authenticator.create(registration_challenge(account_id));
  answer["id"] = answer["rawId"] = "b3RoZXI";
  EXPECT_FALSE(passkeys.add(account_id, answer, ""));
}

TEST_F(PasskeysTest, AnAccountHasTwentyPasskeysAtMost) {
  const auto account_id = guest().account.id;
  Authenticator authenticator;
  for (std::size_t i = 0; i < Passkeys::passkeys_max; ++i) {
    authenticator.id = "credential " + std::to_string(i);
    ASSERT_TRUE(add(account_id, authenticator));
  }
  EXPECT_EQ(passkeys.registration_options(account_id, "Ann").error().code, ErrorCode::conflict);
}

TEST_F(PasskeysTest, PasskeysAreListedWithTheirLastUse) {
  Authenticator authenticator;
  const auto account_id = registered(authenticator);
  const auto created_at = clock.now();
  clock.advance(hours(1));
  ASSERT_TRUE(sign_in(authenticator));
  const auto listed = passkeys.list(account_id);
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_EQ(listed->front().name, "My phone");
  EXPECT_TRUE(listed->front().backed_up);
  EXPECT_EQ(listed->front().created_at, created_at);
  EXPECT_EQ(listed->front().last_used_at, clock.now());
}

TEST_F(PasskeysTest, TheOnlyWayInIsNotRemoved) {
  Authenticator authenticator;
  const auto account_id = registered(authenticator);
  const auto id = passkeys.list(account_id)->front().id;
  EXPECT_EQ(passkeys.remove(account_id, id).error().code, ErrorCode::conflict);
  ASSERT_TRUE(stores.link(account_id, {"apple", "ann", "{}", clock.now()}));
  EXPECT_EQ(passkeys.remove(account_id, "another").error().code, ErrorCode::not_found);
  EXPECT_EQ(passkeys.remove(guest().account.id, id).error().code, ErrorCode::not_found);
  EXPECT_TRUE(passkeys.remove(account_id, id));
  EXPECT_THAT(why(authenticator), HasSubstr("opens no account"));
}

TEST_F(PasskeysTest, AnAnswerThatIsNoneSaysWhereItIsWrong) {
  const auto pointers = [this](std::string_view json) {
    std::string all;
    const auto signed_in = passkeys.sign_in(boost::json::parse(json), "", {});
    EXPECT_FALSE(signed_in);
    for (const auto& field : signed_in.error().fields)
      all += field.pointer + ' ';
    return all;
  };
  EXPECT_EQ(pointers("[]"), " ");
  EXPECT_EQ(pointers("{}"), "/type /response /id ");
  EXPECT_EQ(pointers(R"({"type":"public-key","id":"YQ","rawId":"Yg","response":{}})"),
            "/rawId /response/clientDataJSON /response/authenticatorData /response/signature ");
  EXPECT_EQ(pointers(R"({"type":"public-key","id":"YQ==","response":{"clientDataJSON":"",
                         "authenticatorData":7,"signature":"YQ","userHandle":"+"}})"),
            "/id /response/clientDataJSON /response/authenticatorData /response/userHandle ");
  const auto added =
      passkeys.add("x", boost::json::parse(R"({"type":"public-key","id":"YQ","response":{}})"), "");
  ASSERT_FALSE(added);
  EXPECT_THAT(added.error().fields,
              ElementsAre(Field(&FieldError::pointer, "/response/clientDataJSON"),
                          Field(&FieldError::pointer, "/response/attestationObject")));
}

TEST_F(PasskeysTest, WhatAnAccountKeepsHoldsNoChallengeInClear) {
  const auto account_id = guest().account.id;
  const auto challenge = registration_challenge(account_id);
  ASSERT_TRUE(passkeys.add(account_id, Authenticator().create(challenge), "x"));
  EXPECT_THAT(stores.everything(), Not(HasSubstr(challenge)));
}

TEST_F(PasskeysTest, ADatabaseThatIsAwayIsNoVerdict) {
  Authenticator authenticator;
  registered(authenticator);
  const auto challenge = authentication_challenge();
  stores.away = true;
  EXPECT_EQ(passkeys.sign_in(authenticator.get(challenge), "", {}).error().code,
            ErrorCode::unavailable);
  stores.away = false;
  EXPECT_TRUE(passkeys.sign_in(authenticator.get(challenge), "", {}));
}

}  // namespace
}  // namespace astronova::accounts
