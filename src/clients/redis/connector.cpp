#include "clients/redis/connector.h"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <netinet/tcp.h>
#include <sys/socket.h>

#include "clients/redis/reply_reader.h"

namespace astronova::clients::redis {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

// Why an attempt ends, on the way to who asked for it.
struct Trouble {
  const char* what;
  std::string detail{};
};

constexpr char unreachable[] = "Redis cannot be reached";
constexpr char not_resp[] = "what answers is not Redis";

// A peer that vanished without a word is noticed: an idle connection is asked after 15 s, and what
// is sent has 5 s to be acknowledged.
void watch_for_silence(Stream::Socket& socket) {
  const auto set = [&socket](int level, int name, int value) {
    setsockopt(socket.native_handle(), level, name, &value, sizeof value);
  };
  set(IPPROTO_TCP, TCP_NODELAY, 1);
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, 15);
  set(IPPROTO_TCP, TCP_KEEPINTVL, 5);
  set(IPPROTO_TCP, TCP_KEEPCNT, 3);
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, 5'000);
}

bool is_failure(const RedisReply& reply, std::string_view kind) {
  return reply.kind == RedisReply::Kind::failure && kind_of_failure(reply.text) == kind;
}

// A server that is a replica, or is still loading, is of no use; one that does not tell its role,
// as a proxy or by its rules of access, is taken at its word.
void check_role(const RedisReply& role) {
  if (is_failure(role, "NOAUTH")) throw Trouble{"Redis wants a password"};
  if (is_failure(role, "LOADING")) throw Trouble{"Redis is still loading its data"};
  if (role.kind != RedisReply::Kind::list || role.list.empty()) return;
  if (role.list[0].text != "master")
    throw Trouble{"Redis is a replica, which cannot be written to"};
}

}  // namespace

std::string kind_of_failure(const std::string& message) {
  return message.substr(0, message.find(' '));
}

Connector::Connector(asio::io_context& loop, const RedisSettings& settings)
    : loop_(loop), settings_(settings), tls_(asio::ssl::context::tls_client), resolver_(loop) {
  tls_.set_verify_mode(asio::ssl::verify_peer);
  SSL_CTX_set_min_proto_version(tls_.native_handle(), TLS1_2_VERSION);
}

Result<std::unique_ptr<Connector>> Connector::make(asio::io_context& loop,
                                                   const RedisSettings& settings) {
  std::unique_ptr<Connector> connector(new Connector(loop, settings));
  if (!settings.address.tls) return connector;
  boost::system::error_code failure;
  if (settings.ca_file.empty())
    connector->tls_.set_default_verify_paths(failure);
  else
    connector->tls_.load_verify_file(settings.ca_file, failure);
  if (failure) {
    return Error{ErrorCode::data_missing,
                 "the authorities for Redis cannot be read from " + settings.ca_file,
                 {}};
  }
  return connector;
}

awaitable<Attempt> Connector::connect() {
  using namespace asio::experimental::awaitable_operators;
  asio::steady_timer timer(loop_, settings_.connect_within);
  auto outcome = co_await (attempt() || timer.async_wait(use_awaitable));
  ++attempts_;
  if (outcome.index() == 0) co_return std::move(std::get<0>(outcome));
  co_return Attempt{.trouble = "Redis does not answer", .detail = "while connecting"};
}

awaitable<Attempt> Connector::attempt() {
  Attempt made;
  try {
    made.stream = co_await reach();
    const auto asked = std::chrono::steady_clock::now();
    co_await introduce(*made.stream);
    made.answer_took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - asked);
    co_return made;
  } catch (const Trouble& trouble) {
    made = {.trouble = trouble.what, .detail = trouble.detail};
  } catch (const boost::system::system_error& failure) {
    made = {.trouble = unreachable, .detail = failure.code().message()};
  }
  co_return made;
}

awaitable<std::shared_ptr<Stream>> Connector::reach() {
  const auto& address = settings_.address;
  if (!address.socket_path.empty()) co_return co_await reach_socket();
  if (address.master_name.empty()) co_return co_await reach(address.hosts[0]);
  const auto master = co_await ask_sentinels();
  co_return co_await reach(master);
}

awaitable<std::shared_ptr<Stream>> Connector::reach(const RedisHost& host) {
  const auto found =
      co_await resolver_.async_resolve(host.name, std::to_string(host.port), use_awaitable);
  std::vector<tcp::endpoint> endpoints(found.begin(), found.end());
  std::ranges::rotate(
      endpoints, endpoints.begin() + static_cast<std::ptrdiff_t>(attempts_ % endpoints.size()));
  tcp::socket socket(loop_);
  co_await asio::async_connect(socket, endpoints, use_awaitable);
  auto stream = std::make_shared<Stream>(Stream::Socket(std::move(socket)));
  watch_for_silence(stream->socket());
  if (settings_.address.tls) co_await begin_tls(*stream, host);
  co_return stream;
}

