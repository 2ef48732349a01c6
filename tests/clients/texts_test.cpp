#include <random>

#include <gtest/gtest.h>

#include "clients/base64.h"
#include "clients/form.h"
#include "clients/freshness.h"

namespace astronova::clients {
namespace {

using namespace std::chrono_literals;

TEST(Base64, TheExamplesOfTheStandardHold) {  // RFC 4648, 10
  for (const auto& [bytes, text] : {std::pair{"", ""},
                                    {"f", "Zg=="},
                                    {"fo", "Zm8="},
                                    {"foo", "Zm9v"},
                                    {"foob", "Zm9vYg=="},
                                    {"fooba", "Zm9vYmE="},
                                    {"foobar", "Zm9vYmFy"}}) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(Base64, EveryByteComesBack) {
  std::mt19937 generator{1};
  for (std::size_t length = 0; length < 200; ++length) {
    std::string bytes(length, '\0');
    for (char& byte : bytes)
      byte = static_cast<char>(generator());
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
  }
}

TEST(Base64, WhatIsNoneIsRefused) {
  for (const char* text : {"Z", "Zg", "Zg=", "Zg==\n", " Zg==", "Zm9v Zm9v", "Zm9-", "Zm\xC3\xA9"})
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
}

TEST(Form, ValuesAreEscapedSoThatTheyStayApart) {
  EXPECT_EQ(form({}), "");
  EXPECT_EQ(form({{"a", "1"}, {"b", ""}}), "a=1&b=");
  EXPECT_EQ(form({{"a&b", "c=d&e f+\xC3\xA9%\n"}}), "a%26b=c%3Dd%26e%20f%2B%C3%A9%25%0A");
  EXPECT_EQ(form({{"x", "AZaz09-._*~"}}), "x=AZaz09-._*%7E");
}

std::optional<std::chrono::seconds> fresh(const std::string& cache_control,
                                          const std::string& age = "") {
  HttpResponse response{200, {{"cache-control", cache_control}}, ""};
  if (!age.empty()) response.headers.emplace_back("age", age);
  return freshness(response);
}

TEST(Freshness, ItIsTheMaximalAgeWithoutTheAge) {
  EXPECT_EQ(fresh("max-age=600"), 600s);
  EXPECT_EQ(fresh("public, Max-Age=600, must-revalidate"), 600s);
  EXPECT_EQ(fresh("max-age=\"600\""), 600s);
  EXPECT_EQ(fresh("max-age=600", "100"), 500s);
  EXPECT_EQ(fresh("max-age=600", "601"), 0s);
  EXPECT_EQ(fresh("max-age=600", "soon"), 600s);
}

TEST(Freshness, WhatMustNotBeKeptIsNeverFresh) {
  EXPECT_EQ(fresh("no-store, max-age=600"), 0s);
  EXPECT_EQ(fresh("max-age=600,no-cache"), 0s);
}

TEST(Freshness, NothingIsSaidWhereNothingCanBeRead) {
  for (const char* text : {"", "public", "max-age", "max-age=", "max-age=-1", "max-age=soon"})
    EXPECT_EQ(fresh(text), std::nullopt) << text;
  EXPECT_EQ(freshness({200, {}, ""}), std::nullopt);
}

TEST(Freshness, AnEternityIsAYear) {
  EXPECT_EQ(fresh("max-age=99999999999999999999"),
            std::chrono::duration_cast<std::chrono::seconds>(std::chrono::years{1}));
}

}  // namespace
}  // namespace astronova::clients
