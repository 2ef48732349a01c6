#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/clients/support/http_server.h"

namespace astronova::clients::curl {
namespace {

using namespace std::chrono_literals;
using astronova::testing::asked;
using astronova::testing::Certificates;
using astronova::testing::http_server;
using astronova::testing::https_server;
using astronova::testing::json_of;
using astronova::testing::start_client;

class CurlProxyTest : public ::testing::Test {
 protected:
  void TearDown() override {
    for (const char* name : {"http_proxy", "no_proxy"})
      unsetenv(name);
  }
  static auto start_by_environment() {
    auto started = CurlClient::start({}, astronova::testing::noon, astronova::testing::no_pause);
    return std::move(*started);
  }

  const astronova::testing::NodeServer proxy_ = http_server({{"proxy", true}});
};

TEST_F(CurlProxyTest, RequestsGoThroughTheProxyOfTheSettings) {
  const auto client = start_client({.proxy = proxy_.address()});
  const auto seen = json_of(client->send({.url = "http://elsewhere.test/path"}));
  EXPECT_EQ(seen.at("proxied"), "http://elsewhere.test/path");
}

TEST_F(CurlProxyTest, HostsMayBeExempt) {
  const auto server = http_server();
  const auto client = start_client({.proxy = proxy_.address(), .no_proxy = "127.0.0.1"});
  EXPECT_EQ(json_of(client->send({.url = server.address() + "/echo"})).at("path"), "/echo");
}

TEST_F(CurlProxyTest, TlsGoesThroughATunnelToTheServer) {
  const Certificates certificates;
  const auto server = https_server(certificates, certificates.good(), true);
  const auto client =
      start_client({.ca_file = certificates.authority(), .proxy = proxy_.address()});
  const auto response =
      client->send({.url = server.address("https") + "/echo", .idempotent = true});
  EXPECT_EQ(json_of(response).at("version"), "2.0");
  EXPECT_FALSE(response->header("x-from-the-proxy"));
}

TEST_F(CurlProxyTest, WithoutASettingTheEnvironmentDecides) {
  setenv("http_proxy", proxy_.address().c_str(), 1);
  const auto seen = json_of(start_by_environment()->send({.url = "http://elsewhere.test/"}));
  EXPECT_EQ(seen.at("proxied"), "http://elsewhere.test/");

  setenv("no_proxy", "127.0.0.1", 1);
  const auto server = http_server();
  EXPECT_EQ(json_of(start_by_environment()->send({.url = server.address() + "/echo"})).at("path"),
            "/echo");
}

TEST_F(CurlProxyTest, AnEmptySettingIsNoProxyWhateverTheEnvironmentSays) {
  setenv("http_proxy", proxy_.address().c_str(), 1);
  const auto server = http_server();
  const auto client = start_client({.proxy = ""});
  EXPECT_EQ(json_of(client->send({.url = server.address() + "/echo"})).at("path"), "/echo");
}

TEST_F(CurlProxyTest, ItsPasswordIsInNoError) {
  const auto client = start_client({.proxy = "http://user:secret@127.0.0.1:1"});
  const auto response = client->send({.url = "http://elsewhere.test/"});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::unavailable);
  EXPECT_THAT(response.error().detail, ::testing::Not(::testing::HasSubstr("secret")));
}

}  // namespace
}  // namespace astronova::clients::curl
