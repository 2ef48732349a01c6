#include "accounts/passkeys/authenticator_data.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/accounts/support/authenticator.h"

namespace astronova::accounts {
namespace {

using testing::Authenticator;
namespace cbor = testing::cbor;

constexpr std::size_t flags_at = 32;

std::string with_flags(std::string data, unsigned more) {
  data[flags_at] = static_cast<char>(static_cast<unsigned char>(data[flags_at]) | more);
  return data;
}

TEST(AuthenticatorData, ItIsReadAsItWasWritten) {
  Authenticator authenticator;
  authenticator.sign_count = 0x01020304;
  authenticator.user_verified = false;
  const auto bytes = authenticator.authenticator_data(true);
  const auto data = read_authenticator_data(bytes);
  ASSERT_TRUE(data);
  EXPECT_TRUE(data->user_present);
  EXPECT_FALSE(data->user_verified);
  EXPECT_TRUE(data->backup_eligible);
  EXPECT_TRUE(data->backed_up);
  EXPECT_EQ(data->sign_count, 0x01020304U);
  ASSERT_TRUE(data->credential);
  EXPECT_EQ(data->credential->id, authenticator.id);
  EXPECT_EQ(data->credential->public_key, authenticator.cose_key());
  EXPECT_EQ(data->credential->authenticator_model, std::string(16, '\0'));
}

TEST(AuthenticatorData, APartOfItIsNone) {
  for (const bool with_credential : {false, true}) {
    const auto bytes = Authenticator().authenticator_data(with_credential);
    for (std::size_t size = 0; size < bytes.size(); ++size)
      EXPECT_FALSE(read_authenticator_data(std::string_view(bytes).substr(0, size))) << size;
    EXPECT_TRUE(read_authenticator_data(bytes));
    EXPECT_FALSE(read_authenticator_data(bytes + '\0'));
  }
}

TEST(AuthenticatorData, WhatTheFlagsAnnounceHasToBeThere) {
  const auto bytes = Authenticator().authenticator_data(false);
  EXPECT_FALSE(read_authenticator_data(with_flags(bytes, 0x40)));
  EXPECT_FALSE(read_authenticator_data(with_flags(bytes, 0x80)));
}

TEST(AuthenticatorData, ExtensionsAreAMap) {
  const auto extensions = cbor::map({{cbor::text("credProtect"), cbor::integer(2)}});
  for (const bool with_credential : {false, true}) {
    const auto bytes = with_flags(Authenticator().authenticator_data(with_credential), 0x80);
    EXPECT_TRUE(read_authenticator_data(bytes + extensions));
    EXPECT_FALSE(read_authenticator_data(bytes + cbor::array({})));
    EXPECT_FALSE(read_authenticator_data(bytes + extensions + "x"));
    EXPECT_FALSE(read_authenticator_data(bytes + "\xff"));
  }
}

// WebAuthn Level 3, 6.1.3.
TEST(AuthenticatorData, AKeyThatCannotBeBackedUpIsNotBackedUp) {
  Authenticator authenticator;
  authenticator.backup_eligible = false;
  EXPECT_FALSE(read_authenticator_data(authenticator.authenticator_data(false)));
  authenticator.backed_up = false;
  EXPECT_TRUE(read_authenticator_data(authenticator.authenticator_data(false)));
}

// WebAuthn Level 3, 7.1, step 25.
TEST(AuthenticatorData, AnIdHasOneTo1023Bytes) {
  Authenticator authenticator;
  for (const std::size_t size : {1U, 1'023U}) {
    authenticator.id = std::string(size, 'i');
    EXPECT_TRUE(read_authenticator_data(authenticator.authenticator_data(true))) << size;
  }
  for (const std::size_t size : {0U, 1'024U, 65'535U}) {
    authenticator.id = std::string(size, 'i');
    EXPECT_FALSE(read_authenticator_data(authenticator.authenticator_data(true))) << size;
  }
}

}  // namespace
}  // namespace astronova::accounts
