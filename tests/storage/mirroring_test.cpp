#include "storage/mirroring.h"

#include <gmock/gmock.h>

#include "storage/sql/rotate_keys.h"
#include "tests/storage/engines.h"

namespace astronova::storage::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class MirroringTest : public StoreTest {
 protected:
  void write(int number) {
    ASSERT_TRUE(records_.create(owner_, record_of(RecordKind::match, number, at(number)), {}));
  }
  std::vector<MirrorLag> claim(Instant now, Instant until, std::size_t limit = 100) {
    return mirroring_.claim(now, until, limit).value();
  }

  Mirroring& mirroring_ = database_->mirroring();
};

TEST_P(MirroringTest, AnAccountWithoutRecordsIsNotBehind) {
  EXPECT_THAT(claim(at(0), at(1)), IsEmpty());
}

TEST_P(MirroringTest, AnAccountIsBehindUntilItsLatestChangeIsThere) {
  write(1);
  write(2);
  auto lags = claim(at(0), at(100));
  ASSERT_THAT(lags, SizeIs(1));
  EXPECT_EQ(lags[0].owner, owner_);
  EXPECT_EQ(lags[0].mirrored, 0);
  EXPECT_EQ(lags[0].latest, 2);
  EXPECT_FALSE(lags[0].gone);
  ASSERT_TRUE(mirroring_.advance(owner_, 1));
  lags = claim(at(0), at(100));
  ASSERT_THAT(lags, SizeIs(1));
  EXPECT_EQ(lags[0].mirrored, 1);
  ASSERT_TRUE(mirroring_.advance(owner_, 2));
  EXPECT_THAT(claim(at(0), at(100)), IsEmpty());
  write(3);
  EXPECT_THAT(claim(at(0), at(100)), SizeIs(1));
}

TEST_P(MirroringTest, WhatIsClaimedIsGivenToNobodyElseUntilItsTime) {
  write(1);
  ASSERT_THAT(claim(at(0), at(100)), SizeIs(1));
  const auto other_server = open();
  EXPECT_THAT(other_server->mirroring().claim(at(99), at(200), 100).value(), IsEmpty());
  EXPECT_THAT(other_server->mirroring().claim(at(100), at(200), 100).value(), SizeIs(1));
  ASSERT_TRUE(mirroring_.postpone(owner_, at(150)));
  EXPECT_THAT(claim(at(149), at(300)), IsEmpty());
  EXPECT_THAT(claim(at(150), at(300)), SizeIs(1));
}

TEST_P(MirroringTest, NoMoreAreClaimedThanWereAskedFor) {
  write(1);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(records_.create(new_account(), record_of(RecordKind::match, i, at(i)), {}));
  }
  EXPECT_THAT(claim(at(0), at(100), 3), SizeIs(3));
  EXPECT_THAT(claim(at(0), at(100), 3), SizeIs(1));
}

TEST_P(MirroringTest, AnAccountThatIsGoneIsNamedUntilTheMirrorHasForgottenIt) {
  write(1);
  ASSERT_THAT(claim(at(0), at(10)), SizeIs(1));
  ASSERT_TRUE(identities_.erase(owner_));
  auto lags = claim(at(10), at(20));
  ASSERT_THAT(lags, SizeIs(1));
  EXPECT_TRUE(lags[0].gone);
  EXPECT_EQ(lags[0].owner, owner_);
  EXPECT_FALSE(lags[0].removing_since);
  ASSERT_TRUE(mirroring_.look_again(owner_, at(11), at(30)));
  EXPECT_THAT(claim(at(29), at(40)), IsEmpty());
  ASSERT_TRUE(mirroring_.look_again(owner_, at(30), at(50)));
  lags = claim(at(50), at(60));
  ASSERT_THAT(lags, SizeIs(1));
  EXPECT_EQ(lags[0].removing_since, at(11)) << "the first time counts";
  ASSERT_TRUE(mirroring_.forget(owner_));
  EXPECT_THAT(claim(at(100), at(200)), IsEmpty());
  EXPECT_EQ(empty_.run("SELECT count(*) FROM mirrored_accounts"), "0\n");
}

TEST_P(MirroringTest, AnAccountThatWasNeverMirroredLeavesNothingToRemove) {
  write(1);
  ASSERT_TRUE(identities_.erase(owner_));
  EXPECT_THAT(claim(at(0), at(1)), IsEmpty());
}

TEST_P(MirroringTest, WhenKeysAreRotatedEverythingIsBehindAgain) {
  auto before = empty_.options();
  before.keys = keys_named({"old"});
  auto after = empty_.options();
  after.keys = keys_named({"new", "old"});
  const auto sealing = open(before.keys);
  ASSERT_TRUE(sealing->records().create(owner_, record_of(RecordKind::match, 1, at(1)), {}));
  ASSERT_THAT(claim(at(0), at(10)), SizeIs(1));
  ASSERT_TRUE(mirroring_.advance(owner_, 1));
  ASSERT_EQ(rotate_keys(after).value(), 1);
  const auto lags = claim(at(0), at(10));
  ASSERT_THAT(lags, SizeIs(1));
  EXPECT_EQ(lags[0].mirrored, 0);
  ASSERT_TRUE(mirroring_.advance(owner_, 1));
  ASSERT_EQ(rotate_keys(after).value(), 0);
  EXPECT_THAT(claim(at(0), at(10)), IsEmpty()) << "nothing was sealed by another key";
}

ASTRONOVA_ON_BOTH_ENGINES(MirroringTest);

}  // namespace
}  // namespace astronova::storage::testing