awaitable<std::shared_ptr<Stream>> Connector::reach_socket() {
  asio::local::stream_protocol::socket socket(loop_);
  const asio::local::stream_protocol::endpoint place(settings_.address.socket_path);
  co_await socket.async_connect(place, use_awaitable);
  co_return std::make_shared<Stream>(Stream::Socket(std::move(socket)));
}

awaitable<void> Connector::begin_tls(Stream& stream, const RedisHost& host) {
  auto& tls = stream.begin_tls(tls_);
  boost::system::error_code is_no_address;
  static_cast<void>(asio::ip::make_address(host.name, is_no_address));
  auto name = host.name;  // OpenSSL copies it, but takes no pointer to const
  if (is_no_address) {
    SSL_ctrl(tls.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
             name.data());
  }
  tls.set_verify_callback(asio::ssl::host_name_verification(host.name));
  try {
    co_await tls.async_handshake(asio::ssl::stream_base::client, use_awaitable);
  } catch (const boost::system::system_error& failure) {
    throw Trouble{"TLS with Redis fails", failure.code().message()};
  }
}

// Asks one Sentinel after the other until one knows.
awaitable<RedisHost> Connector::ask_sentinels() {
  const auto& sentinels = settings_.address.hosts;
  Trouble last{};
  for (std::size_t i = 0; i < sentinels.size(); ++i) {
    try {
      co_return co_await ask_sentinel(sentinels[(attempts_ + i) % sentinels.size()]);
    } catch (const Trouble& trouble) {
      last = trouble;
    } catch (const boost::system::system_error& failure) {
      last = {"the Sentinels of Redis cannot be reached", failure.code().message()};
    }
  }
  throw Trouble{last};
}

awaitable<RedisHost> Connector::ask_sentinel(const RedisHost& sentinel) {
  const auto stream = co_await reach(sentinel);
  const std::vector<RedisCommand> question{
      {"SENTINEL", "get-master-addr-by-name", settings_.address.master_name}};
  const auto answers = co_await converse(*stream, question);
  const auto& place = answers[0];
  if (place.kind == RedisReply::Kind::nothing)
    throw Trouble{"the Sentinels of Redis know no master of that name"};
  if (place.kind != RedisReply::Kind::list || place.list.size() != 2)
    throw Trouble{"the Sentinels of Redis do not answer as Sentinels do"};
  const auto port = std::strtoul(place.list[1].text.c_str(), nullptr, 10);
  co_return RedisHost{place.list[0].text, static_cast<std::uint16_t>(port)};
}

awaitable<void> Connector::introduce(Stream& stream) {
  const auto& address = settings_.address;
  std::vector<RedisCommand> commands;
  if (!address.password.empty()) {
    commands.push_back({"AUTH"});
    if (!address.user.empty()) commands.back().push_back(address.user);
    commands.back().push_back(address.password);
  }
  if (address.database != 0) commands.push_back({"SELECT", std::to_string(address.database)});
  commands.push_back({"CLIENT", "SETNAME", settings_.client_name});
  commands.push_back({"ROLE"});
  const auto replies = co_await converse(stream, commands);
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (replies[i].kind != RedisReply::Kind::failure) continue;
    const auto kind = kind_of_failure(replies[i].text);
    if (commands[i][0] == "AUTH") throw Trouble{"Redis refuses the user or the password", kind};
    if (commands[i][0] == "SELECT" && kind != "NOAUTH" && kind != "LOADING")
      throw Trouble{"Redis does not let us use the database", kind};
  }
  check_role(replies.back());
}

// Sends commands in one go and waits for their replies.
awaitable<std::vector<RedisReply>> Connector::converse(Stream& stream,
                                                       const std::vector<RedisCommand>& commands) {
  std::string sent;
  for (const auto& command : commands) {
    const auto bytes = command_bytes(command);
    sent.append(bytes.bytes.get(), bytes.size);
  }
  co_await stream.async_write(asio::buffer(sent), use_awaitable);
  ReplyReader reader(settings_.reply_bytes_max, settings_.reply_elements_max);
  std::vector<RedisReply> replies;
  std::array<char, 4'096> bytes{};
  while (replies.size() < commands.size()) {
    const auto size = co_await stream.async_read_some(asio::buffer(bytes), use_awaitable);
    reader.feed({bytes.data(), size});
    for (;;) {
      auto reply = reader.next();
      if (!reply) throw Trouble{not_resp};
      if (!*reply) break;
      replies.push_back(**std::move(reply));
    }
  }
  if (replies.size() > commands.size()) throw Trouble{not_resp};
  co_return replies;
}

}  // namespace astronova::clients::redis
