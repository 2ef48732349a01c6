// Who a request is from, whatever its headers claim.

#include "limits/client_address.h"

#include <gtest/gtest.h>

namespace astronova::limits {
namespace {

AddressRanges proxies(const std::vector<std::string>& texts) {
  return AddressRanges::parse(texts).value();
}

std::string client(std::string_view peer, const std::vector<std::string_view>& forwarded_for,
                   const AddressRanges& trusted) {
  const auto address = client_address(peer, forwarded_for, trusted);
  return address ? address->text() : "none";
}

struct Case {
  std::string name;
  std::string_view peer;
  std::vector<std::string_view> forwarded_for;
  std::string expected;
};

void check(const std::vector<Case>& cases, const AddressRanges& trusted) {
  for (const auto& one : cases)
    EXPECT_EQ(client(one.peer, one.forwarded_for, trusted), one.expected) << one.name;
}

TEST(ClientAddress, IsThePeerWhereNoProxyIsTrustedWhateverTheHeaderSays) {
  check({{"no header", "203.0.113.9", {}, "203.0.113.9"},
         {"a forged one", "203.0.113.9", {"198.51.100.1"}, "203.0.113.9"},
         {"from loopback", "127.0.0.1", {"198.51.100.1"}, "127.0.0.1"},
         {"IPv6", "2001:db8::1", {"198.51.100.1"}, "2001:db8::1"},
         {"no address", "", {"198.51.100.1"}, "none"}},
        AddressRanges());
}

TEST(ClientAddress, IsThePeerWhereTheProxyIsAnother) {
  check({{"a stranger", "203.0.113.9", {"198.51.100.1"}, "203.0.113.9"},
         {"who claims to be it", "203.0.113.9", {"10.0.0.1, 10.0.0.1"}, "203.0.113.9"}},
        proxies({"10.0.0.0/8"}));
}

TEST(ClientAddress, IsWhomTheLastTrustedProxyWasAskedBy) {
  check({{"one proxy", "10.0.0.1", {"198.51.100.1"}, "198.51.100.1"},
         {"a forged element before", "10.0.0.1", {"8.8.8.8, 198.51.100.1"}, "198.51.100.1"},
         {"many forged", "10.0.0.1", {"1.1.1.1,2.2.2.2 ,\t198.51.100.1 "}, "198.51.100.1"},
         {"a forged trusted address", "10.0.0.1", {"10.0.0.9, 198.51.100.1"}, "198.51.100.1"},
         {"two proxies", "10.0.0.1", {"198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
         {"two proxies, forged", "10.0.0.1", {"9.9.9.9, 198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
         {"in two lines", "10.0.0.1", {"198.51.100.1", "10.0.0.2"}, "198.51.100.1"},
         {"a forged line before", "10.0.0.1", {"9.9.9.9, 8.8.8.8", "198.51.100.1"}, "198.51.100.1"},
         {"all are trusted", "10.0.0.1", {"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
         {"it says nothing", "10.0.0.1", {}, "10.0.0.1"}},
        proxies({"10.0.0.0/8"}));
}

TEST(ClientAddress, IsWhoWroteTheElementThatIsNone) {
  const auto trusted = proxies({"10.0.0.0/8"});
  for (const std::string_view wrong : {"",
                                       " ",
                                       "unknown",
                                       "_hidden",
                                       "unix:",
                                       "1.2.3",
                                       "1.2.3.4.5",
                                       "256.1.1.1",
                                       "01.2.3.4",
                                       "1.2.3.4:",
                                       "1.2.3.4:http",
                                       "1.2.3.4:123456",
                                       "[2001:db8::1",
                                       "2001:db8::1]",
                                       "[2001:db8::1]443",
                                       "[2001:db8::1]:",
                                       "[1.2.3.4]",
                                       "[]",
                                       "[",
                                       "fe80::1%eth0",
                                       "::1::",
                                       "1.2.3.4 5.6.7.8",
                                       "\"1.2.3.4\"",
                                       "for=1.2.3.4",
                                       "0x7f000001",
                                       "2130706433",
                                       "1.2.3.4;",
                                       "\x80\xff",
                                       "::ffff:1.2.3.4.5",
                                       "12345:::",
                                       ":",
                                       "::1:::"}) {
    EXPECT_EQ(client("10.0.0.1", {wrong}, trusted), "10.0.0.1") << wrong;
    const auto before = "198.51.100.1," + std::string(wrong);
    EXPECT_EQ(client("10.0.0.1", {before}, trusted), "10.0.0.1") << wrong;
    const auto behind = std::string(wrong) + ", 198.51.100.1";
    EXPECT_EQ(client("10.0.0.1", {behind}, trusted), "198.51.100.1") << wrong;
    const auto between = "9.9.9.9," + std::string(wrong) + ",10.0.0.2";
    EXPECT_EQ(client("10.0.0.1", {between}, trusted), "10.0.0.2") << wrong;
  }
}

TEST(ClientAddress, IsReadWithoutPortsAndBrackets) {
  check({{"a port", "10.0.0.1", {"198.51.100.1:51234"}, "198.51.100.1"},
         {"IPv6", "10.0.0.1", {"2001:DB8:0::1"}, "2001:db8::1"},
         {"brackets", "10.0.0.1", {"[2001:db8::1]"}, "2001:db8::1"},
         {"brackets and a port", "10.0.0.1", {"[2001:db8::1]:443"}, "2001:db8::1"},
         {"IPv4 in IPv6", "10.0.0.1", {"::ffff:198.51.100.1"}, "198.51.100.1"},
         {"a trusted one with a port", "10.0.0.1", {"7.7.7.7, 10.0.0.2:80"}, "7.7.7.7"},
         {"a peer of IPv4 in IPv6", "::ffff:10.0.0.1", {"198.51.100.1"}, "198.51.100.1"}},
        proxies({"10.0.0.0/8"}));
}

TEST(ClientAddress, AHeaderOfManyElementsIsReadOnlyAsFarAsProxiesAreTrusted) {
  std::string line;
  for (int i = 0; i < 3'000; ++i)
    line += "6.6.6.6,";
  line += "198.51.100.1";
  EXPECT_EQ(client("10.0.0.1", {line}, proxies({"10.0.0.0/8"})), "198.51.100.1");
}

bool trusts(const AddressRanges& trusted, std::string_view address) {
  return trusted.contains(IpAddress::parse(address).value());
}

TEST(AddressRanges, AreThoseInTheRangesToTheBit) {
  const auto trusted = proxies({"10.1.128.0/17", " 192.0.2.7 ", "2001:db8:8000::/33"});
  for (const auto* const inside : {"10.1.128.0", "10.1.255.255", "192.0.2.7",
                                   "2001:db8:8000::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"})
    EXPECT_TRUE(trusts(trusted, inside)) << inside;
  for (const auto* const outside :
       {"10.1.127.255", "10.2.0.0", "192.0.2.6", "192.0.2.8", "2001:db8:7fff::", "2001:db9::"})
    EXPECT_FALSE(trusts(trusted, outside)) << outside;
}

TEST(AddressRanges, HaveWordsForTheMachineAndForPrivateNetworks) {
  const auto machine = proxies({"loopback"});
  EXPECT_TRUE(trusts(machine, "127.0.0.1"));
  EXPECT_TRUE(trusts(machine, "::1"));
  EXPECT_FALSE(trusts(machine, "10.0.0.1"));
  const auto all = proxies({"private", "loopback"});
  for (const auto* const inside : {"10.255.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
                                   "169.254.1.1", "fd12::1", "fe80::1", "127.9.9.9"})
    EXPECT_TRUE(trusts(all, inside)) << inside;
  for (const auto* const outside : {"172.32.0.1", "11.0.0.1", "8.8.8.8", "2001:db8::1"})
    EXPECT_FALSE(trusts(all, outside)) << outside;
}

TEST(AddressRanges, AreRefusedWithWhatIsWrong) {
  const auto detail = [](const std::string& text) {
    const auto read = AddressRanges::parse(std::vector{text});
    return read ? "nothing is wrong" : read.error().detail;
  };
  using ::testing::HasSubstr;
  EXPECT_THAT(detail("proxy.example"), HasSubstr("'proxy.example' is no address"));
  EXPECT_THAT(detail(""), HasSubstr("is no address"));
  EXPECT_THAT(detail("10.0.0.0/33"), HasSubstr("a number up to 32"));
  EXPECT_THAT(detail("2001:db8::/129"), HasSubstr("a number up to 128"));
  EXPECT_THAT(detail("10.0.0.0/"), HasSubstr("a number up to 32"));
  EXPECT_THAT(detail("10.0.0.0/8x"), HasSubstr("a number up to 32"));
  EXPECT_THAT(detail("10.0.0.1/8"), HasSubstr("bits beyond its first 8"));
  EXPECT_THAT(detail("0.0.0.0/0"), HasSubstr("is everybody"));
  EXPECT_THAT(detail("::/0"), HasSubstr("is everybody"));
}

}  // namespace
}  // namespace astronova::limits
