#include "http/compression.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/http/gunzip.h"

namespace astronova::http {
namespace {

const std::string text = std::string(3000, 'a') + std::string(3000, 'b');

Response coded(const Request& request, Response response) {
  Compressor compressor;
  compressor.apply(request, response);
  return response;
}

Response text_response() {
  Response response;
  response.body = text;
  return response;
}

TEST(AcceptsGzip, ReadsWeights) {
  for (const char* yes : {"gzip", "GZIP", "x-gzip", "deflate, gzip", "gzip;q=0.5", "gzip ; q=0.001",
                          "*", "br;q=1.0, *;q=0.1", "gzip;q=0.5, identity;q=0.5",
                          "identity;q=0, gzip", " , gzip,", "gzip;level=9;q=1.000"}) {
    EXPECT_TRUE(accepts_gzip(yes)) << yes;
  }
  for (const char* no : {"", "identity", "br", "gzip;q=0", "gzip;q=0.000", "*;q=0", "gzip;q=0, *",
                         "identity, gzip;q=0.9", "gzipped", "gzip;q=2", "gzip;q=1.001",
                         "gzip;q=", "gzip;q=0.1234", "gzip;q=-1", "gzip;q=.5"}) {
    EXPECT_FALSE(accepts_gzip(no)) << no;
  }
}

TEST(Gzip, IsReadBackByZlib) {
  EXPECT_EQ(gunzip(gzip(text)), text);
  EXPECT_EQ(gunzip(gzip("")), "");
  EXPECT_EQ(gunzip(gzip(text)), text) << "the coder's state is used again";
}

TEST(Compressor, CodesWhatTheClientAccepts) {
  Request request(Method::get, "/");
  request.headers = {{"Accept-Encoding", "gzip"}};
  const Response response = coded(request, text_response());
  EXPECT_EQ(gunzip(response.content()), text);
  EXPECT_EQ(response.coding, Coding::gzip);
}

TEST(Compressor, SaysThatTheAnswerDependsOnWhatIsAccepted) {
  const Response response = coded(Request(Method::get, "/"), text_response());
  EXPECT_EQ(response.content(), text);
  EXPECT_EQ(response.coding, Coding::identity);
}

TEST(Compressor, LeavesAloneWhatIsSmallOrCodedAlready) {
  Request request(Method::get, "/");
  request.headers = {{"Accept-Encoding", "gzip"}};
  Response small;
  small.body = std::string(Compressor::size_min - 1, 'a');
  EXPECT_EQ(coded(request, std::move(small)).coding, Coding::not_negotiated);
  Response picture = text_response();
  picture.compressible = false;
  EXPECT_EQ(coded(request, std::move(picture)).coding, Coding::not_negotiated);
  Response coded_already = text_response();
  coded_already.headers = {{"content-encoding", "br"}};
  EXPECT_EQ(coded(request, std::move(coded_already)).body, text);
}

TEST(Compressor, LeavesAloneWhatDoesNotBecomeSmaller) {
  Request request(Method::get, "/");
  request.headers = {{"Accept-Encoding", "gzip"}};
  std::mt19937 random(7);
  Response noise;
  for (int i = 0; i < 4096; ++i)
    noise.body += static_cast<char>(random());
  const std::string original = noise.body;
  EXPECT_EQ(coded(request, std::move(noise)).body, original);
}

TEST(Compressor, LeavesABodyAloneThatItsHandlerHasCoded) {
  Request request(Method::get, "/");
  request.headers = {{"Accept-Encoding", "gzip"}};
  Response response;
  response.body = gzip(text) + std::string(2'000, 'x');
  response.coding = Coding::gzip;
  const std::string original = response.body;
  const auto sent = coded(request, std::move(response));
  EXPECT_EQ(sent.body, original);
  EXPECT_EQ(sent.coding, Coding::gzip);
}

TEST(Compressor, CodesStaticBytesOnce) {
  Request request(Method::get, "/");
  request.headers = {{"Accept-Encoding", "gzip"}};
  Compressor compressor;
  Response first;
  first.static_body = text;
  Response second;
  second.static_body = text;
  compressor.apply(request, first);
  compressor.apply(request, second);
  EXPECT_EQ(gunzip(first.content()), text);
  EXPECT_EQ(first.content().data(), second.content().data());
}

}  // namespace
}  // namespace astronova::http
