#include "clients/curl/multi_loop.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <new>
#include <utility>

namespace astronova::clients::curl {

using boost::asio::posix::stream_descriptor;
using boost::system::error_code;

namespace {

constexpr long idle_connections_max = 100;

}  // namespace

// A socket that libcurl owns; the descriptor only waits for it.
struct MultiLoop::Socket {
  Socket(boost::asio::io_context& loop, curl_socket_t handle) : descriptor{loop, handle} {}

  stream_descriptor descriptor;
  int wanted = CURL_POLL_NONE;   // CURL_POLL_IN, CURL_POLL_OUT or both
  int awaited = CURL_POLL_NONE;  // of these, what is being waited for
};

MultiLoop::MultiLoop(boost::asio::io_context& loop, unsigned connections_per_host_max)
    : loop_{loop}, timer_{loop}, multi_{curl_multi_init()} {
  if (!multi_) throw std::bad_alloc{};
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &MultiLoop::on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &MultiLoop::on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
  // By itself libcurl keeps four for each transfer under way, and closes them when one ends.
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, idle_connections_max);
  curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS,
                    static_cast<long>(connections_per_host_max));
}

MultiLoop::~MultiLoop() {
  curl_multi_cleanup(multi_);
}

void MultiLoop::start(CURL* transfer, Done done) {
  transfers_.insert_or_assign(transfer, std::move(done));
  curl_multi_add_handle(multi_, transfer);
}

void MultiLoop::cancel(CURL* transfer) {
  if (transfers_.erase(transfer) != 0) curl_multi_remove_handle(multi_, transfer);
}

int MultiLoop::on_socket(CURL*, curl_socket_t handle, int wanted, void* self, void*) {
  auto& loop = *static_cast<MultiLoop*>(self);
  if (wanted == CURL_POLL_REMOVE)
    loop.forget(handle);
  else
    loop.watch(handle, wanted);
  return 0;
}

int MultiLoop::on_timer(CURLM*, long milliseconds, void* self) {
  static_cast<MultiLoop*>(self)->set_timer(milliseconds);
  return 0;
}

void MultiLoop::watch(curl_socket_t handle, int wanted) {
  auto& socket = sockets_[handle];
  if (!socket) socket = std::make_shared<Socket>(loop_, handle);
  socket->wanted = wanted;
  wait(socket);
}

void MultiLoop::forget(curl_socket_t handle) {
  const auto found = sockets_.find(handle);
  if (found == sockets_.end()) return;
  found->second->wanted = CURL_POLL_NONE;
  found->second->descriptor.release();
  sockets_.erase(found);
}

void MultiLoop::wait(const std::shared_ptr<Socket>& socket) {
  for (const int direction : {CURL_POLL_IN, CURL_POLL_OUT})
    if (socket->wanted & ~socket->awaited & direction) wait_for(socket, direction);
}

void MultiLoop::wait_for(const std::shared_ptr<Socket>& socket, int direction) {
  socket->awaited |= direction;
  const auto kind =
      direction == CURL_POLL_IN ? stream_descriptor::wait_read : stream_descriptor::wait_write;
  socket->descriptor.async_wait(kind, [this, socket, direction](error_code failure) {
    socket->awaited &= ~direction;
    if (!(socket->wanted & direction)) return;
    const int event = direction == CURL_POLL_IN ? CURL_CSELECT_IN : CURL_CSELECT_OUT;
    act(socket->descriptor.native_handle(), failure ? CURL_CSELECT_ERR : event);
    wait(socket);
  });
}

void MultiLoop::set_timer(long milliseconds) {
  timer_.cancel();
  if (milliseconds < 0) return;
  timer_.expires_after(std::chrono::milliseconds{milliseconds});
  timer_.async_wait([this](error_code failure) {
    if (!failure) act(CURL_SOCKET_TIMEOUT, 0);
  });
}

void MultiLoop::act(curl_socket_t handle, int events) {
  int running = 0;
  curl_multi_socket_action(multi_, handle, events, &running);
  report();
}

void MultiLoop::report() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* const transfer = message->easy_handle;
    const CURLcode code = message->data.result;
    const auto found = transfers_.find(transfer);
    if (found == transfers_.end()) continue;
    const Done done = std::move(found->second);
    transfers_.erase(found);
    curl_multi_remove_handle(multi_, transfer);
    done(code);
  }
}

}  // namespace astronova::clients::curl
