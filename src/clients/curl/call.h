#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/randomness.h"
#include "clients/curl/multi_loop.h"
#include "clients/curl/retries.h"
#include "clients/curl/transfer.h"

namespace astronova::clients::curl {

/// What all calls of a client share.
struct CallServices {
  boost::asio::io_context& loop;
  MultiLoop& shared;  ///< for what shares connections (transfer.h)
  MultiLoop& once;    ///< for what does not
  const RetrySettings& retries;
  const Clock& clock;
  const Randomness& randomness;
};

/// One request until its answer: every attempt, the pauses between, the deadline over all.
///
/// Threads: it belongs to the loop's thread.
class Call : public std::enable_shared_from_this<Call> {
 public:
  using Deadline = std::chrono::steady_clock::time_point;
  using Finished = std::function<void(Result<HttpResponse>)>;

  /// The request and the settings must last until `finished` is called, which happens once.
  Call(const CallServices& services, const HttpRequest& request, const TransferSettings& settings,
       std::string server, Deadline deadline, Finished finished);

  void begin();
  void abandon(Error error);

 private:
  void attempt();
  void attempted(CURLcode code);
  Result<HttpResponse> outcome(CURLcode code);
  bool may_be_repeated(CURLcode code, const Result<HttpResponse>& outcome) const;
  void repeat_or_finish(Result<HttpResponse> outcome);
  void finish(Result<HttpResponse> result);

  const CallServices services_;
  MultiLoop& transfers_;
  const bool repeatable_;
  const std::string server_;
  const Deadline deadline_;
  Finished finished_;
  Transfer transfer_;
  boost::asio::steady_timer deadline_timer_;
  boost::asio::steady_timer pause_timer_;
  unsigned attempts_ = 0;
};

}  // namespace astronova::clients::curl
