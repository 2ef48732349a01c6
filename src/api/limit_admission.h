#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "api/people.h"
#include "http/admission.h"
#include "limits/client_address.h"
#include "limits/limit_figures.h"
#include "limits/limiter.h"

namespace astronova::api {

/// Lets requests in as the limits say.
///
/// Who has no account is counted by address, and so is a guest, of whom an address can make many;
/// besides, a guest is counted by account. People who have signed in are counted by account, and
/// their address as LimitClass::shared. An access token names an account by its signature alone;
/// one that is forged, expired, or of a session known to have ended names nobody.
///
/// Threads: all may ask at once.
class LimitAdmission final : public http::Admission {
 public:
  struct Parts {
    limits::Limiter& limiter;
    const limits::Rules& rules;
    const limits::AddressRanges& proxies;
    const People* people = nullptr;  ///< none: there are no accounts
  };

  /// All parts must outlive it.
  explicit LimitAdmission(const Parts& parts) : parts_(parts) {}

  std::optional<Decision> decide(const http::Request& request, const http::RouteInfo* route,
                                 Later& later) override;

  /// Waits until all decisions have been told: when nothing more is asked, before the server is
  /// destroyed.
  void settle();

  const limits::LimitFigures& figures() const { return figures_; }

 private:
  struct Charges;
  class VerdictLater;

  Charges charges_of(const http::Request& request, limits::LimitClass limit_class) const;
  Decision decision(limits::LimitClass limit_class, const limits::Verdict& verdict,
                    std::string_view request_id);
  void begin_waiting();
  void end_waiting();

  const Parts parts_;
  limits::LimitFigures figures_;
  std::mutex mutex_;
  std::condition_variable settled_;
  std::uint64_t waiting_ = 0;  // decisions that are to be told
};

}  // namespace astronova::api
