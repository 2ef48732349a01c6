#include "clients/redis/engine.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include "base/log.h"

namespace astronova::clients::redis {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using boost::system::error_code;
using std::chrono::milliseconds;

constexpr auto relaxed = std::memory_order_relaxed;
constexpr std::size_t bytes_sent_at_once = 262'144;
// Who has been well for so long has recovered: the next pause is the first again.
constexpr auto recovered_after = 1s;
constexpr auto log_interval = 10s;

Time now() {
  return std::chrono::steady_clock::now();
}

// What an error tells of Redis as a whole; none where it tells only of the command.
const char* trouble_of(std::string_view kind) {
  if (kind == "LOADING") return "Redis is still loading its data";
  if (kind == "MASTERDOWN") return "Redis is a replica that has lost its master";
  if (kind == "READONLY") return "Redis is a replica, which cannot be written to";
  if (kind == "NOAUTH") return "Redis wants a password";
  return nullptr;
}

// Another server may be the master by now, or the password another one.
bool needs_another_connection(std::string_view kind) {
  return kind == "READONLY" || kind == "NOAUTH";
}

}  // namespace

RedisClient::Engine::Engine(RedisSettings settings)
    : settings_(std::move(settings)),
      trouble_("Redis has not been reached yet"),
      work_(asio::make_work_guard(loop_)),
      timer_(loop_),
      lost_(loop_),
      pending_(figures_) {}

RedisClient::Engine::~Engine() {
  loop_.stop();
  if (thread_.joinable()) thread_.join();
  for (auto& command : inbox_)
    pending_.add(std::move(command));
  pending_.fail_all(unavailable("The server is shutting down."));
}

Result<void> RedisClient::Engine::start() {
  auto connector = Connector::make(loop_, settings_);
  if (!connector) return connector.error();
  connector_ = *std::move(connector);
  asio::co_spawn(loop_, keep_connected(), asio::detached);
  thread_ = std::thread([this] { loop_.run(); });
  attempted_.get_future().wait();
  return {};
}

Error RedisClient::Engine::unavailable(const char* why) const {
  return {ErrorCode::unavailable, why, {}};
}

bool RedisClient::Engine::reserve(std::size_t bytes) {
  const auto commands_before = figures_.queue_length.fetch_add(1, relaxed);
  const auto bytes_before = figures_.queue_bytes.fetch_add(bytes, relaxed);
  if (commands_before < settings_.commands_max &&
      bytes_before + bytes <= settings_.command_bytes_max)
    return true;
  figures_.queue_length.fetch_sub(1, relaxed);
  figures_.queue_bytes.fetch_sub(bytes, relaxed);
  return false;
}

void RedisClient::Engine::send(const RedisCommand& command, milliseconds within, Done done) {
  if (!is_well()) {
    figures_.rejected.fetch_add(1, relaxed);
    return done(unavailable(trouble_));
  }
  auto pending = std::make_unique<Pending>();
  pending->bytes = command_bytes(command);
  pending->size = pending->bytes.size;
  pending->asked = now();
  pending->deadline = pending->asked + within;
  if (!reserve(pending->size)) {
    figures_.rejected.fetch_add(1, relaxed);
    return done(unavailable("more commands wait for Redis than may"));
  }
  pending->done = std::move(done);
  const std::lock_guard lock(inbox_mutex_);
  inbox_.push_back(std::move(pending));
  if (inbox_.size() == 1) asio::post(loop_, [this] { take_inbox(); });
}

void RedisClient::Engine::take_inbox() {
  std::vector<std::unique_ptr<Pending>> taken;
  {
    const std::lock_guard lock(inbox_mutex_);
    taken.swap(inbox_);
  }
  for (auto& command : taken)
    pending_.add(std::move(command));
  // The circuit may have opened since they were asked for.
  if (!is_well()) pending_.reject_unsent(unavailable(trouble_));
  write_more();
  set_timer();
}

