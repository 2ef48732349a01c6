#pragma once

#include <memory>
#include <string_view>

#include "clients/http_client.h"

namespace astronova::clients {

/// A call to a vendor that is under way. Destroyed when the call is over.
class ObservedCall {
 public:
  virtual ~ObservedCall() = default;
  /// Called once, on the caller's thread.
  virtual void ended(const Result<HttpResponse>& result) noexcept = 0;
};

/// Told of every call to a vendor; for traces.
///
/// Threads: all callers' at once, and each waits as long as it takes.
class CallObserver {
 public:
  virtual ~CallObserver() = default;

  /// A call is about to be sent; one that the circuit or the cap turned away is not told. It may
  /// add headers to the request, such as traceparent.
  /// returns  who is told of its end; may be none
  virtual std::unique_ptr<ObservedCall> began(std::string_view vendor,
                                              HttpRequest& request) noexcept = 0;
};

}  // namespace astronova::clients
