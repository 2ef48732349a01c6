#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

/// Reading the packed numbers of the built-in data files: little-endian, unaligned.
///
/// The files are linked into the program and checked when they are built, so nothing here checks
/// bounds.
namespace astronova::places {

static_assert(std::endian::native == std::endian::little,
              "the built-in data files are little-endian");

template <class T>
T load(const std::byte* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

/// Three bytes.
inline std::uint32_t load_u24(const std::byte* at) {
  return std::to_integer<std::uint32_t>(at[0]) | std::to_integer<std::uint32_t>(at[1]) << 8U |
         std::to_integer<std::uint32_t>(at[2]) << 16U;
}

/// Five bytes.
inline std::uint64_t load_u40(const std::byte* at) {
  return load<std::uint32_t>(at) | std::to_integer<std::uint64_t>(at[4]) << 32U;
}

/// A variable-length number (LEB128: seven bits a byte, the lowest first), moving `at` past it.
inline std::uint32_t load_varint(const std::byte*& at) {
  std::uint32_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = std::to_integer<std::uint32_t>(*at++);
    value |= (byte & 0x7fU) << shift;
    if (byte < 0x80U) return value;
  }
}

}  // namespace astronova::places
