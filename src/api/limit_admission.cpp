#include "api/limit_admission.h"

#include <boost/container/static_vector.hpp>
#include <utility>

#include "api/authentication.h"
#include "api/limit_answer.h"
#include "api/limit_classes.h"
#include "api/request_client.h"

namespace astronova::api {
namespace {

using limits::LimitClass;
using limits::Subject;

std::optional<accounts::Caller> account_of(const http::Request& request, const People* people) {
  if (!people) return std::nullopt;
  const auto token = bearer_token(request);
  if (!token) return std::nullopt;
  auto caller = people->sessions.named_by(*token);
  return caller ? std::optional(*std::move(caller)) : std::nullopt;
}

}  // namespace

struct LimitAdmission::Charges
    : boost::container::static_vector<limits::Charge, limits::Limiter::charges_max> {
  void add(LimitClass limit_class, const Subject& subject) {
    push_back({LimitClass::usual, subject});
    if (limit_class != LimitClass::usual) push_back({limit_class, subject});
  }
};

/// Takes the place where the decision is told, and has the verdict told there.
class LimitAdmission::VerdictLater final : public limits::Limiter::Later {
 public:
  VerdictLater(LimitAdmission& admission, LimitClass limit_class, const http::Request& request,
               Admission::Later& later)
      : admission_(admission), limit_class_(limit_class), request_(request), later_(later) {}

  limits::Limiter::Told told() override {
    admission_.begin_waiting();
    // The request may be gone when the verdict comes.
    return [&admission = admission_, limit_class = limit_class_, id = request_.request_id,
            told = later_.told()](const limits::Verdict& verdict) {
      told(admission.decision(limit_class, verdict, id));
      admission.end_waiting();
    };
  }

 private:
  LimitAdmission& admission_;
  const LimitClass limit_class_;
  const http::Request& request_;
  Admission::Later& later_;
};

LimitAdmission::Charges LimitAdmission::charges_of(const http::Request& request,
                                                   LimitClass limit_class) const {
  Charges charges;
  // A peer always has an address; whoever had none would be counted with all others of the kind.
  const auto address =
      Subject::of(client_of(request, parts_.proxies).value_or(limits::IpAddress()));
  if (limit_class == LimitClass::shared) {
    charges.push_back({LimitClass::shared, address});
    return charges;
  }
  const auto account = account_of(request, parts_.people);
  if (account && account->role != storage::Role::guest) {
    charges.push_back({LimitClass::shared, address});
  } else {
    charges.add(limit_class, address);
  }
  if (account) charges.add(limit_class, Subject::of_account(account->account_id));
  return charges;
}

std::optional<http::Admission::Decision> LimitAdmission::decide(const http::Request& request,
                                                                const http::RouteInfo* route,
                                                                Later& later) {
  // There is nothing to be had where there is no route, and browsers ask OPTIONS without being
  // told.
  const auto limit_class = route ? limit_class_of(*route) : std::nullopt;
  if (!limit_class) return Decision{};
  const auto charges = charges_of(request, *limit_class);
  VerdictLater verdict_later(*this, *limit_class, request, later);
  const auto verdict =
      parts_.limiter.decide(std::span(charges.data(), charges.size()), verdict_later);
  if (!verdict) return std::nullopt;
  return decision(*limit_class, *verdict, request.request_id);
}

http::Admission::Decision LimitAdmission::decision(LimitClass limit_class,
                                                   const limits::Verdict& verdict,
                                                   std::string_view request_id) {
  figures_.count(limit_class, verdict);
  return decision_of(verdict, parts_.rules, request_id);
}

void LimitAdmission::begin_waiting() {
  const std::lock_guard lock(mutex_);
  ++waiting_;
}

void LimitAdmission::end_waiting() {
  const std::lock_guard lock(mutex_);
  if (--waiting_ == 0) settled_.notify_all();
}

void LimitAdmission::settle() {
  std::unique_lock lock(mutex_);
  settled_.wait(lock, [this] { return waiting_ == 0; });
}

}  // namespace astronova::api
