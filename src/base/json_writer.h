#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/put_text.h"

namespace astronova {

/// The name of a member as it stands in the program; one that JSON would escape does not compile.
class JsonKey {
 public:
  template <std::size_t Size>
  consteval JsonKey(const char (&name)[Size])  // NOLINT(*-explicit-*): a literal is a name
      : text_(name, Size - 1) {
    for (const char c : text_) {
      if (c < 0x20 || c == '"' || c == '\\') throw "a name that JSON escapes";
    }
  }
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

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
/// The string holds what was written as soon as the outermost value is complete; until then it may
/// have any bytes at its end.
/// Threads: one writer and its string belong to one thread.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out)
      : out_(out), at_(out.data() + out.size()), end_(out.data() + out.size()) {}
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }

  /// The name of the member whose value is written next.
  JsonWriter& key(JsonKey name) {
    char* at = separated(name.text().size() + 4);
    *at++ = '"';
    at = put(at, name.text());
    at_ = put(at, "\":");
    comma_due_ = false;
    return *this;
  }
  template <std::same_as<std::string_view> Name>
  JsonWriter& key(Name name) {
    return key_at_run_time(name);
  }

  JsonWriter& string(std::string_view value);
  /// A string in which nothing needs to be escaped, as the names of our own.
  JsonWriter& plain(std::string_view value) {
    return write(value.size() + 2,
                 [value](char* at) { return put(put(put(at, "\""), value), "\""); });
  }
  JsonWriter& integer(std::int64_t value);
  JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }

  /// A number with exactly `decimals` digits (0 to 15) after the point, correctly rounded, half to
  /// even; never a negative zero. A value that is not finite is a bug of the caller's:
  /// std::logic_error.
  JsonWriter& fixed(double value, int decimals);

  /// A value that is JSON already.
  JsonWriter& raw(std::string_view json);

  /// A value, or a run of members with commas between them, that `write` puts: it is given a
  /// pointer with room for bytes_max and put_slack bytes, and returns where its text ends.
  template <class Write>
  JsonWriter& write(std::size_t bytes_max, const Write& write_at) {
    at_ = write_at(separated(bytes_max));
    return completed();
  }

  JsonWriter& member(JsonKey name, std::string_view value) { return key(name).string(value); }
  JsonWriter& member(JsonKey name, const char* value) { return key(name).string(value); }
  template <std::same_as<bool> Bool>
  JsonWriter& member(JsonKey name, Bool value) {
    return key(name).boolean(value);
  }
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool>) JsonWriter& member(JsonKey name, Integer value) {
    return key(name).integer(static_cast<std::int64_t>(value));
  }
  JsonWriter& member(JsonKey name, double value, int decimals) {
    return key(name).fixed(value, decimals);
  }

 private:
  JsonWriter& open(char bracket) {
    char* at = separated(1);
    *at = bracket;
    at_ = at + 1;
    comma_due_ = false;
    ++depth_;
    return *this;
  }
  JsonWriter& close(char bracket) {
    reserve(1);
    *at_++ = bracket;
    --depth_;
    return completed();
  }
  // Where the next value begins, with room for as many bytes.
  char* separated(std::size_t bytes) {
    reserve(bytes + 1);
    *at_ = ',';
    return at_ + static_cast<int>(comma_due_);
  }
  JsonWriter& completed() {
    comma_due_ = true;
    if (depth_ == 0) end_string();
    return *this;
  }
  void reserve(std::size_t bytes) {
    if (static_cast<std::size_t>(end_ - at_) < bytes + put_slack) [[unlikely]]
      grow(bytes + put_slack);
  }
  void grow(std::size_t bytes);
  void end_string();
  JsonWriter& key_at_run_time(std::string_view name);
  void put_string(std::string_view value);

  std::string& out_;
  char* at_;  // in out_, which reaches to end_ while a value is being written
  char* end_;
  int depth_ = 0;
  bool comma_due_ = false;
};

}  // namespace astronova
