#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace astronova {

/// Writes JSON (RFC 8259) straight to the end of a string, without spaces.
///
///     JsonWriter json(text);
///     json.begin_object();
///     json.member("body", "sun").member("longitude", 54.1243321, 7);
///     json.key("cusps").begin_array().fixed(12.5, 7).end_array();
///     json.end_object();
///
/// The caller opens and closes in the right order; the writer places commas and escapes strings.
/// What it writes is always valid UTF-8: a byte of a string that is not becomes U+FFFD.
/// Threads: one writer and its string belong to one thread.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }

  /// The name of the member whose value is written next.
  JsonWriter& key(std::string_view name);

  JsonWriter& string(std::string_view value);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();

  /// A number with exactly `decimals` digits (0 to 15) after the point, correctly rounded, half to
  /// even; never a negative zero. A value that is not finite is a bug of the caller's:
  /// std::logic_error.
  JsonWriter& fixed(double value, int decimals);

  /// A value that is JSON already.
  JsonWriter& raw(std::string_view json);

  JsonWriter& member(std::string_view name, std::string_view value) {
    return key(name).string(value);
  }
  JsonWriter& member(std::string_view name, const char* value) { return key(name).string(value); }
  template <std::same_as<bool> Bool>
  JsonWriter& member(std::string_view name, Bool value) {
    return key(name).boolean(value);
  }
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool>) JsonWriter& member(std::string_view name, Integer value) {
    return key(name).integer(static_cast<std::int64_t>(value));
  }
  JsonWriter& member(std::string_view name, double value, int decimals) {
    return key(name).fixed(value, decimals);
  }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();

  std::string& out_;
  bool comma_due_ = false;
};

/// `value` as a JSON string with its quotes, escaped, at the end of `out`.
void append_json_string(std::string& out, std::string_view value);

}  // namespace astronova
