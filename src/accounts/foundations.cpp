#include "accounts/foundations.h"

#include <utility>

namespace astronova::accounts {

void note(const Foundations& foundations, std::string actor, std::string action,
          std::string subject, std::string detail) {
  (void)foundations.ledger.audit({.at = foundations.clock.now(),
                                  .actor = std::move(actor),
                                  .action = std::move(action),
                                  .subject = std::move(subject),
                                  .detail = std::move(detail)});
}

}  // namespace astronova::accounts
