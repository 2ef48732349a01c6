#include "http/request_parser.h"

#include <algorithm>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astronova::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

constexpr RequestParser::Limits limits{16'384, 1'048'576};

/// Parses what arrives in pieces of that size; whether it was complete at its last byte.
bool is_complete_at_the_end(RequestParser& parser, std::string_view bytes, std::size_t step) {
  std::size_t from = 0;
  std::size_t end = 0;
  while (end < bytes.size()) {
    if (parser.is_complete()) return false;
    end = std::min(end + step, bytes.size());
    from += parser.parse(bytes.data(), from, end);
    if (parser.failure().status != 0) return false;
  }
  return parser.is_complete() && from == bytes.size();
}

TEST(RequestParser, DoesNotMindHowTheBytesOfARequestAreCut) {
  const std::string head = "POST /x?y HTTP/1.1\r\nHost: a\r\nX-Empty:\r\n";
  const std::pair<std::string, std::string> requests[] = {
      {head + "\r\n", ""},
      {head + "Content-Length: 3\r\n\r\nabc", "abc"},
      {head + "Content-Length: 0\r\n\r\n", ""},
      {head + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ""},
      {head + "Transfer-Encoding: chunked\r\n\r\n0\r\nTrailer: t\r\n\r\n", ""},
      {head + "Transfer-Encoding: chunked\r\n\r\n1;n=\"v\"\r\na\r\n02\r\nbc\r\n0\r\n\r\n", "abc"},
  };
  for (const auto& [bytes, body] : requests) {
    for (std::size_t step = 1; step <= bytes.size(); ++step) {
      RequestParser parser(limits);
      ASSERT_TRUE(is_complete_at_the_end(parser, bytes, step)) << bytes << step;
      Request request;
      parser.fill(request, bytes.data());
      ASSERT_EQ(request.body, body);
      ASSERT_EQ(parser.method(bytes.data()), "POST");
      ASSERT_EQ(parser.target(bytes.data()), "/x?y");
      ASSERT_EQ(request.header("host"), "a");
    }
  }
}

TEST(RequestParser, StopsWhereTheNextRequestBegins) {
  const std::string request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string two = request + request;
  RequestParser parser(limits);
  EXPECT_EQ(parser.parse(two.data(), 0, two.size()), request.size());
  EXPECT_TRUE(parser.is_complete());
  parser.reset();
  EXPECT_EQ(parser.parse(request.data(), 0, request.size()), request.size());
  EXPECT_TRUE(parser.is_complete());
}

TEST(RequestParser, LeavesTrailersOutOfTheHeaders) {
  const std::string bytes =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nHost: b\r\n\r\n";
  RequestParser parser(limits);
  parser.parse(bytes.data(), 0, bytes.size());
  ASSERT_TRUE(parser.is_complete());
  Request request;
  parser.fill(request, bytes.data());
  EXPECT_THAT(request.headers,
              ElementsAre(Pair("Host", "a"), Pair("Transfer-Encoding", "chunked")));
}

TEST(RequestParser, TakesAHeadOfExactlyTheLimit) {
  const std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  RequestParser just_enough({bytes.size(), 0});
  just_enough.parse(bytes.data(), 0, bytes.size());
  EXPECT_TRUE(just_enough.is_complete());
  RequestParser too_small({bytes.size() - 1, 0});
  too_small.parse(bytes.data(), 0, bytes.size());
  EXPECT_EQ(too_small.failure().status, 431U);
}

}  // namespace
}  // namespace astronova::http
