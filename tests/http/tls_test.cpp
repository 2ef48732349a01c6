// What a server does that speaks TLS; what it does over TLS as without is tested by running the
// tests of servers over it (TESTED_TRANSPORT in running_server.h).

#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/http/key_pair.h"
#include "tests/http/running_server.h"

namespace astronova::http {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

Router router() {
  Router routes;
  routes.add(Method::get, "/", [](const Request& request) {
    Response response;
    response.body = request.is_over_tls ? "over TLS" : "in clear";
    return response;
  });
  routes.add(Method::post, "/", [](const Request& request) {
    Response response;
    response.body = request.body;
    return response;
  });
  return routes;
}

class TlsServer : public testing::Test {
 protected:
  TlsServer() { options_.tls = tested_credentials(); }

  void start() { server_ = std::make_unique<RunningServer>(router(), options_); }
  std::uint16_t port() const { return server_->port(); }

  void expect_refused(const TlsWish& wish, const char* reason) {
    try {
      const Client client(port(), wish);
      ADD_FAILURE() << "it shook hands";
    } catch (const std::runtime_error& error) {
      EXPECT_THAT(error.what(), HasSubstr(reason));
    }
  }
  void expect_well() { EXPECT_EQ(Client(port(), TlsWish{}).ask(get("/")).body, "over TLS"); }

  ServerOptions options_ = quick_options();
  std::unique_ptr<RunningServer> server_;
};

TEST_F(TlsServer, SpeaksTls13And12) {
  start();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    Client client(port(), {.version_min = version, .version_max = version});
    EXPECT_EQ(SSL_version(client.tls().session()), version);
    EXPECT_EQ(client.ask(get("/")).body, "over TLS");
  }
}

TEST_F(TlsServer, RefusesOlderVersions) {
  start();
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION})
    expect_refused({.version_min = version, .version_max = version}, "protocol version");
}

TEST_F(TlsServer, RefusesCiphersWithoutForwardSecrecyOrAuthenticatedEncryption) {
  start();
  for (const char* cipher :
       {"AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384"}) {
    expect_refused({.version_max = TLS1_2_VERSION, .ciphers = cipher}, "handshake failure");
  }
}

TEST_F(TlsServer, NamesHttp11AndRefusesWhoSpeaksNoHttp1) {
  start();
  Client client(port(), {.protocols = "\x02h2\x08http/1.1"});
  const unsigned char* chosen = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(client.tls().session(), &chosen, &size);
  EXPECT_EQ(std::string(chosen, chosen + size), "http/1.1");
  expect_refused({.protocols = "\x02h2"}, "no application protocol");
}

TEST_F(TlsServer, ResumesSessions) {
  start();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    Client first(port(), {.version_max = version});
    EXPECT_FALSE(first.tls().is_resumed());
    EXPECT_EQ(first.ask(get("/")).status, 200U);
    const std::unique_ptr<SSL_SESSION, decltype(&SSL_SESSION_free)> session(
        first.tls().take_session(), &SSL_SESSION_free);
    Client second(port(), {.version_max = version, .session = session.get()});
    EXPECT_TRUE(second.tls().is_resumed());
    EXPECT_EQ(second.ask(get("/")).status, 200U);
  }
}

TEST_F(TlsServer, DrawsTheKeysOfSessionTicketsAnew) {
  options_.tls->ticket_keys_last = milliseconds(1);
  start();
  Client first(port(), TlsWish{});
  EXPECT_EQ(first.ask(get("/")).status, 200U);
  const std::unique_ptr<SSL_SESSION, decltype(&SSL_SESSION_free)> session(
      first.tls().take_session(), &SSL_SESSION_free);
  // Ends when the keys are new, or never.
  while (Client(port(), {.session = session.get()}).tls().is_resumed()) {
  }
  EXPECT_EQ(first.ask(get("/")).status, 200U) << "what has begun goes on";
}

TEST_F(TlsServer, DoesNotNegotiateAgain) {
  start();
  Client client(port(), {.version_max = TLS1_2_VERSION});
  EXPECT_EQ(client.ask(get("/")).status, 200U);
  SSL_renegotiate(client.tls().session());
  EXPECT_TRUE(client.is_closed_by_server());
  expect_well();
}

TEST_F(TlsServer, ServesAClientThatChangesItsKeysAllTheTime) {
  start();
  Client client(port(), {.version_min = TLS1_3_VERSION});
  for (int i = 0; i < 100; ++i) {
    for (int k = 0; k < 5; ++k)
      SSL_key_update(client.tls().session(), SSL_KEY_UPDATE_REQUESTED);
    EXPECT_EQ(client.ask(get("/")).status, 200U);
  }
}

TEST_F(TlsServer, ExchangesWordsOfFarewell) {
  start();
  Client client(port(), TlsWish{});
  EXPECT_EQ(client.ask(get("/", "Connection: close\r\n")).status, 200U);
  EXPECT_TRUE(client.is_closed_by_server());
  EXPECT_TRUE(client.tls().is_end_told());
  Client leaving(port(), TlsWish{});
  leaving.end_sending();
  EXPECT_TRUE(leaving.is_closed_by_server());
  EXPECT_TRUE(leaving.tls().is_end_told());
}

