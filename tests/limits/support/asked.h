#pragma once

#include <future>
#include <memory>
#include <vector>

#include "limits/limiter.h"

namespace astronova::limits {

/// Asks a limiter and waits for the verdict, as long as that takes.
inline Verdict asked(Limiter& limiter, std::span<const Charge> charges) {
  class Waiting final : public Limiter::Later {
   public:
    Limiter::Told told() override {
      return [promise = promise_](const Verdict& verdict) { promise->set_value(verdict); };
    }
    Verdict wait() { return promise_->get_future().get(); }

   private:
    std::shared_ptr<std::promise<Verdict>> promise_ = std::make_shared<std::promise<Verdict>>();
  } later;
  const auto verdict = limiter.decide(charges, later);
  return verdict ? *verdict : later.wait();
}

inline Verdict asked(Limiter& limiter, const std::vector<Charge>& charges) {
  return asked(limiter, std::span(charges));
}

inline Subject client(unsigned number = 1) {
  return Subject::of(IpAddress::parse("203.0.113." + std::to_string(number)).value());
}

}  // namespace astronova::limits
