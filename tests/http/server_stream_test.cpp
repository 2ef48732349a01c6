// Answers whose bodies are sent while they are made: what goes over the wire.

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <deque>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/http/running_server.h"
#include "tests/http/watched_source.h"

namespace astronova::http {
namespace {

using testing::HasSubstr;
using testing::Not;

/// What one call gives.
struct Step {
  std::string bytes{};
  Result<BodyProgress> progress = BodyProgress::more();
};

WatchedSource::Next playing(std::deque<Step> steps) {
  return [steps = std::move(steps)](std::string& chunk, const BodyDemand&) mutable {
    EXPECT_EQ(chunk, "");
    const Step step = steps.front();
    steps.pop_front();
    chunk = step.bytes;
    return step.progress;
  };
}

/// A server whose /stream gives one answer.
class ServerStream : public testing::Test {
 protected:
  void start(WatchedSource::Next next, Execution execution = Execution::on_loop,
             unsigned status = 200) {
    Router routes;
    routes.add(
        Method::get, "/stream",
        [this, next = std::move(next), status](const Request&) {
          Response response = streamed(watch_, next);
          response.status = status;
          return response;
        },
        execution);
    routes.add(Method::get, "/plain", [](const Request&) {
      Response response;
      response.body = "plain";
      return response;
    });
    server_ = std::make_unique<RunningServer>(std::move(routes));
    client_ = std::make_unique<Client>(server_->port());
  }

  void expect_cut(const std::function<void()>& fail, const char* logged) {
    testing::internal::CaptureStderr();
    start([this, fail](std::string& chunk, const BodyDemand&) -> Result<BodyProgress> {
      chunk = "part";
      if (watch_.calls > 1) fail();
      return BodyProgress::more();
    });
    const Answer answer = client_->ask(get("/stream"));
    EXPECT_EQ(answer.body, "part");
    EXPECT_TRUE(answer.is_cut);
    EXPECT_TRUE(watch_.is_destroyed());
    server_->stop_and_wait();
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr(logged));
  }

  SourceWatch watch_;
  std::unique_ptr<RunningServer> server_;
  std::unique_ptr<Client> client_;
};

TEST_F(ServerStream, IsSentInChunksAndLeavesTheConnectionOpen) {
  start(playing({{"one "}, {""}, {"two "}, {"three", BodyProgress::end()}}));
  const Answer answer = client_->ask(get("/stream"));
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, "one two three");
  EXPECT_EQ(answer.header("Transfer-Encoding"), "chunked");
  EXPECT_EQ(answer.header("Content-Length"), "");
  EXPECT_EQ(answer.header("Connection"), "keep-alive");
  EXPECT_EQ(client_->ask(get("/plain")).body, "plain");
  EXPECT_TRUE(watch_.is_destroyed());
}

