// What a connection does with an answer whose body comes from a source, in turns with a worker that
// asks the source; connection_answer.cpp has the sending.

#include <utility>

#include <fmt/format.h>

#include "base/log.h"
#include "base/work_context.h"
#include "http/connection.h"

namespace astronova::http {

void Connection::begin_stream() {
  response_.framing = parser_.is_http_1_0() ? Framing::until_close : Framing::chunked;
  response_.static_body = {};
  response_.body.clear();
  auto source = std::exchange(response_.source, nullptr);
  if (request_.method == Method::head || has_no_content(response_.status)) return;
  stream_ = std::make_unique<BodyStream>(std::move(source), response_.framing, loop_, *this);
}

/// All that the source gave is with the client's system.
void Connection::continue_stream() {
  if (stream_->progress().state == BodyProgress::State::has_more) return ask_source();
  enter(Phase::waiting);
  resume_waiting();
}

void Connection::resume_waiting() {
  // Nothing is sent that would tell a client that only ended its side from one that is gone.
  if (is_ending_) return close();
  if (stream_->is_call_due(loop_.is_stopping())) ask_source();
}

void Connection::ask_source() {
  is_computed_ = false;
  stream_->prepare(std::move(response_.body), loop_.is_stopping());
  service_.workers.submit_begun([this] {
    {
      // The answer may take hours; each of its pieces has as long as an answer.
      const auto deadline = std::chrono::steady_clock::now() + service_.options.request_timeout;
      const WorkScope work({request_.trace, deadline});
      stream_->call_source();
    }
    loop_.post([this] {
      is_computed_ = true;
      loop_.resume(*this);
    });
  });
  enter(Phase::working);
}

void Connection::send_chunk() {
  if (const auto& failure = stream_->failure()) {
    log({Severity::error,
         "answer_cut",
         fmt::format("the answer to request {} is cut: {}", request_.request_id, failure->detail),
         {{"request_id", request_.request_id}}});
    return close();
  }
  stream_->take_framed(head_, response_.body);
  if (head_.empty() && response_.body.empty() && !stream_->has_ended()) return continue_stream();
  hold_chunk();
  written_ = 0;
  enter(Phase::writing);
  continue_writing();
}

/// A client of HTTP/1.0 takes the end of the connection for the end of the body, unless it is
/// reset.
void Connection::show_that_body_is_cut() {
  if (stream_ && response_.framing == Framing::until_close) transport_.reset_on_close();
}

}  // namespace astronova::http
