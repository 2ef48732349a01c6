#include "release/local/local_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astronova::release::local {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

SlotView running(const std::string& name, const std::string& address) {
  SlotView seen;
  seen.occupant = KeptRevision{name, {"1.0", "sha256:" + name, "/binary"}};
  seen.is_running = seen.is_ready = seen.is_listening = true;
  seen.address = address;
  return seen;
}

BalancedServer server(const std::string& name, int weight) {
  BalancedServer balanced;
  balanced.name = name;
  balanced.is_up = true;
  balanced.is_draining = weight == 0;
  balanced.weight = weight;
  return balanced;
}

// The old one serves, and the new one waits.
View usual() {
  View view;
  view.slots = {running("old", "http://127.0.0.1:8081"), running("new", "http://127.0.0.1:8082")};
  view.balanced = BalancedSlots{server("blue", 100), server("green", 0)};
  view.remembered = view.balanced;
  return view;
}

TEST(LocalStatus, TellsTheRevisionsByName) {
  const auto status = status_of(usual());
  ASSERT_THAT(status.revisions, SizeIs(2));
  EXPECT_EQ(status.revisions[0].name, "new");
  const auto* const old = status.find("old");
  ASSERT_TRUE(old);
  EXPECT_EQ(old->traffic_percent, 100);
  EXPECT_EQ(old->address, "http://127.0.0.1:8081");
  EXPECT_TRUE(old->is_running && old->is_ready);
  EXPECT_EQ(status.find("new")->traffic_percent, 0);
  EXPECT_THAT(status.remarks, IsEmpty());
}

TEST(LocalStatus, SaysSoWhereBothHaveRequests) {
  auto view = usual();
  view.balanced = view.remembered = BalancedSlots{server("blue", 99), server("green", 1)};
  const auto status = status_of(view);
  EXPECT_EQ(status.find("old")->traffic_percent, 99);
  EXPECT_EQ(status.find("new")->traffic_percent, 1);
  EXPECT_THAT(status.remarks, ElementsAre("blue and green share the requests, 99 to 1"));
}

TEST(LocalStatus, SaysWhatIsNotKnownWithoutHaproxy) {
  auto view = usual();
  view.balanced.reset();
  view.balancer_trouble = "HAProxy does not answer";
  const auto status = status_of(view);
  EXPECT_EQ(status.find("old")->traffic_percent, 0);
  EXPECT_TRUE(status.find("old")->is_ready);
  EXPECT_THAT(status.remarks,
              ElementsAre("it is not known who gets requests: HAProxy does not answer"));
}

TEST(LocalStatus, SaysThatAServerIsGone) {
  auto view = usual();
  view.slots[0].is_running = view.slots[0].is_ready = view.slots[0].is_listening = false;
  const auto status = status_of(view);
  EXPECT_EQ(status.find("old")->address, "");
  EXPECT_THAT(status.remarks, Contains("the server of old in blue does not run"));
  EXPECT_THAT(status.remarks, Contains("HAProxy still counts blue as up, which is not ready"));
}

TEST(LocalStatus, SaysThatNobodyServes) {
  auto view = usual();
  view.balanced->at(0).is_up = false;
  const auto status = status_of(view);
  EXPECT_THAT(status.remarks, Contains(HasSubstr("nobody gets requests")));
  EXPECT_THAT(status.remarks, Contains("HAProxy counts blue as down, which says that it is ready"));
}

TEST(LocalStatus, SaysThatAnotherStartOfHaproxyWouldForgetTheLastChange) {
  auto view = usual();
  view.remembered = BalancedSlots{server("blue", 90), server("green", 10)};
  EXPECT_THAT(status_of(view).remarks,
              ElementsAre(HasSubstr("would treat blue as it did before"),
                          HasSubstr("would treat green as it did before")));
  view.remembered.reset();
  EXPECT_THAT(status_of(view).remarks, ElementsAre(HasSubstr("would not know who serves")));
}

TEST(LocalStatus, SaysThatAStrangerHasAPort) {
  auto view = usual();
  view.slots[1].occupant.reset();
  view.balanced->at(1) = view.remembered->at(1) = server("green", 100);
  EXPECT_THAT(status_of(view).remarks,
              Contains("green is empty, but something listens on its port, http://127.0.0.1:8082"));
  EXPECT_THAT(status_of(view).remarks,
              Contains("HAProxy gives requests to green, in which nothing was put by a release"));
}

TEST(LocalStatus, SaysWhichSlotIsNotKnown) {
  auto view = usual();
  view.slots[1].occupant.reset();
  view.slots[1].damage = "slot.json is damaged";
  EXPECT_THAT(status_of(view).remarks,
              Contains("it is not known what is in green: slot.json is damaged"));
}

TEST(LocalStatus, OfAMachineWithoutReleasesHasNothingToRemarkOn) {
  View view;
  view.balanced = BalancedSlots{server("blue", 100), server("green", 100)};
  for (auto& balanced : *view.balanced)
    balanced.is_up = false;
  const auto status = status_of(view);
  EXPECT_THAT(status.revisions, IsEmpty());
  EXPECT_THAT(status.remarks, IsEmpty());
}

}  // namespace
}  // namespace astronova::release::local
