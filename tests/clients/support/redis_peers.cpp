#include "tests/clients/support/redis_peers.h"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <deque>
#include <memory>

namespace astronova::testing {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Time = std::chrono::steady_clock::time_point;

const tcp::endpoint any_port{asio::ip::address_v4::loopback(), 0};

// One direction of a connection through the proxy: reads without end, writes when the time has
// come.
class Way : public std::enable_shared_from_this<Way> {
 public:
  Way(std::shared_ptr<tcp::socket> from, std::shared_ptr<tcp::socket> to,
      const std::atomic<std::chrono::milliseconds>& delay)
      : from_(std::move(from)), to_(std::move(to)), timer_(from_->get_executor()), delay_(delay) {}

  void read() {
    from_->async_read_some(asio::buffer(bytes_),
                           [self = shared_from_this()](error_code failure, std::size_t size) {
                             if (failure) return self->close();
                             self->take(size);
                             self->read();
                           });
  }

 private:
  struct Piece {
    Time due;
    std::string bytes;
  };

  void take(std::size_t size) {
    pieces_.push_back({std::chrono::steady_clock::now() + delay_.load(), {bytes_.data(), size}});
    if (pieces_.size() == 1) wait();
  }
  void wait() {
    timer_.expires_at(pieces_.front().due);
    timer_.async_wait([self = shared_from_this()](error_code) { self->write(); });
  }
  void write() {
    asio::async_write(*to_, asio::buffer(pieces_.front().bytes),
                      [self = shared_from_this()](error_code failure, std::size_t) {
                        if (failure) return self->close();
                        self->pieces_.pop_front();
                        if (!self->pieces_.empty()) self->wait();
                      });
  }
  void close() {
    error_code ignored;
    from_->close(ignored);
    to_->close(ignored);
  }

  std::shared_ptr<tcp::socket> from_;
  std::shared_ptr<tcp::socket> to_;
  asio::steady_timer timer_;
  const std::atomic<std::chrono::milliseconds>& delay_;
  std::array<char, 65'536> bytes_{};
  std::deque<Piece> pieces_;
};

void play(const std::shared_ptr<tcp::socket>& client, const std::vector<std::string>& says,
          std::size_t turn) {
  const auto heard = std::make_shared<std::array<char, 4'096>>();
  client->async_read_some(
      asio::buffer(*heard), [client, heard, &says, turn](error_code failure, std::size_t) {
        if (failure) return;
        asio::async_write(*client, asio::buffer(says[std::min(turn, says.size() - 1)]),
                          [client, &says, turn](error_code broken, std::size_t) {
                            if (!broken) play(client, says, turn + 1);
                          });
      });
}

}  // namespace

DelayingProxy::DelayingProxy(std::uint16_t server_port)
    : acceptor_(loop_, any_port), server_port_(server_port) {
  accept();
  thread_ = std::thread([this] { loop_.run(); });
}

DelayingProxy::~DelayingProxy() {
  loop_.stop();
  thread_.join();
}

void DelayingProxy::accept() {
  const auto client = std::make_shared<tcp::socket>(loop_);
  acceptor_.async_accept(*client, [this, client](error_code failure) {
    if (failure) return;
    const auto server = std::make_shared<tcp::socket>(loop_);
    error_code refused;
    server->connect({asio::ip::address_v4::loopback(), server_port_}, refused);
    if (!refused) {
      std::make_shared<Way>(client, server, delay_)->read();
      std::make_shared<Way>(server, client, delay_)->read();
    }
    accept();
  });
}

ScriptedPeer::ScriptedPeer(std::vector<std::string> says)
    : acceptor_(loop_, any_port), says_(std::move(says)) {
  accept();
  thread_ = std::thread([this] { loop_.run(); });
}

ScriptedPeer::~ScriptedPeer() {
  loop_.stop();
  thread_.join();
}

void ScriptedPeer::accept() {
  const auto client = std::make_shared<tcp::socket>(loop_);
  acceptor_.async_accept(*client, [this, client](error_code failure) {
    if (failure) return;
    ++connections_;
    play(client, says_, 0);
    accept();
  });
}

}  // namespace astronova::testing
