#include "http/security_headers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/http/running_server.h"

namespace astronova::http {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr bool page = true;
constexpr bool no_page = false;
constexpr bool over_tls = true;
constexpr bool in_clear = false;

TEST(SecurityHeaders, LetBrowsersShowNothingThatIsForPrograms) {
  const SecurityHeaders headers(StrictTransport::when_tls, false);
  EXPECT_EQ(headers.lines(no_page, in_clear),
            "X-Content-Type-Options: nosniff\r\n"
            "X-Frame-Options: DENY\r\n"
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
            "Referrer-Policy: no-referrer\r\n"
            "Cross-Origin-Resource-Policy: same-origin\r\n");
}

TEST(SecurityHeaders, KeepPagesByThemselves) {
  const SecurityHeaders headers(StrictTransport::when_tls, true);
  EXPECT_THAT(
      std::string(headers.lines(page, in_clear)),
      AllOf(HasSubstr("Cross-Origin-Opener-Policy: same-origin\r\n"),
            HasSubstr("Cross-Origin-Resource-Policy: same-origin\r\n"),
            HasSubstr("Permissions-Policy: camera=()"),
            HasSubstr("Referrer-Policy: strict-origin-when-cross-origin\r\n"),
            HasSubstr("X-Frame-Options: DENY\r\n"), Not(HasSubstr("Content-Security-Policy"))));
}

TEST(SecurityHeaders, LetOtherSitesShowWhatAllMayRead) {
  const SecurityHeaders headers(StrictTransport::when_tls, true);
  EXPECT_THAT(std::string(headers.lines(no_page, in_clear)),
              HasSubstr("Cross-Origin-Resource-Policy: cross-origin\r\n"));
}

TEST(SecurityHeaders, AskForTlsWhereThereIsTls) {
  const auto asks = [](StrictTransport when, bool is_page, bool is_over_tls) {
    return SecurityHeaders(when, false)
        .lines(is_page, is_over_tls)
        .ends_with("\r\nStrict-Transport-Security: max-age=63072000; includeSubDomains\r\n");
  };
  for (const bool is_page : {no_page, page}) {
    EXPECT_TRUE(asks(StrictTransport::when_tls, is_page, over_tls));
    EXPECT_FALSE(asks(StrictTransport::when_tls, is_page, in_clear));
    EXPECT_TRUE(asks(StrictTransport::always, is_page, over_tls));
    EXPECT_TRUE(asks(StrictTransport::always, is_page, in_clear));
    EXPECT_FALSE(asks(StrictTransport::never, is_page, over_tls));
    EXPECT_FALSE(asks(StrictTransport::never, is_page, in_clear));
  }
}

TEST(SecurityHeaders, GoWithEveryAnswerAndAPolicyOfItsOwnWithAPage) {
  Router routes;
  routes.add(Method::get, "/page", [](const Request&) {
    Response response;
    response.page_policy = "script-src 'nonce-1'";
    return response;
  });
  const RunningServer server(std::move(routes));
  Client client(server.port());
  const std::string nothing = "default-src 'none'; frame-ancestors 'none'";
  const Answer shown = client.ask(get("/page"));
  EXPECT_EQ(shown.header("Content-Security-Policy"), "script-src 'nonce-1'");
  EXPECT_EQ(shown.head.find(nothing), std::string::npos);
  for (const std::string& request :
       {get("/none"), std::string("OPTIONS /page HTTP/1.1\r\nHost: a\r\n\r\n"),
        std::string("PUT /page HTTP/1.1\r\nHost: a\r\n\r\n"), std::string("garbage\r\n\r\n")}) {
    const Answer answer = client.ask(request);
    EXPECT_EQ(answer.header("Content-Security-Policy"), nothing) << request;
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff") << request;
  }
}

}  // namespace
}  // namespace astronova::http
