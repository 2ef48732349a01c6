#include "http/graceful_stop.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <sys/epoll.h>
#include <sys/timerfd.h>

namespace astronova::http {

GracefulStop::Alarm::Alarm(EventLoop& loop, const std::function<void()>& ended)
    : ended_(ended), timer_(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)) {
  if (!timer_ || !loop.watch(timer_.get(), *this, EPOLLIN | EPOLLET))
    throw std::system_error(errno, std::generic_category(), "timerfd");
}

void GracefulStop::Alarm::set(std::chrono::milliseconds delay) {
  itimerspec time{};
  time.it_value.tv_sec = delay.count() / 1000;
  time.it_value.tv_nsec = delay.count() % 1000 * 1'000'000;
  ::timerfd_settime(timer_.get(), 0, &time, nullptr);
}

GracefulStop::GracefulStop(EventLoop& loop, std::chrono::milliseconds delay, Steps steps)
    : delay_(delay), steps_(std::move(steps)), alarm_(loop, steps_.stop) {
  if (!loop.watch(signals_.descriptor(), *this, EPOLLIN | EPOLLET))
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

void GracefulStop::on_events(std::uint32_t /*events*/) {
  const bool is_first = !std::exchange(is_draining_, true);
  if (is_first && steps_.draining) steps_.draining();
  if (is_first && delay_ > std::chrono::milliseconds(0)) return alarm_.set(delay_);
  steps_.stop();
}

}  // namespace astronova::http
