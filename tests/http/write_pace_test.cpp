#include "http/write_pace.h"

#include <gtest/gtest.h>

namespace astronova::http {
namespace {

// Six ticks for each hundred bytes.
WritePace pace() {
  return {6, 100};
}

TEST(WritePace, GivesTheWholeAllowanceToBeginWith) {
  auto client = pace();
  EXPECT_EQ(client.resume(10), 16U);
}

TEST(WritePace, DropsDoNotProlongIt) {
  auto client = pace();
  client.resume(10);
  EXPECT_EQ(client.took(1, 15), 16U);
  EXPECT_EQ(client.took(98, 15), 16U);
}

TEST(WritePace, EnoughBytesRenewIt) {
  auto client = pace();
  client.resume(10);
  client.took(60, 12);
  EXPECT_EQ(client.took(40, 15), 21U);
  EXPECT_EQ(client.took(99, 20), 21U) << "each time they have to be as many";
}

TEST(WritePace, WhatThereIsNothingToTakeDoesNotCount) {
  auto client = pace();
  client.resume(10);
  client.pause(12);
  EXPECT_EQ(client.resume(1000), 1004U);
}

TEST(WritePace, ADripIsNotForgottenFromOnePieceOfAStreamToTheNext) {
  auto client = pace();
  for (WritePace::Ticks piece = 0; piece < 3; ++piece) {
    client.resume(piece * 10);
    client.took(30, piece * 10 + 2);
    client.pause(piece * 10 + 2);
  }
  EXPECT_EQ(client.resume(30), 30U) << "nothing is left";
}

TEST(WritePace, AnotherAnswerHasTheWholeAllowanceAgain) {
  auto client = pace();
  client.resume(10);
  client.pause(15);
  client.begin_answer();
  EXPECT_EQ(client.resume(20), 26U);
}

TEST(WritePace, WhoHasUsedASixthIsSlow) {
  auto client = pace();
  client.resume(10);
  EXPECT_FALSE(client.is_slow(10));
  EXPECT_TRUE(client.is_slow(11));
  client.took(100, 11);
  EXPECT_FALSE(client.is_slow(11));
}

}  // namespace
}  // namespace astronova::http
