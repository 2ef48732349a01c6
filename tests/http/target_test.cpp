#include "http/target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/message.h"

namespace astronova::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

TEST(Target, SplitsPathAndQueryAndDecodesBoth) {
  const Request request(Method::get, "/a%20b/%E2%98%89?at=2026-11-23T00:00:00%2B02:00&q=New+York");
  EXPECT_EQ(request.path, "/a b/\u2609");
  EXPECT_THAT(request.query,
              ElementsAre(Pair("at", "2026-11-23T00:00:00+02:00"), Pair("q", "New York")));
  EXPECT_EQ(request.query_value("q"), "New York");
  EXPECT_EQ(request.query_value("none"), std::nullopt);
}

TEST(Target, KeepsTheOrderAndRepetitionsOfAQuery) {
  const Request request(Method::get, "/?b=1&a=2&b=3&c&=d&&e=f=g");
  EXPECT_THAT(request.query, ElementsAre(Pair("b", "1"), Pair("a", "2"), Pair("b", "3"),
                                         Pair("c", ""), Pair("", "d"), Pair("e", "f=g")));
}

TEST(Target, RefusesPercentEncodingThatIsNone) {
  for (const char* target : {"/%", "/%1", "/%zz", "/?a=%", "/?a=%4", "/?%gg=1", "/a%2"}) {
    Request request;
    const auto set = request.set_target(target);
    ASSERT_FALSE(set) << target;
    EXPECT_EQ(set.error().code, ErrorCode::malformed);
    EXPECT_THAT(set.error().detail, HasSubstr("percent-encoding"));
  }
}

TEST(Target, RefusesWhatIsNotUtf8) {
  for (const char* target : {"/%FF", "/\xFF", "/?a=%C0%AF", "/?\x80=1"}) {
    Request request;
    EXPECT_FALSE(request.set_target(target)) << target;
  }
}

TEST(Target, RefusesAnEncodedSlash) {
  Request request;
  EXPECT_FALSE(request.set_target("/a%2Fb"));
  EXPECT_FALSE(request.set_target("/a%2fb"));
  EXPECT_TRUE(request.set_target("/a?b=%2F"));
}

TEST(Target, ThrowsWhereATestMakesAnImpossibleRequest) {
  EXPECT_THROW(Request(Method::get, "/%"), std::invalid_argument);
}

TEST(Target, TakesThePathOfAnAbsoluteUri) {
  EXPECT_EQ(origin_form("/a?b"), "/a?b");
  EXPECT_EQ(origin_form("http://example.org/a?b"), "/a?b");
  EXPECT_EQ(origin_form("HTTPS://example.org"), "/");
  EXPECT_THAT(origin_form("example.org:443"), IsEmpty());
  EXPECT_THAT(origin_form("*"), IsEmpty());
  EXPECT_THAT(origin_form("ftp://example.org/a"), IsEmpty());
  EXPECT_THAT(origin_form(""), IsEmpty());
}

TEST(Request, FindsHeadersWhateverTheirCase) {
  Request request(Method::get, "/");
  request.headers = {{"Accept-ENCODING", "gzip"}, {"accept-encoding", "br"}};
  EXPECT_EQ(request.header("Accept-Encoding"), "gzip");
  EXPECT_EQ(request.header("Accept"), std::nullopt);
}

TEST(Method, IsCaseSensitive) {
  EXPECT_EQ(method_named("DELETE"), Method::delete_);
  EXPECT_EQ(method_named("delete"), std::nullopt);
  EXPECT_EQ(name_of(Method::delete_), "DELETE");
}

}  // namespace
}  // namespace astronova::http
