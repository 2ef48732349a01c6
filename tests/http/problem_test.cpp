#include "http/problem.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace astronova::http {
namespace {

TEST(Problem, HasTheMembersOfRfc9457InAFixedOrder) {
  const Response response = problem_response({404, "No such chart.", {}, {}, {}}, "id-12345");
  EXPECT_EQ(response.status, 404U);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body, R"({"type":"about:blank","title":"Not Found","status":404,)"
                           R"("detail":"No such chart.","instance":"id-12345"})");
}

TEST(Problem, NamesTheWrongFieldsAndTheTimesThatMayHaveBeenMeant) {
  Problem problem{422, "The birth data are wrong.", {}, "Impossible", "/docs#civil-time"};
  problem.errors.push_back({"/birthData/latitude", "It is above 90.", {}});
  problem.errors.push_back(
      {"/birthData/time", "It came twice.", {{"1990-10-28T05:30:00Z", "-04:00", "EDT", 0}}});
  EXPECT_EQ(
      problem_response(problem, "id").body,
      R"({"type":"/docs#civil-time","title":"Impossible","status":422,)"
      R"("detail":"The birth data are wrong.","instance":"id","errors":[)"
      R"({"pointer":"/birthData/latitude","detail":"It is above 90."},)"
      R"({"pointer":"/birthData/time","detail":"It came twice.","candidates":[)"
      R"({"utc":"1990-10-28T05:30:00Z","utcOffset":"-04:00","abbreviation":"EDT","fold":0}]}]})");
}

TEST(Problem, HasItsExtensionMembersAfterAllOthers) {
  Problem problem{401, "Sign in again.", {{"", "It is over.", {}}}, {}, {}};
  problem.extensions = {{"message", "Token has expired"}, {"hint", "\"refresh\" \x80"}};
  EXPECT_EQ(problem_response(problem, "id").body,
            R"({"type":"about:blank","title":"Unauthorized","status":401,)"
            R"("detail":"Sign in again.","instance":"id",)"
            R"("errors":[{"pointer":"","detail":"It is over."}],)"
            R"("message":"Token has expired","hint":"\"refresh\" )"
            "\uFFFD\"}");
}

TEST(Problem, IsValidUtf8EvenWhenItQuotesBytesThatAreNot) {
  const Response response =
      problem_response({400, "Not \xC3\x28 \xFF\"\n", {{"/\xFE", "\x80", {}}}, {}, {}}, "id");
  EXPECT_TRUE(is_valid_utf8(response.body));
  EXPECT_NE(response.body.find("Not \uFFFD( \uFFFD\\\"\\n"), std::string::npos);
}

}  // namespace
}  // namespace astronova::http
