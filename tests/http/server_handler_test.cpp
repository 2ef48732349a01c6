// What handlers are told of who asks, and where they run.

#include <sstream>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include "http/listening_sockets.h"
#include "http/peer_address.h"
#include "tests/http/running_server.h"

namespace astronova::http {
namespace {

Response name_the_thread(const Request&) {
  std::ostringstream name;
  name << std::this_thread::get_id();
  Response response;
  response.body = name.str();
  return response;
}

Response name_the_peer(const Request& request) {
  Response response;
  response.body = request.peer_address;
  return response;
}

class ServerHandler : public testing::Test {
 protected:
  static Router router() {
    Router routes;
    routes.add(Method::get, "/loop", name_the_thread);
    routes.add(Method::get, "/worker", name_the_thread, Execution::on_worker);
    routes.add(Method::get, "/either", name_the_thread, Execution::on_worker_when_authorized);
    routes.add(Method::get, "/peer", name_the_peer);
    return routes;
  }
  static ServerOptions one_thread_of_each() {
    ServerOptions options = quick_options();
    options.threads = 1;
    options.worker_threads = 1;
    return options;
  }

  RunningServer server_{router(), one_thread_of_each()};
  Client client_{server_.port()};
};

TEST_F(ServerHandler, RunsOnTheLoopForWhoeverIsAnonymousIfItsRouteSaysSo) {
  EXPECT_EQ(client_.ask(get("/either")).body, client_.ask(get("/loop")).body);
}

TEST_F(ServerHandler, RunsOnAWorkerForWhoeverSaysWhoHeIsIfItsRouteSaysSo) {
  const std::string worker = client_.ask(get("/worker")).body;
  EXPECT_NE(worker, client_.ask(get("/loop")).body);
  for (const char* header : {"Authorization: Bearer a.b.c\r\n", "authorization:\r\n"})
    EXPECT_EQ(client_.ask(get("/either", header)).body, worker) << header;
}

TEST_F(ServerHandler, IsNotMovedByTheHeaderWhereItsRouteSaysNothingOfIt) {
  const char* header = "Authorization: Bearer a.b.c\r\n";
  EXPECT_EQ(client_.ask(get("/loop", header)).body, client_.ask(get("/loop")).body);
}

TEST_F(ServerHandler, IsToldWhoHasConnectedWhateverTheRequestSays) {
  const char* forwarded = "X-Forwarded-For: 192.0.2.1\r\nForwarded: for=192.0.2.1\r\n";
  for (const char* headers : {"", forwarded, ""})
    EXPECT_EQ(client_.ask(get("/peer", headers)).body, "127.0.0.1") << headers;
}

TEST_F(ServerHandler, IsToldTheIpv4AddressOnASocketThatHearsBoth) {
  ServerOptions options = one_thread_of_each();
  options.address = "::";
  if (!listen_on(options.address, 0, 1)) GTEST_SKIP() << "this machine has no IPv6";
  RunningServer server(router(), options);
  Client client(server.port());
  EXPECT_EQ(client.ask(get("/peer")).body, "127.0.0.1");
}

std::string text_of_ipv6(const char* text) {
  sockaddr_storage address{};
  auto& six = reinterpret_cast<sockaddr_in6&>(address);
  six.sin6_family = AF_INET6;
  EXPECT_EQ(inet_pton(AF_INET6, text, &six.sin6_addr), 1) << text;
  return peer_address_text(address);
}

TEST(PeerAddress, IsWrittenAsRfc5952WritesIt) {
  EXPECT_EQ(text_of_ipv6("2001:0DB8:0:0:0:0:0:1"), "2001:db8::1");
  EXPECT_EQ(text_of_ipv6("2001:db8:0:1:1:1:1:1"), "2001:db8:0:1:1:1:1:1");
  EXPECT_EQ(text_of_ipv6("::1"), "::1");
}

TEST(PeerAddress, IsTheIpv4AddressWhereThatIsMapped) {
  EXPECT_EQ(text_of_ipv6("::ffff:192.0.2.128"), "192.0.2.128");
}

TEST(PeerAddress, IsEmptyWhereThereIsNone) {
  EXPECT_EQ(peer_address_text({}), "");
}

}  // namespace
}  // namespace astronova::http
