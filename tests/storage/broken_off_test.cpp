// A PostgreSQL that goes away just when a connection has been made.
#include <array>
#include <atomic>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "storage/database.h"
#include "storage/sql/open_database.h"

// SOCI 4.0 forgets the connection whose first statement, which is SOCI's own, finds no server any
// more: neither we nor the tests can end it.
extern "C" const char* __lsan_default_suppressions();   // NOLINT(*-reserved-identifier,*-naming)
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(*-reserved-identifier,*-naming)
  return "leak:libsoci_postgresql.so\n";
}

namespace astronova::storage {
namespace {

// Lets everybody in, as the server's side of PostgreSQL's protocol 3.0 does, and hangs up at the
// first statement.
class ServerThatHangsUp {
 public:
  ServerThatHangsUp() : listening_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (bind(listening_, any, size) != 0 || listen(listening_, 8) != 0 ||
        getsockname(listening_, any, &size) != 0) {
      throw std::runtime_error("cannot listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this] { serve(); });
  }
  ~ServerThatHangsUp() {
    shutdown(listening_, SHUT_RDWR);
    thread_.join();
    close(listening_);
  }
  ServerThatHangsUp(const ServerThatHangsUp&) = delete;
  ServerThatHangsUp& operator=(const ServerThatHangsUp&) = delete;

  std::string url() const {
    return fmt::format("postgresql://test@127.0.0.1:{}/test?sslmode=disable&gssencmode=disable",
                       port_);
  }
  int statements() const { return statements_; }

 private:
  void serve() {
    for (int client = accept(listening_, nullptr, nullptr); client >= 0;
         client = accept(listening_, nullptr, nullptr)) {
      std::array<char, 4096> received{};
      constexpr std::array welcome{'R',  '\0', '\0', '\0', '\x08', '\0',   '\0', '\0',
                                   '\0', 'Z',  '\0', '\0', '\0',   '\x05', 'I'};
      if (read(client, received.data(), received.size()) > 0 &&
          write(client, welcome.data(), welcome.size()) > 0 &&
          read(client, received.data(), received.size()) > 0) {
        ++statements_;
      }
      close(client);
    }
  }

  int listening_;
  std::uint16_t port_ = 0;
  std::atomic<int> statements_{0};
  std::jthread thread_;
};

TEST(BrokenOffTest, AServerThatHangsUpAtTheFirstStatementIsUnavailable) {
  const ServerThatHangsUp server;
  DatabaseOptions options;
  options.url = server.url();
  options.patience = std::chrono::milliseconds{200};
  const auto opened = open_database(options);
  ASSERT_TRUE(opened.has_error());
  EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
  EXPECT_GE(server.statements(), 1);
}

}  // namespace
}  // namespace astronova::storage
