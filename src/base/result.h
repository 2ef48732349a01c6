#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace astronova {

/// What kind of failure an Error is. Protocol-neutral: src/api holds the one table to HTTP
/// statuses.
enum class ErrorCode {
  malformed,          ///< the input cannot be read at all
  invalid_value,      ///< readable, but a value is impossible; `fields` says which
  outside_ephemeris,  ///< the data files do not cover the date; `detail` names what they cover
  not_available,      ///< a part of the product that does not exist (yet)
  data_missing,       ///< an operator's mistake: data files absent or unreadable
  unauthenticated,    ///< nobody is named, or who is named was not proved
  forbidden,          ///< who asks may not
  not_found,          ///< nothing is there for the one who asks
  conflict,           ///< what is there stands against it
  unavailable,        ///< something that we depend on does not answer now; later it may
  internal,           ///< a bug of ours
};

/// One way to read an ambiguous or impossible civil time.
struct TimeCandidate {
  std::string utc;           ///< RFC 3339, Z
  std::string utc_offset;    ///< "+HH:MM" or "+HH:MM:SS"
  std::string abbreviation;  ///< the zone's own, as tzdb has it
  int fold = 0;              ///< the `fold` that chooses it when clocks went back
};

/// One wrong field of an input.
struct FieldError {
  std::string pointer;  ///< RFC 6901 JSON Pointer into the input, "" for the whole
  std::string detail;   ///< what is wrong and how to mend it, for the caller's eyes
  /// For civil times that name no instant or two: the instants that may have been meant.
  std::vector<TimeCandidate> candidates{};
};

/// An expected failure, as a value. `detail` is written for the caller: it never carries a path,
/// a stack or a secret.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string detail{};
  std::vector<FieldError> fields{};
};

/// Thrown when a Result is read without having been asked whether it holds a value: a bug.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location& /*where*/) {
  throw std::logic_error("unchecked error: " + error.detail);
}

/// A T, or the Error that stood in the way.
template <class T>
struct [[nodiscard]] Result : boost::system::result<T, Error> {
  using boost::system::result<T, Error>::result;
};

/// An impossible value of one field.
inline Error invalid_field(std::string pointer, std::string detail) {
  return Error{
      ErrorCode::invalid_value, detail, {FieldError{std::move(pointer), std::move(detail), {}}}};
}

}  // namespace astronova
