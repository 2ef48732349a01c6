#include "accounts/passkeys/client_data.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace astronova::accounts {
namespace {

const std::vector<std::string> origins{"https://example.org", "https://www.example.org:8443"};

bool is_taken(std::string_view json) {
  const auto data = read_client_data(json);
  return data && check_client_data(*data, "webauthn.get", origins);
}

TEST(ClientData, TheRightOneIsTaken) {
  for (
      const auto* json :
      {R"({"type":"webauthn.get","challenge":"c","origin":"https://example.org","crossOrigin":false})",
       R"({"type":"webauthn.get","challenge":"c","origin":"https://www.example.org:8443"})",
       "\xef\xbb\xbf"
       R"({"type":"webauthn.get","challenge":"c","origin":"https://example.org"})",
       R"({"origin":"https://example.org","new":{},"challenge":"c","type":"webauthn.get"})"}) {
    EXPECT_TRUE(is_taken(json)) << json;
  }
}

TEST(ClientData, OriginsAreComparedWhole) {
  for (const auto* origin :
       {"http://example.org", "https://example.org:443", "https://example.org/",
        "https://example.com", "https://www.example.org", "https://evil.example.org",
        "https://example.org.evil.com", "HTTPS://EXAMPLE.ORG", "null", ""}) {
    EXPECT_FALSE(is_taken(std::string(R"({"type":"webauthn.get","challenge":"c","origin":")") +
                          origin + "\"}"))
        << origin;
  }
}

TEST(ClientData, AnAnswerToAnotherQuestionIsRefused) {
  for (const auto* type : {"webauthn.create", "webauthn.get ", "payment.get", ""}) {
    EXPECT_FALSE(is_taken(std::string(R"({"type":")") + type +
                          R"(","challenge":"c","origin":"https://example.org"})"))
        << type;
  }
}

TEST(ClientData, AFrameOfAnotherSiteIsRefused) {
  const std::string right =
      R"({"type":"webauthn.get","challenge":"c","origin":"https://example.org")";
  EXPECT_TRUE(is_taken(right + "}"));
  EXPECT_FALSE(is_taken(right + R"(,"crossOrigin":true})"));
  EXPECT_FALSE(is_taken(right + R"(,"topOrigin":"https://example.com"})"));
  EXPECT_FALSE(is_taken(right + R"(,"crossOrigin":false,"topOrigin":"https://example.com"})"));
}

TEST(ClientData, WhatIsNotAsItShouldBeIsMalformed) {
  for (const auto& json :
       {std::string(), std::string("{}"), std::string("[]"), std::string("null"), std::string("{"),
        std::string(R"({"challenge":"c","origin":"https://example.org"})"),
        std::string(R"({"type":"webauthn.get","origin":"https://example.org"})"),
        std::string(R"({"type":"webauthn.get","challenge":"c"})"),
        std::string(R"({"type":7,"challenge":"c","origin":"https://example.org"})"),
        std::string(R"({"type":"webauthn.get","challenge":"c","origin":"o","crossOrigin":"no"})"),
        std::string(R"({"type":"webauthn.get","challenge":"c","origin":"o","a":")") +
            std::string(16'384, 'a') + "\"}"}) {
    const auto data = read_client_data(json);
    ASSERT_FALSE(data) << json.substr(0, 100);
    EXPECT_EQ(data.error().code, ErrorCode::malformed);
  }
}

}  // namespace
}  // namespace astronova::accounts
