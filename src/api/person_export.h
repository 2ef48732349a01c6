#pragma once

#include <string>
#include <vector>

#include "api/people.h"
#include "api/zip_stream.h"
#include "base/result.h"

namespace astronova::api {

/// Everything that is held about a person, as one ZIP: a README, the account with its ways to sign
/// in, sessions, devices and what the audit log says of it, each kind of record as JSON, and charts
/// as CSV too. Passwords there are none; Apple's grant and the digests of tokens, which are keys
/// and not data, are left out.
///
/// It is made piece by piece: memory does not grow with what is held. Records are read in pages, so
/// that one that changes meanwhile is there as it was before or after.
/// Threads: one at a time; a call waits for the database.
class PersonExport {
 public:
  PersonExport(const People& people, std::string account_id, Instant now);

  /// Appends the next bytes to `out`; false when that was all.
  /// errors  unavailable; not_found (the account was deleted meanwhile)
  Result<bool> next(std::string& out);

 private:
  Result<void> write_account_files();
  Result<void> write_account();
  Result<void> write_page();
  void begin_records();
  void end_records();

  const People& people_;
  std::string account_id_;
  ZipStream zip_;
  bool has_begun_ = false;
  bool is_done_ = false;
  std::size_t file_ = 0;  ///< of records_files
  std::string cursor_;
  bool is_first_page_ = true;
  bool is_first_record_ = true;
};

}  // namespace astronova::api
