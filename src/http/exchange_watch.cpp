#include "http/exchange_watch.h"

namespace astronova::http {

void ExchangeWatch::begin(Request& request, Exchange::Time now) {
  if (!observer_) return;
  has_begun_ = true;
  is_refused_ = false;
  route_ = nullptr;
  status_ = 0;
  sent_ = 0;
  received_ = now;
  observer_->began(request);
}

void ExchangeWatch::end(const Request& request, bool is_cut) {
  if (!has_begun_) return;
  has_begun_ = false;
  observer_->ended({request, route_, status_, is_refused_, is_cut, sent_, received_,
                    std::chrono::steady_clock::now()});
}

}  // namespace astronova::http