TEST_F(TlsServer, TellsAnIdleClientThatItCloses) {
  options_.idle_timeout = milliseconds(50);
  start();
  Client client(port(), TlsWish{});
  EXPECT_EQ(client.ask(get("/")).status, 200U);
  EXPECT_TRUE(client.is_closed_by_server());
  EXPECT_TRUE(client.tls().is_end_told());
}

TEST_F(TlsServer, TellsWhoSpeaksPlainHttpWhatToDo) {
  start();
  for (const std::string& request :
       {get("/"), std::string("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")}) {
    Client client(port());
    const Answer answer = client.ask(request);
    EXPECT_EQ(answer.status, 400U);
    EXPECT_THAT(answer.body, HasSubstr("https://"));
    EXPECT_EQ(answer.header("Strict-Transport-Security"), "") << "in clear it says nothing";
    EXPECT_TRUE(client.is_closed_by_server());
  }
}

TEST_F(TlsServer, ClosesOnASlowHandshake) {
  // Time enough for the handshake of one who is not slow.
  options_.head_timeout = milliseconds(500);
  start();
  Client silent(port());
  Client slow(port());
  slow.send("\x16\x03\x01");
  EXPECT_TRUE(silent.is_closed_by_server());
  EXPECT_TRUE(slow.is_closed_by_server());
  expect_well();
}

TEST_F(TlsServer, ClosesOnAHandshakeThatDripsForever) {
  options_.head_timeout = milliseconds(100);
  start();
  Client client(port());
  client.send(std::string("\x16\x03\x01\x3f\x00\x01\x00\x3e\xfc", 9));
  int drops = 0;
  for (; drops < 2000 && !client.is_readable_within(5); ++drops)
    client.send("x");
  EXPECT_LT(drops, 2000);
}

TEST_F(TlsServer, ServesOnAfterAThousandHandshakesOfGarbage) {
  start();
  std::mt19937 random(4711);
  for (int i = 0; i < 1'000; ++i) {
    std::string bytes(random() % 600, '\0');
    std::ranges::generate(bytes, [&] { return static_cast<char>(random()); });
    // Half of it looks like a handshake's record at first.
    if (i % 2 == 0) bytes.insert(0, "\x16\x03\x01\x01\x10\x01");
    Client client(port());
    client.send(bytes);
    if (i % 3 == 0) client.reset();
  }
  expect_well();
}

TEST_F(TlsServer, DoesNotLetAHandshakeHoldItsStopUp) {
  start();
  Client client(port());
  client.send("\x16\x03\x01");
  expect_well();
  EXPECT_TRUE(server_->stop_and_wait());
}

class TlsFiles : public testing::Test {
 protected:
  static std::string reason(const std::string& certificate, const std::string& key) {
    ServerOptions options = quick_options();
    options.tls.emplace();
    options.tls->certificate_file = certificate;
    options.tls->key_file = key;
    const auto listening = Server::listen(options, router());
    return listening ? "none" : listening.error().detail;
  }
  static std::string reason(const TlsOptions& files) {
    return reason(files.certificate_file, files.key_file);
  }

  const KeyFolder folder_;
  const std::string& certificate_ = folder_.files.certificate_file;
  const std::string& key_ = folder_.files.key_file;
};

TEST_F(TlsFiles, OfAPairAreTaken) {
  EXPECT_EQ(reason(certificate_, key_), "none");
}

TEST_F(TlsFiles, ThatAreNotThereAreNamed) {
  EXPECT_EQ(reason("/nowhere", key_),
            "the TLS certificate cannot be used: No such file or directory");
  EXPECT_EQ(reason(certificate_, "/nowhere"),
            "the TLS key cannot be used: No such file or directory");
}

TEST_F(TlsFiles, OfAnotherKindAreRefused) {
  EXPECT_EQ(reason(key_, key_), "the TLS certificate cannot be used: it is not in PEM format");
  EXPECT_THAT(reason(certificate_, certificate_), HasSubstr("the TLS key cannot be used: "));
  EXPECT_THAT(reason("/tmp", key_), HasSubstr("the TLS certificate cannot be used: "));
}

TEST_F(TlsFiles, OfAnotherPairAreRefused) {
  const KeyFolder other;
  EXPECT_EQ(reason(certificate_, other.files.key_file),
            "the TLS key cannot be used: it is not the certificate's");
}

TEST_F(TlsFiles, ThatAreNotValidNowAreRefused) {
  EXPECT_EQ(reason(KeyFolder({.first_day = -2, .last_day = -1}).files),
            "the TLS certificate cannot be used: it has expired");
  EXPECT_EQ(reason(KeyFolder({.first_day = 1}).files),
            "the TLS certificate cannot be used: it is not valid yet");
}

TEST_F(TlsFiles, OfAKeyWithAPassphraseAreRefusedWithoutAskingForIt) {
  lock_with_passphrase(key_);
  EXPECT_EQ(reason(certificate_, key_),
            "the TLS key cannot be used: it is locked with a passphrase");
}

}  // namespace
}  // namespace astronova::http
