// The test vectors of the standard itself: WebAuthn Level 3, section 16.

#include <string>

#include <gtest/gtest.h>

#include "accounts/base64url.h"
#include "accounts/digest.h"
#include "accounts/passkeys/attestation.h"
#include "accounts/passkeys/ceremonies.h"
#include "accounts/passkeys/client_data.h"
#include "tests/accounts/support/hexadecimal.h"
#include "tests/support/json_file.h"

namespace astronova::accounts {
namespace {

using testing::from_hexadecimal;

struct Vector {
  std::string name;
  boost::json::value registration, authentication;
};

std::string member(const boost::json::value& object, std::string_view name) {
  return from_hexadecimal(std::string(object.at(name).as_string()));
}

std::vector<Vector> vectors() {
  std::vector<Vector> all;
  const auto file = testing::json_file("tests/accounts/data/webauthn_vectors.json");
  for (const auto& vector : file.at("vectors").as_array()) {
    all.push_back({std::string(vector.at("name").as_string()), vector.at("registration"),
                   vector.at("authentication")});
  }
  return all;
}

bool is_cross_origin(const Vector& vector) {
  return vector.name.ends_with("crossOrigin") || vector.name.ends_with("topOrigin");
}

PasskeyRegistration registration_of(const Vector& vector) {
  return {.id = member(vector.registration, "credentialId"),
          .client_data = member(vector.registration, "clientDataJSON"),
          .attestation_object = member(vector.registration, "attestationObject")};
}

PasskeyAssertion assertion_of(const Vector& vector) {
  return {.id = member(vector.registration, "credentialId"),
          .client_data = member(vector.authentication, "clientDataJSON"),
          .authenticator_data = member(vector.authentication, "authenticatorData"),
          .signature = member(vector.authentication, "signature")};
}

const RelyingParty party{
    .id = "example.org", .name = "Example", .origins = {"https://example.org"}};

TEST(WebAuthnVectors, BothCeremoniesPass) {
  int passed = 0;
  for (const auto& vector : vectors()) {
    if (is_cross_origin(vector) || vector.name.starts_with("apple")) continue;
    const auto record = check_registration(party, registration_of(vector));
    ASSERT_TRUE(record) << vector.name << ": " << record.error().detail;
    const auto checked = check_assertion(party, *record, assertion_of(vector));
    ASSERT_TRUE(checked) << vector.name << ": " << checked.error().detail;
    EXPECT_FALSE(checked->counter_went_back);
    ++passed;
  }
  EXPECT_EQ(passed, 5);
}

TEST(WebAuthnVectors, TheChallengeIsTheOneAskedWith) {
  for (const auto& vector : vectors()) {
    const auto client_data = read_client_data(registration_of(vector).client_data);
    ASSERT_TRUE(client_data) << vector.name;
    EXPECT_EQ(client_data->challenge,
              encode_base64url(bytes_of(member(vector.registration, "challenge"))));
  }
}

TEST(WebAuthnVectors, EachChangedByteOfASignedAssertionIsFound) {
  for (const auto& vector : vectors()) {
    if (vector.name != "none.ES256" && vector.name != "packed.EdDSA") continue;
    const auto record = check_registration(party, registration_of(vector));
    ASSERT_TRUE(record);
    const auto right = assertion_of(vector);
    for (auto part : {&PasskeyAssertion::client_data, &PasskeyAssertion::authenticator_data,
                      &PasskeyAssertion::signature}) {
      for (std::size_t i = 0; i < (right.*part).size(); ++i) {
        auto wrong = right;
        (wrong.*part)[i] = static_cast<char>((wrong.*part)[i] ^ 0x02);
        EXPECT_FALSE(check_assertion(party, *record, wrong)) << vector.name << ' ' << i;
      }
    }
  }
}

TEST(WebAuthnVectors, EachChangedByteOfASelfAttestationIsFound) {
  for (const auto& vector : vectors()) {
    if (vector.name != "packed-self.ES256") continue;
    const auto right = registration_of(vector);
    ASSERT_TRUE(check_registration(party, right));
    for (auto part :
         {&PasskeyRegistration::client_data, &PasskeyRegistration::attestation_object}) {
      for (std::size_t i = 0; i < (right.*part).size(); ++i) {
        auto wrong = right;
        (wrong.*part)[i] = static_cast<char>((wrong.*part)[i] ^ 0x02);
        EXPECT_FALSE(check_registration(party, wrong)) << i;
      }
    }
  }
}

// What nobody asked for: pages within pages of other sites.
TEST(WebAuthnVectors, FramesOfOtherSitesAreRefused) {
  int refused = 0;
  for (const auto& vector : vectors()) {
    if (!is_cross_origin(vector)) continue;
    const auto registration = registration_of(vector);
    EXPECT_FALSE(check_registration(party, registration)) << vector.name;
    const auto created = verify_attestation(registration.attestation_object, std::string(32, '\0'));
    ASSERT_TRUE(created) << vector.name;
    const PasskeyRecord record{.public_key = std::string(created->credential.public_key)};
    EXPECT_FALSE(check_assertion(party, record, assertion_of(vector))) << vector.name;
    ++refused;
  }
  EXPECT_EQ(refused, 2);
}

TEST(WebAuthnVectors, AFormatThatCannotBeVerifiedIsRefused) {
  for (const auto& vector : vectors()) {
    if (vector.name != "apple.ES256") continue;
    const auto record = check_registration(party, registration_of(vector));
    ASSERT_FALSE(record);
    EXPECT_EQ(record.error().code, ErrorCode::invalid_value);
    return;
  }
  FAIL() << "there is no such vector";
}

TEST(WebAuthnVectors, AnotherSitesPasskeyIsRefused) {
  const auto vector = vectors().front();
  auto other = party;
  other.id = "example.com";
  EXPECT_FALSE(check_registration(other, registration_of(vector)));
  other = party;
  other.origins = {"https://example.com"};
  EXPECT_FALSE(check_registration(other, registration_of(vector)));
}

// Who issued the vectors' certificates is not looked at, but whose key they have.
TEST(WebAuthnVectors, ACertificateOfAnotherKeyDoesNotAttest) {
  PasskeyRegistration packed, other;
  for (const auto& vector : vectors()) {
    if (vector.name == "packed.ES256") packed = registration_of(vector);
    if (vector.name == "packed.EdDSA") other = registration_of(vector);
  }
  const auto key_in = [](const std::string& object) {
    const auto before = from_hexadecimal("03420004");
    return object.find(before) + before.size();
  };
  ASSERT_TRUE(check_registration(party, packed));
  auto& object = packed.attestation_object;
  object.replace(key_in(object), 64,
                 other.attestation_object.substr(key_in(other.attestation_object), 64));
  const auto record = check_registration(party, packed);
  ASSERT_FALSE(record);
  EXPECT_EQ(record.error().code, ErrorCode::unauthenticated);
}

}  // namespace
}  // namespace astronova::accounts
