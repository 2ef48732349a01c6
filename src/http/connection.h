#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "http/admission.h"
#include "http/body_stream.h"
#include "http/event_loop.h"
#include "http/exchange_watch.h"
#include "http/message.h"
#include "http/receive_buffer.h"
#include "http/request_parser.h"
#include "http/transport.h"
#include "http/watched.h"
#include "http/write_pace.h"

namespace astronova::http {

/// One client's connection, from its first byte to its last: answers requests in their order until
/// either side closes or a deadline passes.
///
/// It never waits: each call takes it as far as the received bytes and the client's window allow,
/// one request at most, so that connections take turns.
class Connection final : public LoopMember {
 public:
  Connection(EventLoop& loop, Service& service, Transport transport, std::string peer_address);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void on_events(std::uint32_t events) override;
  void resume() override;
  /// Enforces the deadline.
  void tick(EventLoop::Ticks now) override;
  /// Ends the connection if it waits for a request that may never come.
  void stop() override;
  void abandon() override { close(); }

 private:
  enum class Phase {
    handshake,  ///< of TLS
    idle,
    head,
    body,
    working,  ///< a worker has the request or the stream, or the admission has yet to decide
    writing,
    waiting,  ///< for the stream's source, which has nothing now
    lingering,
    abandoned,  ///< closed while a worker has the stream
    closed,
  };

  // Receiving: connection.cpp.
  void shake_hands();
  void receive();
  bool parse();
  void skip_empty_lines();
  void begin_body();
  bool hold_body();
  void begin_request();

  // Being let in: connection_admission.cpp.
  struct Waiting;
  class DecisionLater;
  void ask_admission();
  void resume_decided();
  void take_decision(Admission::Decision decision);
  void forget_decision();

  // Answering: connection_answer.cpp.
  void refuse(unsigned status, std::string_view detail);
  void answer();
  void carry_out();
  void answer_on_worker(const Router::Route& route);
  Response respond(const Router::Route& route);
  Response too_busy(std::string detail) const;
  void turn_away(std::string detail);
  bool is_usual() const;
  void fill_request();
  void send_response();
  void send(bool keep_alive);
  void continue_writing();
  void end_response();
  void linger();
  void swallow();

  // Making room for others: connection_pressure.cpp.
  bool hold_answer();
  void hold_chunk();
  void let_go_of_answer();
  bool is_in_the_way(EventLoop::Ticks now) const;

  // Streaming: connection_stream.cpp.
  void begin_stream();
  void continue_stream();
  void resume_waiting();
  void ask_source();
  void send_chunk();
  void show_that_body_is_cut();

  /// Receives once. Returns how much; 0 when there is nothing now, or never again: then it closes.
  std::size_t receive_into(char* place, std::size_t room);
  void enter(Phase phase);
  void close();
  void bury();

  EventLoop& loop_;
  Service& service_;
  Transport transport_;
  const std::string peer_address_;
  Phase phase_ = Phase::idle;
  EventLoop::Ticks deadline_ = 0;
  bool is_readable_ = false;  ///< there may be bytes to receive; epoll tells of new ones only
  bool is_ending_ = false;    ///< the client has ended its side: bytes and the end may come at once
  bool has_unparsed_ = false;
  bool is_computed_ = false;  ///< the worker has made the answer, or asked the source
  bool is_decided_ = false;   ///< the admission has told what it was waited for
  bool keep_alive_ = false;
  std::size_t written_ = 0;
  std::size_t held_ = 0;         ///< of the budget for bodies
  std::size_t held_answer_ = 0;  ///< of the budget for answers
  WritePace pace_;
  ReceiveBuffer buffer_;
  RequestParser parser_;
  Request request_;
  Responder::Plan plan_;
  ExchangeWatch exchange_;
  std::shared_ptr<Waiting> waiting_;
  HeaderLines admission_headers_;
  Response response_;
  std::string head_;  ///< what is sent before the response's content
  std::unique_ptr<BodyStream> stream_;
};

}  // namespace astronova::http
