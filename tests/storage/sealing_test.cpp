#include "storage/sealing.h"

#include <array>

#include <gmock/gmock.h>
#include <sodium.h>

#include "tests/storage/engines.h"

namespace astronova::storage::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr SealedPlace place{"charts", "owner", "id"};
constexpr const char* key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";  // 0, 1, … 31

TEST(AKeyRing, OpensWhatItSealedAndSealsNothingTwiceAlike) {
  const auto ring = keys_named({"2026a"});
  const auto stored = ring.seal(place, "born in Ulm");
  EXPECT_THAT(stored, StartsWith("12026a."));
  EXPECT_THAT(stored, Not(HasSubstr("Ulm")));
  EXPECT_EQ(ring.open(place, stored).value(), "born in Ulm");
  EXPECT_NE(ring.seal(place, "born in Ulm"), stored);
}

// As docs/storage.md has the form, opened by libsodium without our code.
TEST(AKeyRing, StoresWhatTheDocumentSays) {
  const auto stored = KeyRing::parse(std::string("k:") + key).value().seal(place, "born in Ulm");
  ASSERT_THAT(stored, StartsWith("1k."));
  std::array<unsigned char, 200> sealed{};
  std::size_t length = 0;
  ASSERT_EQ(sodium_base642bin(sealed.data(), sealed.size(), stored.data() + 3, stored.size() - 3,
                              nullptr, &length, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING),
            0);
  ASSERT_EQ(length, 24 + std::string("born in Ulm").size() + 16);
  std::array<unsigned char, 32> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<unsigned char>(i);
  const std::string associated("charts\0owner\0id", 15);
  std::string text(length - 24 - 16, ' ');
  ASSERT_EQ(crypto_aead_xchacha20poly1305_ietf_decrypt(
                reinterpret_cast<unsigned char*>(text.data()), nullptr, nullptr, sealed.data() + 24,
                length - 24, reinterpret_cast<const unsigned char*>(associated.data()),
                associated.size(), sealed.data(), bytes.data()),
            0);
  EXPECT_EQ(text, "born in Ulm");
}

TEST(AKeyRing, OpensNothingInAnotherPlace) {
  const auto ring = keys_named({"k"});
  const auto stored = ring.seal(place, "text");
  EXPECT_ERROR(ring.open({"reports", "owner", "id"}, stored), data_missing);
  EXPECT_ERROR(ring.open({"charts", "other", "id"}, stored), data_missing);
  EXPECT_ERROR(ring.open({"charts", "owner", "other"}, stored), data_missing);
}

TEST(AKeyRing, OpensNothingThatWasChanged) {
  const auto ring = keys_named({"k"});
  const auto stored = ring.seal(place, "text");
  for (std::size_t i = 3; i < stored.size() - 1; ++i) {
    auto changed = stored;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_ERROR(ring.open(place, changed), data_missing);
  }
  EXPECT_ERROR(ring.open(place, ""), data_missing);
  EXPECT_ERROR(ring.open(place, "1k"), data_missing);
  EXPECT_ERROR(ring.open(place, "1k.AAAA"), data_missing);
  EXPECT_ERROR(ring.open(place, "2k.AAAA"), data_missing);
}

TEST(AKeyRing, NamesTheKeyThatIsMissing) {
  const auto stored = keys_named({"2025b"}).seal(place, "text");
  const auto opened = keys_named({"2026a"}).open(place, stored);
  EXPECT_ERROR(opened, data_missing);
  EXPECT_THAT(opened.error().detail, HasSubstr("2025b"));
  const auto other = KeyRing::parse(std::string("2025b:") + key).value().open(place, stored);
  EXPECT_ERROR(other, data_missing);
  EXPECT_THAT(other.error().detail, HasSubstr("2025b"));
}

TEST(AKeyRing, SealsByTheFirstAndOpensByAllAndWhatIsInClear) {
  const auto old = keys_named({"old"}).seal(place, "by old");
  const auto clear = KeyRing().seal(place, "in clear");
  EXPECT_EQ(clear, "0in clear");
  const auto ring = keys_named({"new", "old"});
  EXPECT_EQ(ring.current(), "new");
  EXPECT_EQ(ring.open(place, old).value(), "by old");
  EXPECT_EQ(ring.open(place, clear).value(), "in clear");
  EXPECT_THAT(ring.seal(place, "x"), StartsWith(ring.current_prefix()));
}

TEST(AKeyRing, IsReadFromTextInEitherAlphabetPaddedOrNot) {
  EXPECT_TRUE(KeyRing::parse("").value().empty());
  const auto padded = KeyRing::parse(std::string("a:") + key).value();
  auto text = std::string(key);
  text.pop_back();
  const auto unpadded = KeyRing::parse("a:" + text).value();
  EXPECT_EQ(unpadded.open(place, padded.seal(place, "x")).value(), "x");
  const std::string ones(42, '_');
  const std::string slashes(42, '/');
  const auto url = KeyRing::parse("a:" + ones + "8").value();
  const auto standard = KeyRing::parse("a:" + slashes + "8=").value();
  EXPECT_EQ(url.open(place, standard.seal(place, "x")).value(), "x");
}

TEST(AKeyRing, SaysWhatIsWrongWithItsTextButNeverTheKey) {
  const std::string good = std::string("a:") + key;
  for (const auto& text :
       {std::string("a"), std::string(":") + key, std::string("a.b:") + key, std::string("a:"),
        std::string("a:c2hvcnQ="), good + ",", good + "," + good, good + "x", "," + good,
        std::string(33, 'k') + ":" + key}) {
    const auto parsed = KeyRing::parse(text);
    EXPECT_ERROR(parsed, data_missing);
    EXPECT_THAT(parsed.error().detail, Not(HasSubstr("AAECAwQF"))) << text;
    EXPECT_THAT(parsed.error().detail, HasSubstr("openssl rand -base64 32"));
  }
}

}  // namespace
}  // namespace astronova::storage::testing
