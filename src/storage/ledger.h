#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace astronova::storage {

/// A device that may be notified.
struct Device {
  std::string id;          ///< of the client's choice: a UUID, lower case
  std::string platform;    ///< "ios", "macos", "web" ...
  std::string push_token;  ///< sealed at rest where a key is configured
  std::string locale{};
  std::string timezone{};
  Instant updated_at{};
};

/// One line of the audit log. None of it is personal: accounts are named by their id only.
struct AuditEntry {
  std::int64_t number = 0;  ///< set by the store, growing
  Instant at{};
  std::string actor;    ///< an account's id, or "system"
  std::string action;   ///< "account.deleted", "admin.read" ...
  std::string subject;  ///< what it was done to: an account's id, a record's kind and id
  std::string detail{};
};

/// Devices and the audit log.
///
/// Every call is one transaction, on disk when it returns. Threads: all may call at once; a call
/// blocks.
/// errors  unavailable: the database does not answer
class Ledger {
 public:
  virtual ~Ledger() = default;

  /// Adds or replaces. A push token that another account had is taken from it: the device has
  /// changed hands.
  /// errors  not_found (the account)
  virtual Result<void> put_device(std::string_view account_id, const Device& device) = 0;
  virtual Result<std::vector<Device>> devices(std::string_view account_id) = 0;
  /// errors  not_found
  virtual Result<void> remove_device(std::string_view account_id, std::string_view device_id) = 0;

  virtual Result<void> audit(const AuditEntry& entry) = 0;
  /// Latest first, those before `before` (0: from the latest).
  virtual Result<std::vector<AuditEntry>> audit_log(std::int64_t before, std::size_t limit) = 0;
  /// Those about one account, oldest first.
  virtual Result<std::vector<AuditEntry>> audit_of(std::string_view subject) = 0;
};

}  // namespace astronova::storage