TEST_F(ServerStream, IsReadByAnotherImplementationOfHttp) {
  std::string expected;
  std::deque<Step> steps;
  for (const std::size_t size : {1U, 9U, 15U, 16U, 255U, 256U, 70'000U}) {
    steps.push_back({std::string(size, 'a')});
    expected += steps.back().bytes;
  }
  steps.push_back({"", BodyProgress::end()});
  start(playing(steps));
  client_->send(get("/stream", "Connection: close\r\n"));
  const std::string bytes = client_->receive_all();

  boost::beast::http::response_parser<boost::beast::http::string_body> parser;
  parser.eager(true);
  boost::system::error_code error;
  EXPECT_EQ(parser.put(boost::asio::buffer(bytes), error), bytes.size());
  EXPECT_FALSE(error) << error.message();
  EXPECT_TRUE(parser.is_done());
  EXPECT_TRUE(parser.chunked());
  EXPECT_EQ(parser.get().body(), expected);
}

TEST_F(ServerStream, MayBeEmpty) {
  start(playing({{"", BodyProgress::end()}}));
  const Answer answer = client_->ask(get("/stream"));
  EXPECT_EQ(answer.body, "");
  EXPECT_FALSE(answer.is_cut);
  EXPECT_EQ(client_->ask(get("/plain")).body, "plain");
}

TEST_F(ServerStream, IsTheSameFromAHandlerOnAWorker) {
  start(playing({{"one "}, {"two", BodyProgress::end()}}), Execution::on_worker);
  EXPECT_EQ(client_->ask(get("/stream")).body, "one two");
}

TEST_F(ServerStream, IsNotCompressed) {
  start(playing({{std::string(5000, 'x'), BodyProgress::end()}}));
  const Answer answer = client_->ask(get("/stream", "Accept-Encoding: gzip\r\n"));
  EXPECT_EQ(answer.header("Content-Encoding"), "");
  EXPECT_EQ(answer.body, std::string(5000, 'x'));
}

TEST_F(ServerStream, EndsWithTheConnectionForAClientOfHttp10) {
  start(playing({{"one "}, {"two", BodyProgress::end()}}));
  client_->send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const Answer answer = client_->receive_head();
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_EQ(answer.header("Transfer-Encoding"), "");
  EXPECT_EQ(answer.header("Content-Length"), "");
  EXPECT_EQ(client_->receive_all(), "one two");
  EXPECT_FALSE(client_->is_reset_by_server());
}

TEST_F(ServerStream, IsNotMadeForHead) {
  start(playing({}));
  const Answer answer =
      (client_->send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n"), client_->receive_head());
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.header("Transfer-Encoding"), "chunked");
  EXPECT_EQ(client_->ask(get("/plain")).body, "plain");
  EXPECT_TRUE(watch_.is_destroyed());
  EXPECT_EQ(watch_.calls, 0);
}

TEST_F(ServerStream, IsNotMadeWhereTheStatusHasNoBody) {
  start(playing({}), Execution::on_loop, 204);
  const Answer answer = client_->ask(get("/stream"));
  EXPECT_EQ(answer.status, 204U);
  EXPECT_EQ(answer.header("Transfer-Encoding"), "");
  EXPECT_EQ(client_->ask(get("/plain")).body, "plain");
  EXPECT_TRUE(watch_.is_destroyed());
  EXPECT_EQ(watch_.calls, 0);
}

TEST_F(ServerStream, IsAnsweredBeforeWhatWasAskedAfterIt) {
  start(playing({{"one "}, {"two", BodyProgress::end()}}));
  client_->send(get("/stream") + get("/plain") + get("/plain"));
  EXPECT_EQ(client_->receive().body, "one two");
  EXPECT_EQ(client_->receive().body, "plain");
  EXPECT_EQ(client_->receive().body, "plain");
}

TEST_F(ServerStream, SendsEachChunkWhenItIsThere) {
  Barrier barrier;
  start([this, &barrier](std::string& chunk, const BodyDemand&) -> Result<BodyProgress> {
    chunk = "first";
    if (watch_.calls == 1) return BodyProgress::more();
    barrier.pass();
    return BodyProgress::end();
  });
  client_->send(get("/stream"));
  EXPECT_EQ(client_->receive_head().status, 200U);
  EXPECT_EQ(client_->receive_chunk(), "first");
  barrier.open();
  EXPECT_EQ(client_->receive_chunk(), "first");
  EXPECT_EQ(client_->receive_chunk(), "");
}

TEST_F(ServerStream, SendsItsHeadBeforeThereIsAnyChunk) {
  Barrier barrier;
  start([&barrier](std::string&, const BodyDemand&) -> Result<BodyProgress> {
    barrier.pass();
    return BodyProgress::end();
  });
  client_->send(get("/stream"));
  EXPECT_EQ(client_->receive_head().status, 200U);
  barrier.open();
  EXPECT_EQ(client_->receive_chunk(), "");
}

TEST_F(ServerStream, IsSeenToBeCutWhenItsSourceFails) {
  testing::internal::CaptureStderr();
  start(playing({{"part"}, {"lost", Error{ErrorCode::unavailable, "the disk is gone", {}}}}));
  const Answer answer = client_->ask(get("/stream", "X-Request-Id: request-0001\r\n"));
  EXPECT_EQ(answer.body, "part");
  EXPECT_TRUE(answer.is_cut);
  EXPECT_TRUE(watch_.is_destroyed());
  server_->stop_and_wait();
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, HasSubstr("request-0001"));
  EXPECT_THAT(log, HasSubstr("the disk is gone"));
}

TEST_F(ServerStream, IsSeenToBeCutWhenItsSourceThrows) {
  expect_cut([] { throw std::runtime_error("no memory"); }, "no memory");
}

TEST_F(ServerStream, IsSeenToBeCutWhenItsSourceThrowsWhatIsNoException) {
  expect_cut([] { throw 42; }, "not a std::exception");
}

TEST_F(ServerStream, IsSeenToBeCutByAClientOfHttp10Too) {
  testing::internal::CaptureStderr();
  start(playing({{"part"}, {"", Error{}}}));
  client_->send("GET /stream HTTP/1.0\r\n\r\n");
  EXPECT_THAT(client_->receive_all(), Not(HasSubstr("chunked")));
  EXPECT_TRUE(client_->is_reset_by_server());
  server_->stop_and_wait();
  testing::internal::GetCapturedStderr();
}

TEST_F(ServerStream, ReachesAClientThatHasEndedItsSide) {
  start(playing({{"one "}, {"two", BodyProgress::end()}}));
  client_->send(get("/stream"));
  client_->end_sending();
  EXPECT_EQ(client_->receive().body, "one two");
}

}  // namespace
}  // namespace astronova::http
