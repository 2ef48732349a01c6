#include "storage/ledger.h"

#include <gmock/gmock.h>

#include "tests/storage/engines.h"

namespace astronova::storage::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class LedgerTest : public StoreTest {};

TEST_P(LedgerTest, ADeviceIsReadBackAndReplaced) {
  const Device device{id_of(1), "ios", "token-1", "de-DE", "Europe/Berlin", at(3)};
  ASSERT_TRUE(ledger_.put_device(owner_, device));
  ASSERT_TRUE(ledger_.put_device(owner_, {id_of(2), "web", ""}));
  ASSERT_TRUE(ledger_.put_device(owner_, {id_of(3), "web", ""}));
  auto devices = ledger_.devices(owner_);
  ASSERT_THAT(devices.value(), SizeIs(3));
  EXPECT_EQ(devices->front().push_token, "token-1");
  EXPECT_EQ(devices->front().locale, "de-DE");
  EXPECT_EQ(devices->front().timezone, "Europe/Berlin");
  EXPECT_EQ(devices->front().updated_at, at(3));
  ASSERT_TRUE(ledger_.put_device(owner_, {id_of(1), "macos", "token-2", "", "", at(4)}));
  devices = ledger_.devices(owner_);
  ASSERT_THAT(devices.value(), SizeIs(3));
  EXPECT_EQ(devices->front().platform, "macos");
  EXPECT_ERROR(ledger_.put_device(id_of(9), device), not_found);
  EXPECT_ERROR(ledger_.put_device(owner_, {"", "ios", ""}), invalid_value);
}

TEST_P(LedgerTest, APushTokenBelongsToWhoeverGaveItLast) {
  const auto other = new_account();
  ASSERT_TRUE(ledger_.put_device(other, {id_of(1), "ios", "token"}));
  ASSERT_TRUE(ledger_.put_device(owner_, {id_of(1), "ios", "token"}));
  EXPECT_THAT(ledger_.devices(other).value(), IsEmpty());
  EXPECT_THAT(ledger_.devices(owner_).value(), SizeIs(1));
}

TEST_P(LedgerTest, ADeviceIsRemovedByItsOwnerAlone) {
  ASSERT_TRUE(ledger_.put_device(owner_, {id_of(1), "ios", "token"}));
  EXPECT_ERROR(ledger_.remove_device(new_account(), id_of(1)), not_found);
  EXPECT_TRUE(ledger_.remove_device(owner_, id_of(1)));
  EXPECT_ERROR(ledger_.remove_device(owner_, id_of(1)), not_found);
}

TEST_P(LedgerTest, TheAuditLogIsReadPageByPageLatestFirst) {
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(ledger_.audit(
        {0, at(i), "system", "step." + std::to_string(i), i % 2 == 0 ? "even" : "odd", "detail"}));
  }
  const auto page = ledger_.audit_log(0, 2);
  ASSERT_THAT(page.value(), SizeIs(2));
  EXPECT_EQ(page->at(0).action, "step.5");
  EXPECT_EQ(page->at(0).at, at(5));
  EXPECT_EQ(page->at(1).action, "step.4");
  const auto next = ledger_.audit_log(page->at(1).number, 10);
  ASSERT_THAT(next.value(), SizeIs(3));
  EXPECT_EQ(next->at(0).action, "step.3");
  const auto even = ledger_.audit_of("even");
  ASSERT_THAT(even.value(), SizeIs(2));
  EXPECT_EQ(even->at(0).action, "step.2");
  EXPECT_EQ(even->at(1).action, "step.4");
}

ASTRONOVA_ON_BOTH_ENGINES(LedgerTest);

}  // namespace
}  // namespace astronova::storage::testing
