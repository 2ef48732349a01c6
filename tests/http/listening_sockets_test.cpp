#include "http/listening_sockets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "tests/http/running_server.h"

namespace astronova::http {
namespace {

using testing::HasSubstr;

/// How many connections wait at a socket that listens.
int accept_all(const FileDescriptor& socket) {
  int count = 0;
  while (FileDescriptor(::accept4(socket.get(), nullptr, nullptr, SOCK_NONBLOCK)))
    ++count;
  return count;
}

/// What another program would do to listen on the port, with or without SO_REUSEPORT.
bool can_listen(std::uint16_t port, bool shares_the_port) {
  const FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int one = 1;
  setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (shares_the_port) setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
         listen(socket.get(), 1) == 0;
}

TEST(ListeningSockets, ShareTheConnectionsAmongThem) {
  const auto listening = listen_on("127.0.0.1", 0, 2);
  ASSERT_TRUE(listening);
  ASSERT_EQ(listening->sockets.size(), 2U);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 64; ++i)
    clients.push_back(std::make_unique<Client>(listening->port));
  const int first = accept_all(listening->sockets[0]);
  const int second = accept_all(listening->sockets[1]);
  EXPECT_EQ(first + second, 64);
  // By chance alone one of them gets none in one of 2^63 runs.
  EXPECT_GT(first, 0);
  EXPECT_GT(second, 0);
}

TEST(ListeningSockets, AreNotSharedWithAnotherServer) {
  for (const std::size_t count : {std::size_t{1}, std::size_t{2}}) {
    const auto ours = listen_on("127.0.0.1", 0, count);
    ASSERT_TRUE(ours);
    const auto theirs = listen_on("127.0.0.1", ours->port, 2);
    ASSERT_FALSE(theirs);
    EXPECT_THAT(theirs.error().detail, HasSubstr("in use"));
    EXPECT_FALSE(can_listen(ours->port, false));
  }
}

TEST(ListeningSockets, OfOneThreadAreNotSharedWithAnyProgram) {
  const auto ours = listen_on("127.0.0.1", 0, 1);
  ASSERT_TRUE(ours);
  EXPECT_FALSE(can_listen(ours->port, true));
}

TEST(ListeningSockets, DoNotTakeAPortThatOthersShare) {
  const FileDescriptor theirs(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int one = 1;
  setsockopt(theirs.get(), SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(bind(theirs.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(listen(theirs.get(), 1), 0);
  socklen_t size = sizeof address;
  getsockname(theirs.get(), reinterpret_cast<sockaddr*>(&address), &size);
  EXPECT_FALSE(listen_on("127.0.0.1", ntohs(address.sin_port), 2));
}

TEST(ListeningSockets, HearBothFamiliesOnTheAddressOfAllInIpv6) {
  const auto listening = listen_on("::", 0, 2);
  if (!listening) GTEST_SKIP() << "this machine has no IPv6";
  const Client of_ipv4(listening->port);
  EXPECT_EQ(accept_all(listening->sockets[0]) + accept_all(listening->sockets[1]), 1);
}

}  // namespace
}  // namespace astronova::http
