#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "storage/sessions.h"
#include "tests/storage/engines.h"

namespace astronova::storage::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using Outcome = Rotation::Outcome;

class SessionStoreTest : public StoreTest {
 protected:
  Session opened(int number, std::int64_t expires, const std::string& digest) {
    Session session{id_of(number), owner_, "Phone of …", at(0), at(0), at(expires)};
    EXPECT_TRUE(sessions_.open(session, digest));
    return session;
  }
};

TEST_P(SessionStoreTest, ASessionIsReadBack) {
  opened(1, 100, "d1");
  const auto read = sessions_.session(id_of(1));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->account_id, owner_);
  EXPECT_EQ(read->device_name, "Phone of …");
  EXPECT_EQ(read->expires_at, at(100));
  EXPECT_FALSE(read->revoked);
  EXPECT_ERROR(sessions_.session(id_of(2)), not_found);
  EXPECT_ERROR(sessions_.open({id_of(3), id_of(9), "", at(0), at(0), at(1)}, "d3"), not_found);
  EXPECT_ERROR(sessions_.open({id_of(1), owner_, "", at(0), at(0), at(1)}, "d4"), conflict);
}

TEST_P(SessionStoreTest, AnOpenThatFailsLeavesNoSession) {
  opened(1, 100, "d1");
  EXPECT_ERROR(sessions_.open({id_of(2), owner_, "", at(0), at(0), at(9)}, "d1"), conflict);
  EXPECT_ERROR(sessions_.session(id_of(2)), not_found);
}

TEST_P(SessionStoreTest, ATokenIsGoodOnceAndTheNextOneGoesOn) {
  opened(1, 100, "d1");
  const auto first = sessions_.rotate("d1", "d2", at(5));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->outcome, Outcome::rotated);
  EXPECT_EQ(first->session->id, id_of(1));
  EXPECT_EQ(sessions_.session(id_of(1)).value().last_used_at, at(5));
  EXPECT_EQ(sessions_.rotate("d2", "d3", at(6)).value().outcome, Outcome::rotated);
}

TEST_P(SessionStoreTest, AReusedTokenEndsTheWholeFamily) {
  opened(1, 100, "d1");
  opened(2, 100, "e1");
  ASSERT_EQ(sessions_.rotate("d1", "d2", at(1)).value().outcome, Outcome::rotated);
  const auto reused = sessions_.rotate("d1", "d9", at(2));
  EXPECT_EQ(reused.value().outcome, Outcome::reused);
  EXPECT_TRUE(reused->session->revoked);
  EXPECT_TRUE(sessions_.session(id_of(1)).value().revoked);
  EXPECT_EQ(sessions_.rotate("d2", "d3", at(3)).value().outcome, Outcome::revoked);
  EXPECT_EQ(sessions_.rotate("d9", "d10", at(3)).value().outcome, Outcome::unknown);
  EXPECT_EQ(sessions_.rotate("e1", "e2", at(3)).value().outcome, Outcome::rotated);
}

TEST_P(SessionStoreTest, AnUnknownAndAnExpiredTokenAreToldApart) {
  opened(1, 100, "d1");
  const auto unknown = sessions_.rotate("nothing", "d2", at(1));
  EXPECT_EQ(unknown.value().outcome, Outcome::unknown);
  EXPECT_EQ(unknown->session, std::nullopt);
  EXPECT_EQ(sessions_.rotate("d1", "d2", at(100)).value().outcome, Outcome::expired);
}

TEST_P(SessionStoreTest, OfTwoThreadsThatPresentOneTokenOneRotatesAndTheOtherReuses) {
  for (int round = 0; round < 20; ++round) {
    const auto digest = "d" + std::to_string(round);
    opened(round, 100, digest);
    std::array<Outcome, 2> outcomes{};
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < 2; ++i) {
        threads.emplace_back([&, i] {
          outcomes[i] =
              sessions_.rotate(digest, digest + "/" + std::to_string(i), at(1)).value().outcome;
        });
      }
    }
    EXPECT_THAT(outcomes, ::testing::UnorderedElementsAre(Outcome::rotated, Outcome::reused));
  }
}

TEST_P(SessionStoreTest, ListsThoseThatAreNeitherRevokedNorExpiredLatestUsedFirst) {
  opened(1, 100, "d1");
  opened(2, 100, "d2");
  opened(3, 10, "d3");
  opened(4, 100, "d4");
  ASSERT_TRUE(sessions_.revoke(owner_, id_of(4)));
  ASSERT_EQ(sessions_.rotate("d2", "d5", at(7)).value().outcome, Outcome::rotated);
  const auto listed = sessions_.sessions(owner_, at(10));
  ASSERT_THAT(listed.value(), SizeIs(2));
  EXPECT_EQ(listed->at(0).id, id_of(2));
  EXPECT_EQ(listed->at(1).id, id_of(1));
}

TEST_P(SessionStoreTest, NobodyRevokesTheSessionOfAnother) {
  opened(1, 100, "d1");
  opened(2, 100, "d2");
  EXPECT_ERROR(sessions_.revoke(new_account(), id_of(1)), not_found);
  ASSERT_TRUE(sessions_.revoke(owner_, id_of(1)));
  EXPECT_EQ(sessions_.rotate("d1", "d9", at(1)).value().outcome, Outcome::revoked);
  ASSERT_TRUE(sessions_.revoke_all(owner_));
  EXPECT_THAT(sessions_.sessions(owner_, at(1)).value(), IsEmpty());
}

TEST_P(SessionStoreTest, AChallengeIsTakenOnceForItsPurposeAndInTime) {
  ASSERT_TRUE(sessions_.remember_challenge("c1", "login", at(10)));
  EXPECT_FALSE(sessions_.take_challenge("c1", "register", at(1)).value());
  EXPECT_TRUE(sessions_.take_challenge("c1", "login", at(1)).value());
  EXPECT_FALSE(sessions_.take_challenge("c1", "login", at(1)).value());
  ASSERT_TRUE(sessions_.remember_challenge("c2", "login", at(10)));
  EXPECT_FALSE(sessions_.take_challenge("c2", "login", at(10)).value());
  EXPECT_FALSE(sessions_.take_challenge("c3", "login", at(1)).value());
}

TEST_P(SessionStoreTest, OfManyThreadsThatTakeAChallengeOneGetsIt) {
  ASSERT_TRUE(sessions_.remember_challenge("c1", "login", at(10)));
  std::atomic<int> taken{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back(
          [&] { taken += sessions_.take_challenge("c1", "login", at(1)).value() ? 1 : 0; });
    }
  }
  EXPECT_EQ(taken, 1);
}

TEST_P(SessionStoreTest, WhatHasExpiredIsRemoved) {
  opened(1, 10, "d1");
  opened(2, 100, "d2");
  ASSERT_TRUE(sessions_.remember_challenge("c1", "login", at(10)));
  ASSERT_TRUE(sessions_.remember_challenge("c2", "login", at(100)));
  ASSERT_TRUE(sessions_.remove_expired(at(50)));
  EXPECT_ERROR(sessions_.session(id_of(1)), not_found);
  EXPECT_EQ(sessions_.rotate("d1", "d9", at(1)).value().outcome, Outcome::unknown);
  EXPECT_TRUE(sessions_.session(id_of(2)));
  EXPECT_EQ(empty_.run("SELECT digest FROM challenges"), "c2\n");
}

ASTRONOVA_ON_BOTH_ENGINES(SessionStoreTest);

}  // namespace
}  // namespace astronova::storage::testing
