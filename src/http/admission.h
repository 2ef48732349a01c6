#pragma once

#include <functional>
#include <optional>

#include "http/header_lines.h"
#include "http/message.h"
#include "http/router.h"

namespace astronova::http {

/// Decides of each request whether it is let in, before its handler is called.
///
/// Threads: all event loops ask at once. All decisions must have been told before the server is
/// destroyed.
class Admission {
 public:
  struct Decision {
    std::optional<Response> refusal{};  ///< the answer in the handler's place; none: it is let in
    HeaderLines headers{};              ///< added to either answer
  };
  /// Takes a decision, once, on any thread.
  using Told = std::function<void(Decision)>;

  /// Where a decision that takes time is told: valid during the call of decide(), which asks for it
  /// only when it needs it.
  class Later {
   public:
    virtual ~Later() = default;
    virtual Told told() = 0;
  };

  virtual ~Admission() = default;

  /// Called on an event loop when the whole request is there; it must not block.
  /// `route` is none where there is no such path or method. The request stays as it is until the
  /// decision has been told.
  /// returns  the decision; none when it took `later.told()` and calls that in time
  virtual std::optional<Decision> decide(const Request& request, const RouteInfo* route,
                                         Later& later) = 0;
};

}  // namespace astronova::http
