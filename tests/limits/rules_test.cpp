// The rules as an operator writes them.

#include "limits/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astronova::limits {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<Rule> rules_of(const Rules& rules, LimitClass limit_class) {
  const auto of = rules.of(limit_class);
  return {of.begin(), of.end()};
}

std::string wrong(std::string_view text) {
  const auto read = Rules::parse(text);
  return read ? "nothing is wrong" : read.error().detail;
}

TEST(Rules, AreTheFoundingDocumentsUnlessOthersAreGiven) {
  const auto rules = Rules::parse("on").value();
  EXPECT_EQ(rules, Rules::usual());
  EXPECT_FALSE(rules.are_off());
  EXPECT_THAT(rules_of(rules, LimitClass::usual),
              ElementsAre(Rule{100, seconds{60}, seconds{600}, 0}));
  EXPECT_THAT(rules_of(rules, LimitClass::costly),
              ElementsAre(Rule{200, seconds{86'400}}, Rule{50, seconds{3'600}}));
}

TEST(Rules, MayBeOff) {
  EXPECT_TRUE(Rules::parse("off").value().are_off());
  EXPECT_TRUE(Rules::parse("default=off;auth=off;costly=off;shared=off").value().are_off());
}

TEST(Rules, OfAClassTakeThePlaceOfItsOwnAlone) {
  const auto rules = Rules::parse(" default = 10/5m ban 1h burst 4 , 1000/1d ; auth=off; ").value();
  EXPECT_THAT(rules_of(rules, LimitClass::usual),
              ElementsAre(Rule{10, seconds{300}, seconds{3'600}, 4}, Rule{1'000, seconds{86'400}}));
  EXPECT_TRUE(rules.of(LimitClass::auth).empty());
  EXPECT_EQ(rules_of(rules, LimitClass::costly), rules_of(Rules::usual(), LimitClass::costly));
}

TEST(Rules, AreReadAgainAsTheyAreWritten) {
  for (const auto* const text : {"7/60s", "200/86400s,50/3600s ban 600s burst 10"}) {
    const auto rules = Rules::parse(std::string("costly=") + text).value();
    EXPECT_EQ(text_of(rules.of(LimitClass::costly)), text);
  }
}

TEST(Rules, ThatAreNoneAreRefusedWithHowToWriteThem) {
  for (const auto* const text : {"default=",
                                 "default=100",
                                 "default=100/",
                                 "default=/60s",
                                 "default=0/60s",
                                 "default=-1/60s",
                                 "default=1.5/60s",
                                 "default=100/60",
                                 "default=100/60w",
                                 "default=100/0s",
                                 "default=100/32d",
                                 "default=9999999999/60s",
                                 "default=100/60s,",
                                 "default=100/60s ban",
                                 "default=100/60s ban 0s",
                                 "default=100/60s ban 9",
                                 "default=100/60s burst",
                                 "default=100/60s burst 0",
                                 "default=100/60s burst 5s",
                                 "default=100/60s ban 1s ban 2s",
                                 "default=100/60s forever 1s",
                                 "default=100 / 60s",
                                 "default=100/99999999999d"})
    EXPECT_THAT(wrong(text), HasSubstr("is no rule: write COUNT/TIME such as 100/60s")) << text;
}

TEST(Rules, ThatCannotBeMeantAreRefusedWithWhatIsWrong) {
  EXPECT_THAT(wrong("costley=1/1s"), HasSubstr("'costley' is no class of routes"));
  EXPECT_THAT(wrong("costley=1/1s"), HasSubstr("Did you mean 'costly'?"));
  EXPECT_THAT(wrong("yes"), HasSubstr("'yes' is not understood: write on, off, or CLASS=RULES"));
  EXPECT_THAT(wrong(""), HasSubstr("has no rules"));
  EXPECT_THAT(wrong(";"), HasSubstr("has no rules"));
  EXPECT_THAT(wrong("auth=1/1s;auth=2/1s"), HasSubstr("'auth' is given twice"));
  EXPECT_THAT(wrong("auth=5/1s burst 6"), HasSubstr("more come at once than in all its time"));
  EXPECT_THAT(wrong("auth=200000/1s burst 6"), HasSubstr("too fast for a burst"));
  EXPECT_THAT(wrong("auth=1/1s,1/1s,1/1s,1/1s,1/1s"), HasSubstr("more than four rules"));
}

TEST(Rules, HaveTimesInWords) {
  EXPECT_EQ(in_words(seconds{1}), "1 second");
  EXPECT_EQ(in_words(seconds{60}), "1 minute");
  EXPECT_EQ(in_words(seconds{90}), "90 seconds");
  EXPECT_EQ(in_words(seconds{600}), "10 minutes");
  EXPECT_EQ(in_words(seconds{86'400}), "1 day");
}

}  // namespace
}  // namespace astronova::limits
