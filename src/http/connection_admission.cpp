// How a connection asks whether its request is let in, and goes on when the answer comes later.

#include <utility>

#include "http/connection.h"

namespace astronova::http {

/// What a decision that takes time is told to. The connection may be gone by then.
struct Connection::Waiting {
  Connection* connection;  ///< the loop's alone
  Admission::Decision decision{};
};

/// Makes the place where a decision is told when the admission asks for it.
class Connection::DecisionLater final : public Admission::Later {
 public:
  explicit DecisionLater(Connection& connection) : connection_(connection) {}

  Admission::Told told() override {
    connection_.waiting_ = std::make_shared<Waiting>(Waiting{&connection_, {}});
    return [waiting = connection_.waiting_, &loop = connection_.loop_](Admission::Decision told) {
      waiting->decision = std::move(told);
      loop.post([waiting, &loop] {
        if (!waiting->connection) return;
        waiting->connection->is_decided_ = true;
        loop.resume(*waiting->connection);
      });
    };
  }

 private:
  Connection& connection_;
};

void Connection::ask_admission() {
  auto* const admission = service_.options.admission;
  if (!admission) return carry_out();
  DecisionLater later(*this);
  is_computed_ = false;
  auto decision = admission->decide(request_, plan_.route ? &plan_.route->info : nullptr, later);
  if (decision) return take_decision(*std::move(decision));
  enter(Phase::working);
}

void Connection::resume_decided() {
  is_decided_ = false;
  auto decision = std::move(waiting_->decision);
  waiting_.reset();
  take_decision(std::move(decision));
}

void Connection::take_decision(Admission::Decision decision) {
  admission_headers_ = decision.headers;
  if (!decision.refusal) return carry_out();
  exchange_.set_refused();
  response_ = *std::move(decision.refusal);
  send_response();
}

void Connection::forget_decision() {
  if (waiting_) waiting_->connection = nullptr;
}

}  // namespace astronova::http
