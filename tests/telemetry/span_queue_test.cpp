#include "telemetry/span_queue.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/seeded_randomness.h"
#include "tests/telemetry/support.h"

namespace astronova::telemetry {
namespace {

using namespace std::chrono_literals;
using clients::Span;
using clients::SpanDelivery;
using ::testing::ElementsAre;

const SpanDelivery passing{.trouble = "it answers 503", .may_be_repeated = true};
const SpanDelivery lasting{.trouble = "it answers 400"};

// Spans go out when a batch is full, and never by time.
SpanQueueSettings by_batches(std::size_t batch) {
  return {.capacity = 3 * batch,
          .batch = batch,
          .interval = 1h,
          .flush_within = 60s,
          .pause_first = 1ms,
          .pause_max = 2ms,
          .tries_max = 3};
}

void add(SpanQueue& queue, int count) {
  for (int i = 0; i < count; ++i)
    queue.add(Span{.name = std::to_string(i)});
}

const astronova::testing::SeededRandomness randomness;

TEST(SpanQueue, DeliversABatchAsSoonAsItIsFull) {
  Receiver receiver;
  SpanQueue queue(receiver, randomness, by_batches(4));
  add(queue, 4);
  const auto spans = receiver.wait_for(4);
  EXPECT_EQ(spans.front().name, "0");
  EXPECT_EQ(spans.back().name, "3");
  EXPECT_TRUE(queue.stop());
  EXPECT_EQ(queue.figures().exported, 4U);
  EXPECT_EQ(queue.figures().dropped, 0U);
}

TEST(SpanQueue, DeliversWhatThereIsWhenTheIntervalIsOver) {
  Receiver receiver;
  auto settings = by_batches(100);
  settings.interval = 1ms;
  SpanQueue queue(receiver, randomness, settings);
  add(queue, 1);
  EXPECT_EQ(receiver.wait_for(1).size(), 1U);
}

TEST(SpanQueue, DeliversWhatIsLeftWhenItEnds) {
  Receiver receiver;
  SpanQueue queue(receiver, randomness, by_batches(4));
  add(queue, 3);
  EXPECT_TRUE(queue.stop());
  EXPECT_EQ(receiver.taken(), 3U);
  EXPECT_EQ(queue.figures().exported, 3U);
  add(queue, 1);
  EXPECT_EQ(queue.figures().dropped, 1U);
}

TEST(SpanQueue, DropsAndCountsWhatItHasNoRoomFor) {
  Receiver receiver;
  receiver.hold();
  SpanQueue queue(receiver, randomness, by_batches(4));
  add(queue, 4);
  receiver.wait_until_asked(1);
  add(queue, 12);
  EXPECT_EQ(queue.figures().dropped, 0U);
  add(queue, 5);
  EXPECT_EQ(queue.figures().dropped, 5U);
  receiver.release();
  EXPECT_EQ(receiver.wait_for(16).size(), 16U);
}

TEST(SpanQueue, SendsABatchAgainWhereTheTroubleMayPass) {
  Receiver receiver({passing, passing});
  SpanQueue queue(receiver, randomness, by_batches(4));
  add(queue, 4);
  receiver.wait_for(4);
  EXPECT_TRUE(queue.stop());
  EXPECT_THAT(receiver.batches(), ElementsAre(4, 4, 4));
  EXPECT_EQ(queue.figures().exported, 4U);
  EXPECT_EQ(queue.figures().dropped, 0U);
}

TEST(SpanQueue, GivesABatchUpThatIsNeverTaken) {
  Receiver receiver({passing, passing, passing});
  SpanQueue queue(receiver, randomness, by_batches(4));
  add(queue, 8);
  receiver.wait_for(4);
  EXPECT_TRUE(queue.stop());
  EXPECT_THAT(receiver.batches(), ElementsAre(4, 4, 4, 4));
  EXPECT_EQ(queue.figures().exported, 4U);
  EXPECT_EQ(queue.figures().dropped, 4U);
}

TEST(SpanQueue, DoesNotSendAgainWhatWillBeRefusedAgain) {
  Receiver receiver({lasting});
  SpanQueue queue(receiver, randomness, by_batches(4));
  add(queue, 8);
  receiver.wait_for(4);
  EXPECT_TRUE(queue.stop());
  EXPECT_THAT(receiver.batches(), ElementsAre(4, 4));
  EXPECT_EQ(queue.figures().dropped, 4U);
}

TEST(SpanQueue, WaitsForAsLongAsItIsAskedToBeforeItSendsAgain) {
  auto asks = passing;
  asks.retry_after = 3600s;
  Receiver receiver({asks});
  SpanQueue queue(receiver, randomness, by_batches(4));
  add(queue, 4);
  receiver.wait_until_asked(1);
  // Only the end has it sent now, which is no waiting.
  EXPECT_TRUE(queue.stop());
  EXPECT_THAT(receiver.batches(), ElementsAre(4, 4));
  EXPECT_EQ(queue.figures().exported, 4U);
}

TEST(SpanQueue, CountsWhatIsRefusedOfABatch) {
  Receiver receiver({SpanDelivery{.rejected = 3}});
  SpanQueue queue(receiver, randomness, by_batches(4));
  add(queue, 4);
  receiver.wait_for(4);
  EXPECT_TRUE(queue.stop());
  EXPECT_EQ(queue.figures().exported, 1U);
  EXPECT_EQ(queue.figures().dropped, 3U);
}

TEST(SpanQueue, SaysOnceThatSpansAreNotTakenAndOnceThatTheyAreAgain) {
  const SaidEvents said;
  Receiver receiver({passing, passing, lasting, SpanDelivery{}, lasting});
  SpanQueue queue(receiver, randomness, by_batches(4));
  add(queue, 4);
  receiver.wait_until_asked(3);
  add(queue, 4);
  receiver.wait_for(4);
  add(queue, 4);
  receiver.wait_until_asked(5);
  add(queue, 4);
  receiver.wait_for(8);
  EXPECT_TRUE(queue.stop());
  EXPECT_THAT(said.events(), ElementsAre("spans_not_exported", "spans_exported_again",
                                         "spans_not_exported", "spans_exported_again"));
  EXPECT_THAT(said.messages(), ::testing::HasSubstr("it answers 503"));
}

TEST(SpanQueue, DoesNotWaitAtItsEndForAReceiverThatHangs) {
  Receiver receiver;
  receiver.hold();
  auto settings = by_batches(4);
  settings.flush_within = 1ms;
  SpanQueue queue(receiver, randomness, settings);
  add(queue, 4);
  receiver.wait_until_asked(1);
  EXPECT_FALSE(queue.stop());
  receiver.release();
}

TEST(SpanQueue, TakesSpansFromManyThreadsConcurrently) {
  constexpr int threads = 4;
  constexpr int spans = 500;
  Receiver receiver;
  auto settings = by_batches(64);
  settings.capacity = threads * spans;
  SpanQueue queue(receiver, randomness, settings);
  {
    std::vector<std::jthread> adding;
    for (int i = 0; i < threads; ++i)
      adding.emplace_back([&queue] { add(queue, spans); });
  }
  EXPECT_TRUE(queue.stop());
  EXPECT_EQ(receiver.taken(), static_cast<std::size_t>(threads * spans));
}

}  // namespace
}  // namespace astronova::telemetry
