#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <string_view>

namespace astronova::places {

/// The name of a time zone, kept within the object: no zone of tzdb has a name of more than 32
/// bytes. What is longer than bytes_max is cut, and is then no zone's name all the same.
class ZoneName {
 public:
  static constexpr std::size_t bytes_max = 49;

  ZoneName() = default;
  template <std::convertible_to<std::string_view> Text>
  ZoneName(const Text& text)  // NOLINT(*-explicit-*): it is the text
      : ZoneName(std::string_view{text}, 0) {}

  operator std::string_view() const { return view(); }  // NOLINT(*-explicit-*): as above
  std::string_view view() const { return {bytes_.data(), size_}; }
  bool empty() const { return size_ == 0; }
  bool operator==(const ZoneName&) const = default;

 private:
  ZoneName(std::string_view text, int /*cut*/)
      : size_(static_cast<std::uint8_t>(std::min(text.size(), bytes_max))) {
    std::copy_n(text.begin(), size_, bytes_.begin());
  }

  std::array<char, bytes_max> bytes_{};
  std::uint8_t size_ = 0;
};

}  // namespace astronova::places
