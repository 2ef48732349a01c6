#pragma once

#include <chrono>
#include <cstdint>

#include "http/message.h"
#include "http/router.h"

namespace astronova::http {

/// A request and what became of it.
struct Exchange {
  using Time = std::chrono::steady_clock::time_point;

  const Request& request;
  const RouteInfo* route = nullptr;  ///< none: no such path or method, or no proper request
  unsigned status = 0;               ///< 0: the client was gone before there was an answer
  bool is_refused = false;           ///< by the server's Admission
  bool is_cut = false;               ///< the client was gone before all of the answer was sent
  std::uint64_t response_bytes = 0;  ///< of its head and its body, as sent
  Time received;                     ///< when the whole request was there
  Time ended;                        ///< when the last byte was sent, or the client was gone
};

/// Told of every request; for measuring and logging.
///
/// Threads: all event loops and workers call at once, and wait as long as it takes.
class RequestObserver {
 public:
  virtual ~RequestObserver() = default;

  /// The whole request is there, or as much of it as was understood: on its event loop, before
  /// anything is decided. It may set the request's trace.
  virtual void began(Request& request) noexcept = 0;
  /// Around the handler's call, on the handler's thread.
  virtual void entering(const Request& request) noexcept = 0;
  virtual void left(const Request& request) noexcept = 0;
  /// Once for each began(), on the event loop.
  virtual void ended(const Exchange& exchange) noexcept = 0;
};

}  // namespace astronova::http
