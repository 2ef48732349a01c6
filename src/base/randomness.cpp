#include "base/randomness.h"

#include <cerrno>
#include <string_view>
#include <system_error>

#include <sys/random.h>

namespace astronova {

void SystemRandomness::fill(std::span<std::uint8_t> bytes) const {
  while (!bytes.empty()) {
    const auto drawn = ::getrandom(bytes.data(), bytes.size(), 0);
    if (drawn > 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(drawn));
    } else if (errno != EINTR) {
      throw std::system_error(errno, std::system_category(), "no random numbers");
    }
  }
}

std::string random_uuid(const Randomness& randomness) {
  constexpr std::string_view digits = "0123456789abcdef";
  auto bytes = randomness.bytes<16>();
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x40U);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += digits[bytes[i] >> 4U];
    text += digits[bytes[i] & 0xFU];
  }
  return text;
}

}  // namespace astronova
