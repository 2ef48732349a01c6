#pragma once

#include "http/request_observer.h"

namespace astronova::http {

/// Tells the observer, if there is one, of a connection's requests, one after the other. Threads:
/// the loop's.
class ExchangeWatch {
 public:
  explicit ExchangeWatch(RequestObserver* observer) : observer_(observer) {}

  void begin(Request& request, Exchange::Time now);
  void set_route(const RouteInfo* route) { route_ = route; }
  void set_refused() { is_refused_ = true; }
  void set_status(unsigned status) { status_ = status; }
  void add_sent(std::size_t bytes) { sent_ += bytes; }
  /// Nothing happens when none has begun.
  void end(const Request& request, bool is_cut);

 private:
  RequestObserver* observer_;
  bool has_begun_ = false;
  bool is_refused_ = false;
  const RouteInfo* route_ = nullptr;
  unsigned status_ = 0;
  std::uint64_t sent_ = 0;
  Exchange::Time received_;
};

}  // namespace astronova::http
