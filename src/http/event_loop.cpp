#include "http/event_loop.h"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <memory>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/eventfd.h>

#include "base/log.h"
#include "http/connection.h"

namespace astronova::http {
namespace {

using std::chrono::milliseconds;

/// Short enough to keep the shortest timeout by about an eighth, long enough to cost nothing.
milliseconds tick_length_for(const ServerOptions& options) {
  const milliseconds shortest =
      std::min({options.head_timeout, options.body_timeout, options.idle_timeout,
                options.write_timeout, options.linger_timeout, options.shutdown_grace});
  return std::clamp(shortest / 8, milliseconds(5), milliseconds(250));
}

FileDescriptor checked(int descriptor, const char* what) {
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), what);
  return FileDescriptor(descriptor);
}

/// Calls something of a connection's; what it throws costs that connection only.
template <class Action>
void guarded(LoopMember& member, Action action) {
  try {
    action(member);
  } catch (const std::exception& exception) {
    log({Severity::error, "connection_failed",
         fmt::format("a connection failed: {}", exception.what())});
    member.abandon();
  }
}

}  // namespace

EventLoop::Mailbox::Mailbox(EventLoop& loop)
    : event_(checked(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")) {
  if (!loop.watch(event_.get(), *this, EPOLLIN | EPOLLET))
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

void EventLoop::Mailbox::put(std::function<void()> job) {
  const std::lock_guard lock(mutex_);
  jobs_.push_back(std::move(job));
  const std::uint64_t one = 1;
  if (jobs_.size() > 1) return;
  // It can fail for a counter that is full only, which has woken the loop already.
  [[maybe_unused]] const auto written = ::write(event_.get(), &one, sizeof one);
}

void EventLoop::Mailbox::on_events(std::uint32_t) {
  std::vector<std::function<void()>> jobs;
  {
    const std::lock_guard lock(mutex_);
    jobs.swap(jobs_);
  }
  for (const auto& job : jobs)
    job();
}

EventLoop::EventLoop(Service& service, FileDescriptor listening_socket)
    : service_(service),
      tick_length_(tick_length_for(service.options)),
      delay_(service.options.wait, started_),
      epoll_(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      mailbox_(*this),
      listener_(*this, service, std::move(listening_socket)) {}

EventLoop::~EventLoop() {
  empty_graveyard();
  members_.clear_and_dispose(std::default_delete<LoopMember>());
}

bool EventLoop::run() {
  time_ = Clock::now();
  listener_.start();
  while (!is_done()) {
    take_events();
    resume_runnables();
    tick_if_due();
    listener_.resume_if_due(time_);
    empty_graveyard();
    end_turn();
  }
  return members_.empty();
}

bool EventLoop::is_overloaded(QueueDelay::Time now) {
  const bool is_too_long = delay_.is_too_long(time_, now);
  if (is_too_long && !refusing_since_) refusing_since_ = now;
  return is_too_long;
}

void EventLoop::end_turn() {
  turn_ended_ = Clock::now();
  if (delay_.is_shedding()) delay_.refused_for(turn_ended_ - refusing_since_.value_or(turn_ended_));
  refusing_since_.reset();
  // Whoever came last in this turn waited for all of it.
  delay_.took(time_, turn_ended_);
  lag_.add(turn_ended_ - time_);
}

bool EventLoop::is_done() const {
  return is_stopping_ && (members_.empty() || now_ >= grace_end_);
}

EventLoop::Clock::time_point EventLoop::next_due() const {
  const Clock::time_point tick = started_ + static_cast<int64_t>(now_ + 1) * tick_length_;
  return std::min(tick, listener_.resumes_at().value_or(tick));
}

int EventLoop::wait_milliseconds() const {
  if (!runnables_.empty()) return 0;
  const auto wait = std::chrono::ceil<milliseconds>(next_due() - time_);
  return static_cast<int>(std::max(wait, milliseconds(0)).count());
}

int EventLoop::wait_for_events() {
  const auto wait = [this](int milliseconds_at_most) {
    return ::epoll_wait(epoll_.get(), events_.data(), static_cast<int>(events_.size()),
                        milliseconds_at_most);
  };
  // A thread that has lost the processor has not been idle, which the time alone does not tell.
  const int waiting = delay_.is_shedding() ? wait(0) : 0;
  has_idled_ = waiting <= 0;
  return has_idled_ ? wait(wait_milliseconds()) : waiting;
}

void EventLoop::take_events() {
  const int count = wait_for_events();
  time_ = Clock::now();
  if (has_idled_) delay_.idled(turn_ended_, time_);
  if (count == 0) lag_.add(std::max(time_ - next_due(), Clock::duration::zero()));
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events_.at(static_cast<std::size_t>(i));
    static_cast<Watched*>(event.data.ptr)->on_events(event.events);
  }
}

void EventLoop::resume_runnables() {
  // Who asks for another turn now gets it after the next events.
  Runnables turn;
  turn.swap(runnables_);
  while (!turn.empty()) {
    LoopMember& member = turn.front();
    turn.pop_front();
    resume(member);
  }
}

void EventLoop::resume(LoopMember& member) {
  guarded(member, [](LoopMember& resumed) { resumed.resume(); });
}

template <class Action>
void EventLoop::for_each_member(Action action) {
  for (auto next = members_.begin(); next != members_.end();) {
    LoopMember& member = *next++;  // it may bury itself
    guarded(member, action);
  }
}

void EventLoop::tick_if_due() {
  const auto now = static_cast<Ticks>((time_ - started_) / tick_length_);
  if (now == now_) return;
  now_ = now;
  for_each_member([now](LoopMember& member) { member.tick(now); });
}

void EventLoop::stop() {
  post([this] { begin_stop(); });
}

void EventLoop::begin_stop() {
  if (is_stopping_) return;
  is_stopping_ = true;
  grace_end_ = now_ + ticks_in(service_.options.shutdown_grace);
  listener_.stop();
  for_each_member([](LoopMember& member) { member.stop(); });
}

void EventLoop::post(std::function<void()> job) {
  mailbox_.put(std::move(job));
}

bool EventLoop::watch(int descriptor, Watched& watched, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &watched;
  return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void EventLoop::forget(int descriptor) {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
}

void EventLoop::run_soon(LoopMember& member) {
  if (!member.RunnableHook::is_linked()) runnables_.push_back(member);
}

void EventLoop::adopt(FileDescriptor socket, std::string peer_address) {
  const int descriptor = socket.get();
  auto session = service_.tls ? service_.tls->begin_session(descriptor) : nullptr;
  auto connection = std::make_unique<Connection>(
      *this, service_, Transport(std::move(socket), std::move(session)), std::move(peer_address));
  if (watch(descriptor, *connection, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET))
    members_.push_back(*connection.release());
}

void EventLoop::bury(LoopMember& member) {
  members_.erase(members_.iterator_to(member));
  graveyard_.push_back(member);
}

void EventLoop::empty_graveyard() {
  graveyard_.clear_and_dispose(std::default_delete<LoopMember>());
}

EventLoop::Ticks EventLoop::ticks_in(milliseconds time) const {
  return static_cast<Ticks>(time / tick_length_) + 1;
}

}  // namespace astronova::http
