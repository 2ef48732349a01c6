#pragma once

#include <boost/system/result.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/instant.h"

namespace astronova::clients {

/// Bytes of any kind; a record holds at most 1 MB in all.
struct CloudBytes {
  std::string bytes;
  bool operator==(const CloudBytes&) const = default;
};

/// A pointer to another record of the same zone.
struct CloudReference {
  enum class WhenDeleted : std::uint8_t {
    nothing,
    delete_self,  ///< this record goes with the other
    refuse,       ///< the other cannot go before this one
  };
  std::string record_name;
  WhenDeleted when_deleted = WhenDeleted::nothing;
  bool operator==(const CloudReference&) const = default;
};

/// The value of a field, by the types of CloudKit: STRING, INT64, DOUBLE, TIMESTAMP (milliseconds,
/// what is finer is cut off), BYTES, REFERENCE, STRING_LIST. Fields of other types are left out of
/// what is read.
using CloudValue = std::variant<std::string, std::int64_t, double, Instant, CloudBytes,
                                CloudReference, std::vector<std::string>>;

struct CloudRecord {
  std::string type{};        ///< "UserProfile"
  std::string name{};        ///< unique in its zone; at most 255 characters
  std::string change_tag{};  ///< of the version that was read; empty: of none
  std::map<std::string, CloudValue, std::less<>> fields{};
  std::optional<Instant> created_at{};   ///< by CloudKit's clock; only in what is read
  std::optional<Instant> modified_at{};  ///< by CloudKit's clock; only in what is read
  bool deleted = false;                  ///< only in what is read: just its name is left
};

/// Why CloudKit did not do something.
struct CloudFailure {
  enum class Kind : std::uint8_t {
    conflict,         ///< the change tag is of an older version: read the record and try again
    exists,           ///< a record to be created is there already
    not_found,        ///< no such record, or no such zone
    denied,           ///< the security roles, or what such a key reaches, do not allow it
    unauthenticated,  ///< the key id or the signature is not accepted
    invalid,          ///< the request makes no sense to it: a type, a field, a size
    quota,            ///< the container is full
    throttled,        ///< too many requests: wait
    atomic,           ///< another operation of an atomic request failed
    unavailable,      ///< no answer, or one that cannot be read
  };
  Kind kind = Kind::unavailable;
  std::string code{};    ///< CloudKit's serverErrorCode, if it gave one
  std::string reason{};  ///< for the log, not for people
  std::optional<std::chrono::seconds>
      retry_after{};          ///< none: trying again will not help by itself
  std::string record_name{};  ///< of a failure of one record
};

/// Thrown when a CloudResult is read without having been asked whether it holds a value: a bug.
[[noreturn]] inline void throw_exception_from_error(const CloudFailure& failure,
                                                    const boost::source_location& /*where*/) {
  throw std::logic_error("unchecked failure of CloudKit: " + failure.reason);
}

/// A T, or why there is none.
template <class T>
struct [[nodiscard]] CloudResult : boost::system::result<T, CloudFailure> {
  using boost::system::result<T, CloudFailure>::result;
};

/// A change to one record.
struct CloudOperation {
  enum class Type : std::uint8_t {
    create,         ///< fails when it is there
    update,         ///< changes the fields given; needs the change tag
    force_update,   ///< changes the fields given, or creates
    replace,        ///< sets all fields; needs the change tag
    force_replace,  ///< sets all fields, or creates
    delete_,        ///< needs the change tag
    force_delete,
  };
  Type type = Type::force_replace;
  CloudRecord record{};
};

struct CloudFilter {
  enum class Comparator : std::uint8_t {
    equals,
    not_equals,
    less_than,
    less_than_or_equals,
    greater_than,
    greater_than_or_equals,
    in,  ///< with a list of strings
    begins_with,
  };
  std::string field;  ///< declared QUERYABLE in the schema
  Comparator comparator = Comparator::equals;
  CloudValue value;
};

struct CloudQuery {
  std::string record_type;
  std::vector<CloudFilter> filters{};  ///< all of them hold
  std::string sort_field{};            ///< declared SORTABLE in the schema; empty: in no order
  bool ascending = true;
  unsigned limit = 200;               ///< 1 to 200
  std::string continuation_marker{};  ///< of the page before; empty: the first page
};

/// Some of the records that were asked for; one that cannot be read is a failure in its place.
struct CloudPage {
  std::vector<CloudResult<CloudRecord>> records;
  std::string continuation_marker;  ///< empty: there is no more
};

/// What changed in a zone.
struct CloudChanges {
  std::vector<CloudResult<CloudRecord>> records;
  std::string sync_token;  ///< where to go on from
  bool more = false;
};

struct CloudZone {
  std::string name;
  std::string sync_token{};
  bool atomic = false;
};

inline constexpr std::string_view cloud_default_zone = "_defaultZone";
inline constexpr std::size_t cloud_operations_max = 200;

/// A database of a CloudKit container, reached by CloudKit Web Services with a server-to-server
/// key.
///
/// Such a key reaches the PUBLIC database alone, "as the developer who created the key". It cannot
/// read or write anybody's private database, where an app keeps a person's records; that takes the
/// person's own sign-in on a device or web page. So a mirror of people's records that a server
/// keeps is one of sealed copies in the public database, by owner, which the security roles of
/// ios/cloudkit/schema.ckdb hide from all but who wrote them. docs/clients.md says more.
///
/// The public database has the default zone only, and no history: Apple documents changes() for the
/// private and shared databases alone, and creating zones is of no use in the public one. What
/// changed there is found by a query for a time of one's own. They are here for who signs requests
/// otherwise, and are answered with a failure until then.
///
/// Nothing is tried again: when to do so is in `retry_after`, and a queue knows what else waits.
///
/// source: CloudKit Web Services Reference,
/// https://developer.apple.com/library/archive/documentation/DataManagement/Conceptual/CloudKitWebServicesReference/
///
/// Threads: all may use one at once; a call waits for the answer.
class CloudKit {
 public:
  virtual ~CloudKit() = default;

  /// Changes up to 200 records, each by one operation, and gives what came of each, in the order of
  /// the operations. In the default zone each succeeds or fails by itself.
  virtual CloudResult<std::vector<CloudResult<CloudRecord>>> modify(
      const std::vector<CloudOperation>& operations,
      std::string_view zone = cloud_default_zone) = 0;

  /// Up to 200 records by their names, in that order.
  virtual CloudResult<std::vector<CloudResult<CloudRecord>>> lookup(
      const std::vector<std::string>& record_names, std::string_view zone = cloud_default_zone) = 0;

  virtual CloudResult<CloudPage> query(const CloudQuery& query,
                                       std::string_view zone = cloud_default_zone) = 0;

  /// The records of a zone that changed after the sync token, or all (an empty one).
  virtual CloudResult<CloudChanges> changes(std::string_view zone, std::string_view sync_token) = 0;

  virtual CloudResult<std::vector<CloudZone>> zones() = 0;
  virtual CloudResult<CloudZone> create_zone(std::string_view zone) = 0;
  /// With all records in it.
  virtual CloudResult<void> delete_zone(std::string_view zone) = 0;
};

}  // namespace astronova::clients
