#include "base/put_text.h"

#include <bit>
#include <charconv>

namespace astronova::put_detail {

char* put_large(char* at, std::uint64_t value) {
  return std::to_chars(at, at + number_bytes_max, value).ptr;
}

std::uint64_t to_units_exactly(double magnitude, std::uint64_t one) {
  constexpr std::uint64_t implicit_bit = 1ULL << 52U;
  __extension__ using Wide = unsigned __int128;
  const auto bits = std::bit_cast<std::uint64_t>(magnitude);
  const int shift = 1075 - static_cast<int>(bits >> 52U);
  const Wide product = static_cast<Wide>((bits & (implicit_bit - 1)) | implicit_bit) * one;
  if (shift <= 0) return static_cast<std::uint64_t>(product << -shift);
  if (shift >= 128) return 0;
  const auto units = static_cast<std::uint64_t>(product >> shift);
  const Wide rest = product << (128 - shift);
  constexpr Wide half = static_cast<Wide>(1) << 127U;
  return units + static_cast<std::uint64_t>(rest > half || (rest == half && (units & 1U) != 0));
}

void refuse_number() {
  throw std::logic_error("a number that is not finite, or far too large, cannot be written");
}

}  // namespace astronova::put_detail
