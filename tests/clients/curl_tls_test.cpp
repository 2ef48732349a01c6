#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/clients/support/http_server.h"

namespace astronova::clients::curl {
namespace {

using namespace std::chrono_literals;
using astronova::testing::Certificates;
using astronova::testing::connections;
using astronova::testing::https_server;
using astronova::testing::json_of;
using astronova::testing::start_client;
using ::testing::HasSubstr;

class CurlTlsTest : public ::testing::Test {
 protected:
  void expect_distrust(const std::string& certificate, const std::string& ca_file) {
    const auto server = https_server(certificates_, certificate);
    const auto client = start_client({.ca_file = ca_file});
    const auto response = client->send(
        {.url = server.address("https") + "/echo", .deadline = 60s, .idempotent = true});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::unavailable);
    EXPECT_THAT(response.error().detail, HasSubstr("has a certificate that is not to be trusted"));
  }

  const Certificates certificates_;
};

TEST_F(CurlTlsTest, AServerIsTrustedByItsAuthority) {
  const auto server = https_server(certificates_, certificates_.good());
  const auto client = start_client({.ca_file = certificates_.authority()});
  const auto seen = json_of(client->send({.url = server.address("https") + "/echo"}));
  EXPECT_EQ(seen.at("version"), "1.1");
}

TEST_F(CurlTlsTest, AnotherAuthorityIsNotTrusted) {
  expect_distrust(certificates_.good(), certificates_.other_authority());
}

TEST_F(CurlTlsTest, TheSystemDoesNotTrustOurAuthority) {
  expect_distrust(certificates_.good(), "");
}

TEST_F(CurlTlsTest, ACertificateOfAnotherServerIsNotTrusted) {
  expect_distrust(certificates_.other_name(), certificates_.authority());
}

TEST_F(CurlTlsTest, AnExpiredCertificateIsNotTrusted) {
  expect_distrust(certificates_.expired(), certificates_.authority());
}

TEST_F(CurlTlsTest, ANakedServerIsNotSpokenToWhereTlsWasAskedFor) {
  const auto server = astronova::testing::http_server();
  const auto client = start_client();
  const auto response = client->send({.url = server.address("https") + "/echo"});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::unavailable);
}

class CurlHttp2Test : public CurlTlsTest {
 protected:
  Result<HttpResponse> send(const std::string& path, bool idempotent) {
    return client_->send({.method = HttpMethod::post,
                          .url = server_.address("https") + path,
                          .body = "body",
                          .deadline = 60s,
                          .idempotent = idempotent});
  }

  const astronova::testing::NodeServer server_ =
      https_server(certificates_, certificates_.good(), true);
  const std::unique_ptr<CurlClient> client_ =
      start_client({.ca_file = certificates_.authority(), .response_bytes_max = 1'000});
};

TEST_F(CurlHttp2Test, Http2IsSpokenWhereTheServerOffersIt) {
  for (int i = 0; i < 5; ++i) {
    const auto seen = json_of(send("/echo", true));
    EXPECT_EQ(seen.at("version"), "2.0");
    EXPECT_EQ(seen.at("body"), "body");
  }
  EXPECT_EQ(connections(*client_, server_.address("https")), 1);
}

TEST_F(CurlHttp2Test, WhatMustNotBeSentTwiceKeepsToItsOwnConnection) {
  for (int i = 0; i < 5; ++i) {
    const auto seen = json_of(send("/echo", false));
    EXPECT_EQ(seen.at("version"), "1.1");
    EXPECT_EQ(seen.at("body"), "body");
    ASSERT_TRUE(send("/echo", true));
  }
  EXPECT_EQ(connections(*client_, server_.address("https")), 2);
}

TEST_F(CurlHttp2Test, AStreamThatBreaksIsTriedAgainOnlyWhereItMay) {
  const auto asked = [this] {
    return astronova::testing::asked(*client_, server_.address("https"), "/drop");
  };
  ASSERT_TRUE(send("/drop?times=1", true));
  EXPECT_EQ(asked(), 2);
  EXPECT_FALSE(send("/drop", false));
  EXPECT_EQ(asked(), 3);
}

TEST_F(CurlHttp2Test, AConnectionInWhichEveryStreamBreaksIsLeft) {
  ASSERT_TRUE(send("/poison", true));
  const auto seen = json_of(send("/echo", true));
  EXPECT_EQ(seen.at("version"), "2.0");
}

TEST_F(CurlHttp2Test, LimitsHoldThereToo) {
  const auto large = send("/bytes?bytes=100000", true);
  ASSERT_FALSE(large);
  EXPECT_THAT(large.error().detail, HasSubstr("more than is taken"));
  EXPECT_FALSE(send("/truncated", true));
}

}  // namespace
}  // namespace astronova::clients::curl
