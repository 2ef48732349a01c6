#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/utf8.h"
#include "tests/http/running_server.h"

namespace astronova::http {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::HasSubstr;
using testing::Lt;

Router router() {
  Router routes;
  routes.add(Method::get, "/", [](const Request&) { return Response{}; });
  routes.add(Method::post, "/", [](const Request&) { return Response{}; });
  return routes;
}

std::string post(std::string_view headers, std::string_view body = "") {
  std::string request = "POST / HTTP/1.1\r\nHost: a\r\n";
  return request.append(headers).append("\r\n").append(body);
}

struct HostileRequest {
  const char* name;
  std::string bytes;
  unsigned status;
};

class HostileInput : public testing::TestWithParam<HostileRequest> {};

TEST_P(HostileInput, GetsAProblemAndAClosedConnection) {
  RunningServer server(router());
  Client client(server.port());
  const Answer answer = client.ask(GetParam().bytes);
  EXPECT_EQ(answer.status, GetParam().status) << answer.body;
  EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(is_valid_utf8(answer.body));
  EXPECT_TRUE(client.is_closed_by_server());
}

const std::string long_field = "X: " + std::string(1000, 'x') + "\r\n";

std::string repeated(const std::string& text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i)
    all += text;
  return all;
}

INSTANTIATE_TEST_SUITE_P(
    All, HostileInput,
    testing::Values(
        HostileRequest{"Garbage", "garbage\r\n\r\n", 400},
        HostileRequest{"TlsHello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11),
                       400},
        HostileRequest{"NulBytes", std::string("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 27), 400},
        HostileRequest{"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
        HostileRequest{"NoVersion", "GET /\r\nHost: a\r\n\r\n", 400},
        HostileRequest{"Version09", "GET / HTTP/0.9\r\n\r\n", 400},
        HostileRequest{"SpaceInTarget", "GET / / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        HostileRequest{"NoHost", "GET / HTTP/1.1\r\n\r\n", 400},
        HostileRequest{"TwoHosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
        HostileRequest{"HostWithSlash", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        HostileRequest{"HostWithUser", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400},
        HostileRequest{"FieldWithoutColon", get("/", "Field\r\n"), 400},
        HostileRequest{"SpaceBeforeColon", get("/", "Field : x\r\n"), 400},
        HostileRequest{"EmptyFieldName", get("/", ": x\r\n"), 400},
        HostileRequest{"FoldedField", get("/", "Field: x\r\n y\r\n"), 400},
        HostileRequest{"FoldedEmptyField", get("/", "Field:\r\n y\r\n"), 400},
        HostileRequest{"BareLineFeedInField", get("/", "A: x\nB: y\r\n"), 400},
        HostileRequest{"BareCarriageReturnInField", get("/", "A: x\rB: y\r\n"), 400},
        HostileRequest{"BareLineFeeds", "GET / HTTP/1.1\nHost: a\n\n", 400},
        HostileRequest{"LengthAndChunked",
                       post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                       400},
        HostileRequest{"ChunkedAndLength",
                       post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"),
                       400},
        HostileRequest{"TwoLengths", post("Content-Length: 1\r\nContent-Length: 2\r\n", "a"), 400},
        HostileRequest{"SameLengthTwice", post("Content-Length: 1\r\nContent-Length: 1\r\n", "a"),
                       400},
        HostileRequest{"LengthList", post("Content-Length: 1, 1\r\n", "a"), 400},
        HostileRequest{"SignedLength", post("Content-Length: +1\r\n", "a"), 400},
        HostileRequest{"NegativeLength", post("Content-Length: -1\r\n", "a"), 400},
        HostileRequest{"HexadecimalLength", post("Content-Length: 0x1\r\n", "a"), 400},
        HostileRequest{"EmptyLength", post("Content-Length:\r\n", "a"), 400},
        HostileRequest{"EndlessLength", post("Content-Length: 99999999999999999999999\r\n"), 400},
        HostileRequest{"UnknownCoding", post("Transfer-Encoding: gzip\r\n"), 400},
        HostileRequest{"CodingList", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"),
                       400},
        HostileRequest{"ChunkedTwice",
                       post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
        HostileRequest{"ChunkedNotQuite", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
                       400},
        HostileRequest{"ChunkedInHttp10",
                       "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        HostileRequest{"ChunkOfNoSize", post("Transfer-Encoding: chunked\r\n", "x\r\nabc\r\n"),
                       400},
        HostileRequest{"ChunkLongerThanSaid",
                       post("Transfer-Encoding: chunked\r\n", "2\r\nabc\r\n0\r\n\r\n"), 400},
        HostileRequest{"ChunkOfOverflowingSize",
                       post("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\na\r\n"), 400},
        HostileRequest{"EndlessChunkExtension",
                       post("Transfer-Encoding: chunked\r\n", "1;x=" + std::string(60'000, 'x')),
                       400},
        HostileRequest{"EndlessTrailers",
                       post("Transfer-Encoding: chunked\r\n", "0\r\n" + repeated(long_field, 60)),
                       400},
        HostileRequest{"UnknownExpectation", post("Expect: miracles\r\n"), 417},
        HostileRequest{"LargeBody", post("Content-Length: 1048577\r\n"), 413},
        HostileRequest{"LargeChunk", post("Transfer-Encoding: chunked\r\n", "100001\r\n"), 413},
        HostileRequest{"LongTarget", get("/" + std::string(13'000, 'x')), 414},
        HostileRequest{"EndlessTarget", "GET /" + std::string(20'000, 'x'), 414},
        HostileRequest{"LargeHead", get("/", repeated(long_field, 20)), 431},
        HostileRequest{"EndlessField", "GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x'), 431},
        HostileRequest{"ManyFields", get("/", repeated("X: y\r\n", 101)), 431}),
    [](const auto& parameter) { return parameter.param.name; });

TEST(HostileBytes, GetOnlyProblemsOfTheClientsOrAClosedConnection) {
  ServerOptions options = quick_options();
  options.head_timeout = options.body_timeout = std::chrono::milliseconds(200);
  RunningServer server(router(), options);
  std::mt19937 random(4711);
  const std::string valid = post("Transfer-Encoding: chunked\r\nA: b\r\n", "3\r\nabc\r\n0\r\n\r\n");
  for (int i = 0; i < 500; ++i) {
    std::string bytes = valid;
    for (unsigned changes = random() % 8; changes > 0; --changes) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    if (i % 2 == 0) bytes.resize(random() % bytes.size());
    if (i % 10 == 0) std::ranges::generate(bytes, [&] { return static_cast<char>(random()); });
    Client client(server.port());
    client.send(bytes);
    client.end_sending();
    const Answer answer = client.receive();
    if (answer.status == 0 || answer.status == 200) continue;
    ASSERT_THAT(answer.status, AllOf(Ge(400U), Lt(500U))) << bytes;
    ASSERT_EQ(answer.header("Content-Type"), "application/problem+json");
    ASSERT_TRUE(is_valid_utf8(answer.body));
  }
  EXPECT_EQ(Client(server.port()).ask(get("/")).status, 200U);
}

TEST(HostileBytes, GetTheirAnswerEvenWhileStillBeingSent) {
  RunningServer server(router());
  Client client(server.port());
  client.send(post("Content-Length: 33554432\r\n"));
  const std::string piece(65'536, 'x');
  for (int i = 0; i < 512; ++i)
    client.send(piece);
  EXPECT_EQ(client.receive().status, 413U);
}

TEST(HostileBytes, AreQuotedWithoutHarm) {
  RunningServer server(router());
  Client client(server.port());
  const Answer answer = client.ask(get("/%22%7F%0A" + std::string(4000, 'x')));
  EXPECT_EQ(answer.status, 404U);
  EXPECT_LT(answer.body.size(), 600U);
  EXPECT_THAT(answer.body, HasSubstr("/\\\"\uFFFD\uFFFDxxx"));
}

}  // namespace
}  // namespace astronova::http