asio::awaitable<void> RedisClient::Engine::keep_connected() {
  for (;;) {
    const auto attempt = co_await connector_->connect();
    if (attempt.stream)
      adopt(attempt);
    else
      open_circuit(attempt.trouble, attempt.detail);
    if (!std::exchange(has_attempted_, true)) attempted_.set_value();
    if (link_) {
      error_code ignored;
      lost_.expires_at(Time::max());
      co_await lost_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_await pause();
  }
}

asio::awaitable<void> RedisClient::Engine::pause() {
  asio::steady_timer timer(loop_, next_pause());
  co_await timer.async_wait(asio::use_awaitable);
}

void RedisClient::Engine::adopt(const Attempt& attempt) {
  link_ = std::make_shared<Link>(attempt.stream, settings_);
  figures_.connections.fetch_add(1, relaxed);
  heard_ = now();
  read_more();
  if (attempt.answer_took <= settings_.patience) return close_circuit();
  open_circuit("Redis does not answer in time", {});
  probe_at_ = now() + next_pause();
  set_timer();
}

void RedisClient::Engine::lose(const char* trouble, const std::string& detail) {
  link_->is_lost = true;
  link_->stream->close();
  link_.reset();
  open_circuit(trouble, detail);
  probe_at_ = Time::max();
  pending_.fail_all(unavailable(trouble));
  is_probing_ = false;
  lost_.cancel();
}

void RedisClient::Engine::write_more() {
  if (!link_ || !link_->sending.empty() || !pending_.has_unsent()) return;
  if (!pending_.has_unanswered()) heard_ = now();
  link_->sending = pending_.take_for_sending(bytes_sent_at_once);
  if (link_->sending.empty()) return;
  std::vector<asio::const_buffer> buffers;
  buffers.reserve(link_->sending.size());
  for (const auto& command : link_->sending)
    buffers.emplace_back(command.bytes.get(), command.size);
  link_->stream->async_write(buffers, [this, link = link_](error_code failure, std::size_t) {
    link->sending.clear();
    if (link->is_lost) return;
    if (failure) return lose("the connection to Redis broke off", failure.message());
    write_more();
    set_timer();
  });
}

void RedisClient::Engine::read_more() {
  link_->stream->async_read_some(
      asio::buffer(link_->received), [this, link = link_](error_code failure, std::size_t size) {
        if (link->is_lost) return;
        if (failure) return lose("the connection to Redis broke off", failure.message());
        heard_ = now();
        read({link->received.data(), size});
        if (!link->is_lost) read_more();
      });
}

void RedisClient::Engine::read(std::string_view bytes) {
  const auto link = link_;
  link->reader.feed(bytes);
  while (!link->is_lost) {
    auto reply = link->reader.next();
    if (!reply) return lose("what answers is not Redis", reply.error().detail);
    if (!*reply) break;
    if (!pending_.has_unanswered())
      return lose("what answers is not Redis", "an answer to nothing");
    take_reply(**std::move(reply));
  }
  set_timer();
}

// The circuit opens before the caller is told, who may ask again at once.
void RedisClient::Engine::take_reply(RedisReply reply) {
  const auto kind =
      reply.kind == RedisReply::Kind::failure ? kind_of_failure(reply.text) : std::string{};
  const char* const trouble = trouble_of(kind);
  if (trouble) open_circuit(trouble, {});
  pending_.answer(std::move(reply), now());
  if (!trouble) return;
  if (needs_another_connection(kind)) return lose(trouble, {});
  if (!is_probing_ && probe_at_ == Time::max()) probe_at_ = now() + next_pause();
}

void RedisClient::Engine::open_circuit(const char* trouble, const std::string& detail) {
  const bool is_news = trouble_.exchange(trouble) != trouble;
  if (is_well_.exchange(false)) {
    figures_.circuit_open = true;
    figures_.openings.fetch_add(1, relaxed);
    if (now() - well_since_ >= recovered_after) pause_ = 0ms;
  }
  if (is_trouble_logged_ && !is_news) return;
  if (logged_ != Time{} && now() - logged_ < log_interval) return;
  logged_ = now();
  is_trouble_logged_ = true;
  log({.severity = Severity::warning,
       .event = "redis_unavailable",
       .message = fmt::format("{}{}{}; the server does without", trouble,
                              detail.empty() ? "" : ": ", detail)});
}

void RedisClient::Engine::close_circuit() {
  is_well_ = true;
  figures_.circuit_open = false;
  well_since_ = now();
  probe_at_ = Time::max();
  if (!std::exchange(is_trouble_logged_, false)) return;
  log({.severity = Severity::notice,
       .event = "redis_available",
       .message = "Redis answers in time again"});
}

// None at first; they double, and are a little random so that many servers do not come at once.
milliseconds RedisClient::Engine::next_pause() {
  const auto pause = pause_;
  pause_ = std::clamp(pause_ * 2, settings_.pause_first, settings_.pause_max);
  std::uniform_int_distribution<milliseconds::rep> random(pause.count() / 2, pause.count());
  return milliseconds{random(jitter_)};
}

void RedisClient::Engine::probe() {
  probe_at_ = Time::max();
  is_probing_ = true;
  probed_ = now();
  auto ping = std::make_unique<Pending>();
  ping->bytes = command_bytes({"PING"});
  ping->size = ping->bytes.size;
  ping->asked = probed_;
  ping->is_probe = true;
  ping->done = [this](const Result<RedisReply>& reply) {
    if (reply) end_probe(*reply);
  };
  figures_.queue_length.fetch_add(1, relaxed);
  figures_.queue_bytes.fetch_add(ping->size, relaxed);
  pending_.add(std::move(ping));
  write_more();
}

void RedisClient::Engine::end_probe(const RedisReply& reply) {
  is_probing_ = false;
  const bool is_in_time = now() - probed_ <= settings_.patience;
  if (is_in_time && reply.kind == RedisReply::Kind::text) return close_circuit();
  if (!is_in_time) open_circuit("Redis does not answer in time", {});
  probe_at_ = now() + next_pause();
}

Time RedisClient::Engine::next_event() const {
  auto next = std::min(pending_.next_deadline(), probe_at_);
  if (!link_ || !pending_.has_unanswered()) return next;
  if (is_well()) next = std::min(next, pending_.oldest_unanswered() + settings_.patience);
  return std::min(next, heard_ + settings_.connect_within);
}

// A timer that is set earlier than needed is left: it sets the next one.
void RedisClient::Engine::set_timer() {
  const auto next = next_event();
  if (next >= timer_at_) return;
  timer_at_ = next;
  timer_.expires_at(next);
  timer_.async_wait([this](error_code failure) {
    if (failure) return;
    timer_at_ = Time::max();
    look_at_the_time();
  });
}

void RedisClient::Engine::look_at_the_time() {
  const auto at = now();
  if (link_ && pending_.has_unanswered()) {
    if (is_well() && at >= pending_.oldest_unanswered() + settings_.patience) {
      open_circuit("Redis does not answer in time", {});
      probe_at_ = at + next_pause();
    }
    if (at >= heard_ + settings_.connect_within) lose("Redis does not answer", {});
  }
  pending_.expire(at);
  if (link_ && !is_probing_ && at >= probe_at_) probe();
  set_timer();
}

}  // namespace astronova::clients::redis
