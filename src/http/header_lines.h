#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace astronova::http {

/// A few header lines in a place of their own, so that adding them to an answer allocates nothing.
class HeaderLines {
 public:
  static constexpr std::size_t bytes_max = 256;

  /// Adds a line, or nothing where there is no room for it. Neither name nor value may hold a
  /// control character.
  void add(std::string_view name, std::string_view value);

  /// As they are sent, each with its end.
  std::string_view text() const { return {text_.data(), size_}; }
  void clear() { size_ = 0; }

 private:
  std::size_t size_ = 0;
  std::array<char, bytes_max> text_{};
};

}  // namespace astronova::http
