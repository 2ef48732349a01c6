#include "clients/curl/call.h"

#include <utility>

#include <fmt/format.h>

namespace astronova::clients::curl {

using boost::system::error_code;

Call::Call(const CallServices& services, const HttpRequest& request,
           const TransferSettings& settings, std::string server, Deadline deadline,
           Finished finished)
    : services_{services},
      transfers_{shares_connections(request) ? services.shared : services.once},
      repeatable_{request.idempotent && request.retried},
      server_{std::move(server)},
      deadline_{deadline},
      finished_{std::move(finished)},
      transfer_{request, settings, server_},
      deadline_timer_{services.loop, deadline},
      pause_timer_{services.loop} {}

void Call::begin() {
  deadline_timer_.async_wait([self = shared_from_this()](error_code cancelled) {
    if (cancelled) return;
    self->abandon(
        {ErrorCode::unavailable, fmt::format("{} did not answer in time.", self->server_)});
  });
  attempt();
}

void Call::abandon(Error error) {
  transfers_.cancel(transfer_.handle());
  finish(std::move(error));
}

void Call::attempt() {
  ++attempts_;
  transfer_.rewind();
  transfers_.start(transfer_.handle(),
                   [self = shared_from_this()](CURLcode code) { self->attempted(code); });
}

void Call::attempted(CURLcode code) {
  auto result = outcome(code);
  if (may_be_repeated(code, result))
    repeat_or_finish(std::move(result));
  else
    finish(std::move(result));
}

Result<HttpResponse> Call::outcome(CURLcode code) {
  if (code != CURLE_OK) return transfer_.error(code);
  return transfer_.response();
}

bool Call::may_be_repeated(CURLcode code, const Result<HttpResponse>& outcome) const {
  if (!repeatable_) return false;
  return outcome ? passes_by_itself(outcome->status) : Transfer::passes_by_itself(code);
}

void Call::repeat_or_finish(Result<HttpResponse> outcome) {
  if (!outcome) transfer_.distrust_connection();
  const auto asked = outcome ? asked_pause(*outcome, services_.clock.now()) : std::nullopt;
  const auto pause = pause_after(attempts_, asked, services_.randomness, services_.retries);
  if (!pause || std::chrono::steady_clock::now() + *pause >= deadline_) {
    finish(std::move(outcome));
    return;
  }
  pause_timer_.expires_after(*pause);
  pause_timer_.async_wait([self = shared_from_this()](error_code cancelled) {
    if (!cancelled && self->finished_) self->attempt();
  });
}

void Call::finish(Result<HttpResponse> result) {
  if (!finished_) return;
  deadline_timer_.cancel();
  pause_timer_.cancel();
  std::exchange(finished_, nullptr)(std::move(result));
}

}  // namespace astronova::clients::curl
