#include "accounts/foundations.h"

#include <utility>

namespace astronova::accounts {

void note(const Foundations& foundations, std::string action, const std::string& account_id,
          std::string detail) {
  (void)foundations.ledger.audit({.at = foundations.clock.now(),
                                  .actor = account_id,
                                  .action = std::move(action),
                                  .subject = account_id,
                                  .detail = std::move(detail)});
}

}  // namespace astronova::accounts
