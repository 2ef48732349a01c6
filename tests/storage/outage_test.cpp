#include "storage/sql/outage.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace astronova::storage::sql {
namespace {

using namespace std::chrono_literals;
using Answer = Outage::Answer;

const Outage::Time begin{1000s};

TEST(Outage, AConnectionThatIsLostIsMadeAnewAtOnce) {
  Outage outage;
  outage.lost(begin);
  EXPECT_EQ(outage.ask(begin + 249ms), Answer::go_on);
}

TEST(Outage, AfterAQuarterOfASecondOneMayTryAndTheOthersAreTold) {
  Outage outage;
  outage.lost(begin);
  outage.lost(begin + 200ms);
  EXPECT_EQ(outage.ask(begin + 250ms), Answer::try_it);
  EXPECT_EQ(outage.ask(begin + 250ms), Answer::away);
}

TEST(Outage, TheNextTryIsAQuarterOfASecondLater) {
  Outage outage;
  outage.lost(begin);
  EXPECT_EQ(outage.ask(begin + 1s), Answer::try_it);
  outage.ended();
  EXPECT_EQ(outage.ask(begin + 1249ms), Answer::away);
  EXPECT_EQ(outage.ask(begin + 1250ms), Answer::try_it);
}

TEST(Outage, WhileATryLastsThereIsNoOther) {
  Outage outage;
  outage.lost(begin);
  EXPECT_EQ(outage.ask(begin + 1s), Answer::try_it);
  EXPECT_EQ(outage.ask(begin + 10s), Answer::away);
}

TEST(Outage, AnAnswerEndsIt) {
  Outage outage;
  outage.lost(begin);
  EXPECT_EQ(outage.ask(begin + 1s), Answer::try_it);
  outage.is_over(begin + 1s);
  outage.ended();
  EXPECT_EQ(outage.ask(begin + 1s), Answer::go_on);
  outage.lost(begin + 2s);
  EXPECT_EQ(outage.ask(begin + 2s), Answer::go_on) << "the next outage has begun just now";
}

TEST(Outage, WhoDoesNotAnswerACheckIsAwayWhenItHasAnsweredNobodyForASecond) {
  Outage outage;
  outage.is_over(begin);
  EXPECT_FALSE(outage.is_silent(begin + 999ms));
  EXPECT_EQ(outage.ask(begin + 999ms), Answer::go_on);
  EXPECT_TRUE(outage.is_silent(begin + 1s));
  EXPECT_EQ(outage.ask(begin + 1s), Answer::try_it);
  EXPECT_EQ(outage.ask(begin + 1s), Answer::away);
}

TEST(Outage, OfManyThreadsOneTries) {
  Outage outage;
  outage.lost(begin);
  std::atomic<int> tries = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&] { tries += outage.ask(begin + 1s) == Answer::try_it ? 1 : 0; });
  }
  EXPECT_EQ(tries, 1);
}

}  // namespace
}  // namespace astronova::storage::sql
