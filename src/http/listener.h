#pragma once

#include <chrono>
#include <optional>

#include "http/file_descriptor.h"
#include "http/service.h"
#include "http/watched.h"

namespace astronova::http {

class EventLoop;

/// A loop's listening socket: gives the loop what connects to it, as long as the server may have
/// more connections. Threads: the loop's.
class Listener final : public Watched {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Listener(EventLoop& loop, Service& service, FileDescriptor socket);

  /// Begins to accept.
  void start();
  /// Takes what has connected already, and closes the listening socket.
  void stop();

  void on_events(std::uint32_t events) override;

  /// When it is to be called again, if it does not accept just now.
  std::optional<Time> resumes_at() const { return resumes_at_; }
  void resume_if_due(Time now);

 private:
  enum class Accepted { connection, nothing_left, passing_failure, no_room, failed };

  Accepted accept_if_room();
  Accepted accept();
  Accepted failure(int error);
  void pause(std::chrono::milliseconds time);

  EventLoop& loop_;
  Service& service_;
  FileDescriptor socket_;
  std::optional<Time> resumes_at_;
};

}  // namespace astronova::http
