#include "base/address_ranges.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astronova {
namespace {

using ::testing::HasSubstr;

AddressRanges ranges(const std::vector<std::string>& texts) {
  auto read = AddressRanges::parse(texts);
  EXPECT_TRUE(read);
  return read ? *read : AddressRanges();
}

TEST(AddressRanges, HaveTheAddressesThatBeginWithTheirBits) {
  const auto some = ranges({"10.0.0.0/8", "192.0.2.128/25", "fc00::/7"});
  EXPECT_TRUE(some.contains("10.255.255.255"));
  EXPECT_FALSE(some.contains("11.0.0.0"));
  EXPECT_TRUE(some.contains("192.0.2.128"));
  EXPECT_FALSE(some.contains("192.0.2.127"));
  EXPECT_TRUE(some.contains("fdff::1"));
  EXPECT_FALSE(some.contains("fe00::1"));
}

TEST(AddressRanges, MayBeASingleAddressOrAll) {
  const auto one = ranges({"192.0.2.7", "2001:db8::1"});
  EXPECT_TRUE(one.contains("192.0.2.7"));
  EXPECT_FALSE(one.contains("192.0.2.6"));
  EXPECT_TRUE(one.contains("2001:db8:0:0::1"));
  EXPECT_FALSE(one.contains("2001:db8::2"));
  const auto all_of_four = ranges({"0.0.0.0/0"});
  EXPECT_TRUE(all_of_four.contains("203.0.113.1"));
  EXPECT_FALSE(all_of_four.contains("2001:db8::1"));
  EXPECT_TRUE(ranges({"::/0"}).contains("203.0.113.1"));
}

TEST(AddressRanges, TakeAnAddressOfFourThatIsWrittenAsSixForWhatItIs) {
  EXPECT_TRUE(ranges({"10.0.0.0/8"}).contains("::ffff:10.1.2.3"));
  EXPECT_FALSE(ranges({"10.0.0.0/8"}).contains("::10.1.2.3"));
}

TEST(AddressRanges, HaveNothingThatIsNoAddress) {
  const auto all = ranges({"0.0.0.0/0", "::/0"});
  for (const auto* text : {"", "localhost", "10.0.0", "10.0.0.1 ", "10.0.0.1/8"})
    EXPECT_FALSE(all.contains(text)) << text;
  EXPECT_FALSE(AddressRanges().contains("127.0.0.1"));
}

TEST(AddressRanges, AreRefusedWhereTheyAreNone) {
  for (const auto* text : {"", "ten", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/8x", "10.0.0.0/-1",
                           "::/129", "10.0.0/8", "/8"}) {
    const auto read = AddressRanges::parse({"127.0.0.1", text});
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::invalid_value);
    EXPECT_THAT(read.error().detail, HasSubstr('"' + std::string(text) + '"'));
    EXPECT_THAT(read.error().detail, HasSubstr("10.0.0.0/8"));
  }
}

}  // namespace
}  // namespace astronova
