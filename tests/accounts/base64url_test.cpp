#include "accounts/base64url.h"

#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "accounts/digest.h"

namespace astronova::accounts {
namespace {

// RFC 4648, 10, without the padding; the last two from RFC 7515, appendix C.
TEST(Base64Url, TextsAreThoseOfTheRfcs) {
  const std::pair<std::string_view, std::string_view> examples[] = {
      {"", ""},
      {"f", "Zg"},
      {"fo", "Zm8"},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg"},
      {"fooba", "Zm9vYmE"},
      {"foobar", "Zm9vYmFy"},
      {"\x03\xec\xff\xe0\xc1", "A-z_4ME"},
  };
  for (const auto& [bytes, text] : examples) {
    EXPECT_EQ(encode_base64url(bytes_of(bytes)), text);
    EXPECT_EQ(decode_base64url(text), bytes);
  }
}

TEST(Base64Url, OtherTextsAreNoBytes) {
  for (const auto* text : {"Z", "Zm9vY", "Zg==", "Zm8=", "A+z/4ME", " Zg", "Zg ", "Zm9v\nYg", "Zg.",
                           "Zh", "Zm9", "Zm9vYh"}) {
    EXPECT_EQ(decode_base64url(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace astronova::accounts
