#pragma once

#include <boost/intrusive/list.hpp>
#include <cstdint>

namespace astronova::http {

/// Something whose descriptor a loop watches. All of it happens on the loop's thread.
class Watched {
 public:
  virtual ~Watched() = default;
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  /// `events` as epoll_wait gives them.
  virtual void on_events(std::uint32_t events) = 0;

 protected:
  Watched() = default;
};

struct RunnableTag;
using RunnableHook =
    boost::intrusive::list_base_hook<boost::intrusive::tag<RunnableTag>,
                                     boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

/// What a loop owns: a connection.
class LoopMember : public Watched,
                   public RunnableHook,
                   public boost::intrusive::list_base_hook<
                       boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  /// Its turn has come, for which it asked.
  virtual void resume() = 0;
  /// So much time has passed, in the loop's ticks: for enforcing deadlines.
  virtual void tick(std::uint64_t now) = 0;
  /// The loop stops: end what may never end by itself.
  virtual void stop() = 0;
  /// Something failed that cannot be mended: an exception came out of one of the above.
  virtual void abandon() = 0;
};

}  // namespace astronova::http
