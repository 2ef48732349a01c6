#include "release/local/environment_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astronova::release::local {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

TEST(EnvironmentFile, HasVariablesAsSystemdReadsThem) {
  const auto variables = read_environment(
      "# settings\n\nPORT=9000\n; a comment too\n NAME = a value \r\nQUOTED=\"a b\"\n"
      "SINGLE='x=y'\nEMPTY=\nLAST=no line break",
      "file");
  ASSERT_TRUE(variables);
  EXPECT_THAT(*variables,
              ElementsAre(Pair("PORT", "9000"), Pair("NAME", "a value"), Pair("QUOTED", "a b"),
                          Pair("SINGLE", "x=y"), Pair("EMPTY", ""), Pair("LAST", "no line break")));
}

TEST(EnvironmentFile, TellsTheLineThatIsNoneWithoutItsSecret) {
  for (const auto* const line : {"hunter2", "1A=hunter2", "=hunter2", "A B=hunter2"}) {
    const auto variables = read_environment(std::string("A=b\n") + line, "/etc/astronova.env");
    ASSERT_FALSE(variables) << line;
    EXPECT_EQ(variables.error().code, ErrorCode::invalid_value);
    EXPECT_THAT(variables.error().detail, HasSubstr("/etc/astronova.env:2"));
    EXPECT_THAT(variables.error().detail, Not(HasSubstr("hunter2")));
  }
}

}  // namespace
}  // namespace astronova::release::local
