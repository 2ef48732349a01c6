#pragma once

#include <boost/container/small_vector.hpp>
#include <boost/container/static_vector.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace astronova::api {

/// Where the JSON value of a request lives: on the stack, and beyond some kilobytes on the heap. It
/// outlives the value.
class JsonMemory {
 public:
  JsonMemory() : memory_(bytes_, sizeof bytes_) {}
  JsonMemory(const JsonMemory&) = delete;
  JsonMemory& operator=(const JsonMemory&) = delete;

  boost::json::storage_ptr storage() { return &memory_; }

 private:
  unsigned char bytes_[4'096];
  boost::json::monotonic_resource memory_;
};

/// The JSON value of a request's body; it lives in `memory`.
/// errors  malformed: no JSON, deeper than 32 levels, or not UTF-8; says at which byte
Result<boost::json::value> parse_json(std::string_view body, JsonMemory& memory);

/// The field errors that reading a request collects: all are reported at once.
class FieldErrors {
 public:
  void add(std::string pointer, std::string detail);
  /// Adds what went wrong below `parent`.
  void add(const Error& error, std::string_view parent, std::string_view field);
  void append(const FieldErrors& others);
  bool empty() const { return errors_.empty(); }
  /// An invalid_value that carries them all.
  Error error() const;

 private:
  std::vector<FieldError> errors_;
};

/// Places in a list of names, each once: no list has more than the ayanamsas, which are 47.
using NameIndices = boost::container::static_vector<std::size_t, 48>;

/// Reads the members of one JSON object and notes whatever is wrong with them. A member that is
/// absent, null or wrong reads as nothing; finish() then notes the members nobody asked for. Views
/// of texts live as long as the value. Nothing is allocated but for what is wrong.
class ObjectReader {
 public:
  /// `pointer` is where `value` stands in the body ("" for the whole); it outlives the reader.
  ObjectReader(const boost::json::value& value, std::string_view pointer, FieldErrors& errors);
  ObjectReader(const ObjectReader&) = delete;
  ObjectReader& operator=(const ObjectReader&) = delete;

  /// Whether the value is an object at all; when not, that is noted already.
  bool is_object() const { return object_ != nullptr; }
  /// Whether the object has the member, null or not.
  bool has(std::string_view name);
  /// Notes an error when the member is absent or null.
  void require(std::string_view name);

  std::optional<std::string_view> string(std::string_view name);
  std::optional<double> number(std::string_view name, double least, double greatest);
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t least,
                                      std::int64_t greatest);
  std::optional<bool> boolean(std::string_view name);
  /// One of the names, as its index.
  std::optional<std::size_t> name_among(std::string_view name,
                                        std::span<const std::string_view> names);
  /// A list of names, each once, as their indices in the order of `names`.
  std::optional<NameIndices> names_among(std::string_view name,
                                         std::span<const std::string_view> names);
  /// A member of any kind, null included.
  const boost::json::value* any(std::string_view name);

  /// Notes every member that was not asked for, with the nearest that is known.
  void finish();

  std::string pointer_to(std::string_view name) const;
  void note(std::string_view name, std::string detail);

 private:
  using Known = boost::container::small_vector<std::string_view, 24>;

  const boost::json::value* find(std::string_view name);
  void note_unknown(std::string_view name);

  const boost::json::object* object_ = nullptr;
  std::string_view pointer_;
  FieldErrors& errors_;
  Known known_;
  std::uint64_t asked_for_ = 0;  // a bit for each of the first 64 members of the object
};

/// "must be one of a, b, c" with the nearest name; long lists are cut.
std::string unknown_name(std::string_view word, std::span<const std::string_view> names);

}  // namespace astronova::api
