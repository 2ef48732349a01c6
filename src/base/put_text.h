#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string_view>

/// Text written at a pointer: for answers of which a hundred thousand are written each second. Each
/// function writes at `at` and returns where its text ends. The caller sees to it that there is
/// room, for the text and for `put_slack` bytes more, which may be overwritten.
namespace astronova {

inline constexpr std::size_t put_slack = 8;

/// What put_fixed and put_unsigned write at most.
inline constexpr std::size_t number_bytes_max = 32;

template <std::size_t Size>
inline char* put(char* at, const char (&literal)[Size]) {
  std::memcpy(at, literal, Size - 1);
  return at + Size - 1;
}

inline char* put(char* at, std::string_view text) {
  std::memcpy(at, text.data(), text.size());
  return at + text.size();
}

/// A text of at most `Capacity` bytes that is copied without looking how long it is: names that
/// are written often. put() writes `Capacity` bytes.
template <std::size_t Capacity>
class PaddedText {
 public:
  constexpr PaddedText() = default;
  constexpr explicit PaddedText(std::string_view text) { append(text); }

  constexpr PaddedText& append(std::string_view text) {
    if (text.size() > Capacity - size_) throw std::length_error("longer than its PaddedText");
    for (const char c : text)
      bytes_[size_++] = c;
    return *this;
  }

  constexpr std::string_view view() const { return {bytes_.data(), size_}; }

  char* put(char* at) const {
    std::memcpy(at, bytes_.data(), Capacity);
    return at + size_;
  }

 private:
  std::array<char, Capacity> bytes_{};
  std::size_t size_ = 0;
};

template <std::size_t Capacity>
inline char* put(char* at, const PaddedText<Capacity>& text) {
  return text.put(at);
}

namespace put_detail {

constexpr std::uint64_t power_of_ten(int exponent) {
  return exponent == 0 ? 1 : 10 * power_of_ten(exponent - 1);
}

/// "0" to "999" from the left, and how many digits there are.
inline constexpr auto small_numbers = [] {
  std::array<std::array<char, 4>, 1000> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    char length = 0;
    for (std::size_t power = i < 10 ? 1 : i < 100 ? 10 : 100; power > 0; power /= 10) {
      table[i][static_cast<std::size_t>(length++)] = static_cast<char>('0' + i / power % 10);
    }
    table[i][3] = length;
  }
  return table;
}();

/// "00" to "99".
inline constexpr auto digit_pairs = [] {
  std::array<std::array<char, 2>, 100> table{};
  for (std::size_t i = 0; i < table.size(); ++i)
    table[i] = {static_cast<char>('0' + i / 10), static_cast<char>('0' + i % 10)};
  return table;
}();

/// All eight digits of a number below 10^8, computed side by side in one register: first the two
/// halves of four digits, then their pairs, then the digits.
inline void put_eight_digits(char* at, std::uint32_t value) {
  static_assert(std::endian::native == std::endian::little, "the first digit is the lowest byte");
  const std::uint64_t halves =
      (value / 10'000) | (static_cast<std::uint64_t>(value % 10'000) << 32U);
  const std::uint64_t hundreds = ((halves * 10'486) >> 20U) & 0x0000'007F'0000'007FU;
  const std::uint64_t pairs = hundreds | ((halves - 100 * hundreds) << 16U);
  const std::uint64_t tens = ((pairs * 103) >> 10U) & 0x000F'000F'000F'000FU;
  const std::uint64_t digits = tens | ((pairs - 10 * tens) << 8U);
  const std::uint64_t text = digits | 0x3030'3030'3030'3030U;
  std::memcpy(at, &text, sizeof text);
}

char* put_large(char* at, std::uint64_t value);

[[noreturn]] void refuse_number();

}  // namespace put_detail

/// A whole number without leading zeros.
inline char* put_unsigned(char* at, std::uint64_t value) {
  if (value >= 1000) [[unlikely]]
    return put_detail::put_large(at, value);
  const auto& digits = put_detail::small_numbers[value];
  std::memcpy(at, digits.data(), digits.size());
  return at + digits[3];
}

/// Two digits of a number below 100: "07".
inline char* put_two_digits(char* at, unsigned value) {
  std::memcpy(at, put_detail::digit_pairs[value].data(), 2);
  return at + 2;
}

/// A number of `units` of 10^-Decimals, Decimals from 0 to 15: 123 with 2 decimals is "1.23".
template <int Decimals>
inline char* put_units(char* at, std::uint64_t units) {
  static_assert(Decimals >= 0 && Decimals <= 15);
  constexpr std::uint64_t one = put_detail::power_of_ten(Decimals);
  at = put_unsigned(at, units / one);
  const std::uint64_t rest = units % one;
  if constexpr (Decimals == 0) {
    return at;
  } else if constexpr (Decimals <= 7) {
    constexpr std::uint64_t left = put_detail::power_of_ten(7 - Decimals);
    put_detail::put_eight_digits(at, static_cast<std::uint32_t>(rest * left));
    *at = '.';
    return at + 1 + Decimals;
  } else {
    constexpr std::uint64_t eight_digits = 100'000'000;
    constexpr std::uint64_t left = put_detail::power_of_ten(15 - Decimals);
    put_detail::put_eight_digits(at, static_cast<std::uint32_t>(rest / eight_digits * left));
    *at = '.';
    at += 1 + Decimals - 8;
    put_detail::put_eight_digits(at, static_cast<std::uint32_t>(rest % eight_digits));
    return at + 8;
  }
}

namespace put_detail {

/// to_units of the exact binary value: a double is a 53-bit integer times a power of two, and its
/// product with a power of ten up to 10^15 fits into 128 bits.
std::uint64_t to_units_exactly(double magnitude, std::uint64_t one);

}  // namespace put_detail

/// The whole number of units of 10^-Decimals nearest to a number, half to even, of the number's
/// exact binary value.
/// magnitude: not negative, finite, and below 9.2e18 units.
template <int Decimals>
inline std::uint64_t to_units(double magnitude) {
  constexpr std::uint64_t one = put_detail::power_of_ten(Decimals);
  const double product = magnitude * static_cast<double>(one);
  const auto units = static_cast<std::int64_t>(product);
  // The product is off by one part in 2^53 at most: further than that from the middle between two
  // units it says which is nearer.
  const double above_middle = (product - static_cast<double>(units)) - 0.5;
  if (std::abs(above_middle) > product * 0x1p-52) [[likely]]
    return static_cast<std::uint64_t>(units + static_cast<std::int64_t>(above_middle > 0));
  return put_detail::to_units_exactly(magnitude, one);
}

/// Whether to_units and put_fixed can take the number; not a number that is none.
template <int Decimals>
inline bool fits_units(double value) {
  constexpr double end = 9.2e18;
  return std::abs(value) * static_cast<double>(put_detail::power_of_ten(Decimals)) < end;
}

/// A number with exactly `Decimals` digits (0 to 15) after the point, correctly rounded, half to
/// even; never a negative zero. A number that does not fit (fits_units) is a bug of the caller's:
/// std::logic_error.
template <int Decimals>
inline char* put_fixed(char* at, double value) {
  if (!fits_units<Decimals>(value)) [[unlikely]]
    put_detail::refuse_number();
  const std::uint64_t units = to_units<Decimals>(std::abs(value));
  *at = '-';
  at += static_cast<int>(value < 0 && units != 0);
  return put_units<Decimals>(at, units);
}

}  // namespace astronova
