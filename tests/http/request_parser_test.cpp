#include "http/request_parser.h"

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/samples.h"

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

/// What a parser made of some bytes, for comparing.
struct Reading {
  bool is_complete = false;
  unsigned refused_with = 0;
  std::size_t used = 0;
  bool keep_alive = false;
  std::string method, target, body;
  std::vector<std::pair<std::string, std::string>> headers;
  bool operator==(const Reading&) const = default;
};

Reading reading_of(std::string_view bytes, std::size_t first_piece) {
  RequestParser parser({400, 50});
  Reading reading;
  for (std::size_t end = first_piece;; end = bytes.size()) {
    reading.used += parser.parse(bytes.data(), reading.used, end);
    if (parser.is_complete() || parser.failure().status != 0 || end == bytes.size()) break;
  }
  reading.refused_with = parser.failure().status;
  reading.is_complete = reading.refused_with == 0 && parser.is_complete();
  if (!reading.is_complete) return Reading{false, reading.refused_with, 0, false, {}, {}, {}, {}};
  Request request;
  parser.fill(request, bytes.data());
  reading.keep_alive = parser.keep_alive();
  reading.method = parser.method(bytes.data());
  reading.target = parser.target(bytes.data());
  reading.body = request.body;
  for (const auto& [name, value] : request.headers)
    reading.headers.emplace_back(name, value);
  return reading;
}

// A whole request may be read without Beast; one whose first byte comes alone never is.
TEST(RequestParser, ReadsAWholeRequestAsItReadsOneInPieces) {
  const std::string plain[] = {
      "GET /a?b=c HTTP/1.1\r\nHost: a:80\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n",
      "POST / HTTP/1.1\r\nhost:a\r\nContent-Length:3\r\nX-Empty:\r\nConnection: close\r\n\r\nabc",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60\r\n\r\n" + std::string(60, 'x'),
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
      "PUT /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
      "GET / HTTP/1.0\r\nConnection: keep-alive, close\r\nUpgrade: x\r\n\r\n",
  };
  const std::string_view spice[] = {"\r\n",   "\n",      "\r",       " ",      "\t",        ":",
                                    "0",      "9",       ",",        "\x7f",   "\x80",      "/",
                                    "close",  "chunked", "1.0",      "Host",   "\r\nHost:", "\r\n ",
                                    "Expect", "+",       "\r\n\r\n", "Upgrade"};
  std::mt19937 random(1990);
  int complete = 0;
  for (int i = 0; i < astronova::samples(200'000); ++i) {
    std::string bytes = plain[random() % std::size(plain)];
    for (unsigned changes = random() % 4; changes > 0; --changes) {
      const std::size_t at = random() % bytes.size();
      const std::string_view what = spice[random() % std::size(spice)];
      switch (random() % 4) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes.insert(at, what);
          break;
        case 2:
          bytes.replace(at, what.size(), what);
          break;
        default:
          bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 40));
      }
    }
    const Reading whole = reading_of(bytes, bytes.size());
    ASSERT_EQ(whole, reading_of(bytes, 1)) << testing::PrintToString(bytes);
    complete += whole.is_complete ? 1 : 0;
  }
  EXPECT_GT(complete, astronova::samples(40'000)) << "what is compared is not worth it";
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
