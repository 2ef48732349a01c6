#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace astronova::storage {

/// The kinds of records that a person has, a table each. The first five are the record types of
/// CloudKit: UserProfile, Horoscope, ChatMessage, KundaliMatch, BookmarkedReading.
enum class RecordKind : std::uint8_t {
  profile,  ///< one an account; its id is the account's
  horoscope,
  chat_message,
  match,
  bookmark,
  chart,
  report,
};
inline constexpr std::size_t record_kind_count = 7;

/// A record of one person.
struct Record {
  RecordKind kind{};
  std::string id;  ///< of the client's or our choice: a UUID, lower case; one a kind and owner
  std::string
      document;  ///< a JSON object, as it was given; sealed at rest where a key is configured
  /// What lists can be filtered by, in clear: fields that the kind declares (record_kinds.h), none
  /// of them personal.
  std::vector<std::pair<std::string, std::string>> fields{};
  Instant created_at{};
  Instant updated_at{};  ///< by the clock of whoever changed it; the later one wins
  bool deleted = false;  ///< a tombstone: no document, no fields
  /// Grows with each change among an owner's records; set by the store.
  std::int64_t change = 0;
};

/// A POST that may be sent again: the same key with the same digest does nothing and answers what
/// the first one made; with another digest, and where that was deleted since, it is a conflict.
struct Idempotency {
  std::string key;     ///< 1 to 255 characters, of the client's choice
  std::string digest;  ///< of the route and the body
};

/// What creating came to.
struct Created {
  Record record;
  bool replayed = false;  ///< it was there already, by the idempotency key
};

/// Which records of a kind are listed, latest created first (ties: by id).
struct RecordQuery {
  RecordKind kind{};
  std::vector<std::pair<std::string, std::string>> equal{};  ///< fields and their values
  std::optional<Instant> created_from{};                     ///< inclusive
  std::optional<Instant> created_to{};                       ///< exclusive
  std::size_t limit = 20;                                    ///< 1 to 100
  std::string cursor{};  ///< of the page before; empty: the first page
};

struct RecordPage {
  std::vector<Record> records;
  std::string next_cursor;  ///< empty: there is no more
};

/// What a client's change came to.
struct AppliedChange {
  enum class Outcome : std::uint8_t {
    applied,   ///< it is what the server holds now
    replayed,  ///< the server held exactly this already
    lost,      ///< what the server holds is later
  };
  Outcome outcome = Outcome::applied;
  Record current;                 ///< what the server holds now
  std::optional<Record> loser{};  ///< the one of the two versions that gave way, where two met
};

struct ChangePage {
  std::vector<Record> records;  ///< by `change`, each record once, with its latest state
  std::int64_t last = 0;        ///< where to go on from
  bool more = false;
};

/// What people keep.
///
/// Every call is one transaction, on disk when it returns: all of it or nothing. An owner who is
/// not there has no records, and writing for one is not_found. Threads: all may call at once; a
/// call blocks. errors  unavailable: the database does not answer
class RecordStore {
 public:
  virtual ~RecordStore() = default;

  /// errors  not_found (deleted ones too, and those of others)
  virtual Result<Record> get(std::string_view owner, RecordKind kind, std::string_view id) = 0;
  /// errors  invalid_value (a cursor that is not ours, an unknown field)
  virtual Result<RecordPage> list(std::string_view owner, const RecordQuery& query) = 0;
  /// Writes a record that is not there yet.
  /// errors  conflict (its id is taken, or the idempotency key for something else), not_found
  virtual Result<Created> create(std::string_view owner, const Record& record,
                                 const std::optional<Idempotency>& idempotency) = 0;
  /// Writes a record, whether it is there or not; one that is there keeps its created_at.
  /// `expected_change` given: only when it is the `change` of what is there (0: nothing is there).
  /// errors  conflict (there is another by now), not_found
  virtual Result<Record> put(std::string_view owner, const Record& record,
                             std::optional<std::int64_t> expected_change) = 0;
  /// Leaves a tombstone.
  /// errors  not_found
  virtual Result<Record> remove(std::string_view owner, RecordKind kind, std::string_view id,
                                Instant now) = 0;

  /// Changes after `since` (0: all), at most `limit` (1 to 500).
  virtual Result<ChangePage> changes(std::string_view owner, std::int64_t since,
                                     std::size_t limit) = 0;
  /// Applies changes made elsewhere, in order, as one: of two versions of a record the one with the
  /// later updated_at stays (equal: the greater of the two by deleted, then by the document's
  /// bytes, so that every order of arrival ends alike). At most 500.
  virtual Result<std::vector<AppliedChange>> apply(std::string_view owner,
                                                   const std::vector<Record>& changes) = 0;

  /// Every record of an owner that is not deleted, by kind and creation, in one consistent view, in
  /// constant memory. Stops early when `visit` answers false.
  virtual Result<void> for_each(std::string_view owner,
                                const std::function<bool(const Record&)>& visit) = 0;
};

}  // namespace astronova::storage
